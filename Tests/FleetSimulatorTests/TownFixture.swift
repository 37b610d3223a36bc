import FleetSimulator
import Foundation
import Telemetry

/// The town of the demo, as the repository has it.
func smallTown() throws -> Town { try Town(yaml: smallTownText()) }

/// The text of the town's file.
func smallTownText() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "simulators/small-town.yaml"), encoding: .utf8)
}

let start = Timestamp(milliseconds: 1_767_225_600_000)

/// Ninety seconds in steps of a tenth, with every new breakdown that needs help offered at once to a unit that suits it.
func play(seed: UInt64 = 1, steps: Int = 900) throws -> (messages: [SimulatedMessage], simulation: Simulation) {
    let town = try smallTown()
    var simulation = Simulation(town: town, seed: seed, start: start)
    var messages: [SimulatedMessage] = []
    var offered = 0
    for step in 1..<(steps + 1) {
        let now = start.adding(milliseconds: Int64(step) * 100)
        messages += simulation.advance(to: now)
        while offered < simulation.truth.broken.count {
            let broken = simulation.truth.broken[offered]
            offered += 1
            let suitable: [String] =
                switch broken.needs {
                case .heavy: ["heavy-1"]
                case .patrol: ["patrol-1", "patrol-2"]
                default: ["flatbed-1", "flatbed-2", "ev-rescue"]
                }
            let unit = suitable[offered % suitable.count]
            simulation.receive(
                topic: "callahead/v1/units/\(unit)/offer",
                payload: offer(offered, broken.asset, broken.place.latitude, broken.place.longitude), at: now)
        }
    }
    return (messages, simulation)
}

/// An offer as the service writes it.
func offer(
    _ id: Int, _ asset: String, _ latitude: Double, _ longitude: Double, until: String = "2036-01-01T00:00:00.000Z"
) -> String {
    """
    {"offer_id":\(id),"job_id":\(id),"expires_at":"\(until)","lat":\(latitude),"lon":\(longitude),\
    "needs":["flatbed"],"case":{"asset":"\(asset)","symptom":"oil_pressure_low","severity":"stop"}}
    """
}
