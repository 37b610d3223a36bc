import Pipeline
import Telemetry

extension MicroCase {
    /// The whole way of a message: decoded, stepped, committed, acknowledged.
    static var lane: [MicroCase] {
        [
            feeding("positions", "a position of a car that drives, from read to commit", before: 4_000, times: 8_000) {
                position($1, $0)
            },
            feeding("signals", "three signals of a car, from read to commit", before: 4_000, times: 8_000) {
                signals($1, $0)
            },
            feeding("breakdown", "a code that stops a car: a new case, its task and advice", before: 100, times: 200) {
                breakdown($1, $0)
            },
            MicroCase(name: "lane.idle", what: "a turn in which nothing came", before: 200, times: 1_000) { kit in
                let (lane, _) = try kit.lane()
                return { times in for _ in 0..<times { lane.turn() } }
            },
        ]
    }

    private static func feeding(
        _ name: String, _ what: String, before: Int, times: Int, _ make: @escaping (MicroKit, Int) -> MicroMessage
    ) -> MicroCase {
        MicroCase(name: "lane.\(name)", what: what, before: before, times: times) { kit in
            let (lane, link) = try kit.lane()
            let messages = (0..<before + times).map { make(kit, $0) }
            var done = 0
            return { times in
                link.deliver(messages[done..<done + times])
                while !link.isEmpty { lane.turn() }
                done += times
            }
        }
    }

    /// One car after the other, each some metres further than it was.
    private static func position(_ number: Int, _ kit: MicroKit) -> MicroMessage {
        let round = number / MicroKit.assets
        return message(
            number, "position",
            """
            {"time":\(kit.time(ofRound: round)),"lat":58.\(37_000 + 9 * round),"lon":26.\(72_000 + 9 * round),\
            "speed":\(40 + number % 7),"heading":\(45 + number % 9),"accuracy":5}
            """)
    }

    private static func signals(_ number: Int, _ kit: MicroKit) -> MicroMessage {
        message(
            number, "signals",
            """
            {"time":\(kit.time(ofRound: number / MicroKit.assets)),"values":{"Vehicle.Speed":\(40 + number % 7),\
            "Vehicle.LowVoltageBattery.CurrentVoltage":14.\(number % 4),\
            "Vehicle.Powertrain.CombustionEngine.ECT":\(86 + number % 5)}}
            """)
    }

    private static func breakdown(_ number: Int, _ kit: MicroKit) -> MicroMessage {
        message(
            number, "faults",
            """
            {"time":\(kit.now.milliseconds),"mode":"set","codes":[{"code":"P0524","status":"confirmed"}],\
            "position":{"lat":58.38,"lon":26.72,"speed":0,"accuracy":5}}
            """)
    }

    private static func message(_ number: Int, _ kind: String, _ payload: String) -> MicroMessage {
        MicroMessage("callahead/v1/assets/\(Backlog.assetID(number % MicroKit.assets))/\(kind)", payload)
    }
}

extension MicroKit {
    /// The cars speak every five seconds; milliseconds since 1970.
    fileprivate func time(ofRound round: Int) -> Int64 { now.milliseconds - 600_000 + Int64(round) * 5_000 }
}
