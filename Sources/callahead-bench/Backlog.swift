import FleetSimulator
import Telemetry

/// A mixed backlog of a fleet that speaks the native protocol, the same for the same seed and time.
///
/// 70 % positions, 29 % signals, 1 % faults, spread over the assets. Of the faults most are what cars really report:
/// emissions and sensors; one in twenty stops its car.
struct Backlog {
    private var random: SeededGenerator
    private let assets: Int
    /// The messages' times begin here and advance by a millisecond each.
    private var time: Timestamp

    init(assets: Int, seed: UInt64, begins: Timestamp) {
        random = SeededGenerator(seed: seed)
        self.assets = assets
        time = begins
    }

    /// The id of an asset, from 0 on.
    static func assetID(_ number: Int) -> String { "bench-\(number)" }

    /// The next message, and whether it reports a fault.
    mutating func next() -> (topic: String, payload: String) {
        time = time.adding(milliseconds: 1)
        let topic = "callahead/v1/assets/\(Backlog.assetID(random.below(assets)))/"
        switch random.below(100) {
        case ..<70:
            return (
                topic + "position",
                """
                {"time":\(time.milliseconds),"lat":58.\(fraction()),"lon":26.\(fraction()),\
                "speed":\(random.below(110)),"heading":\(random.below(360)),"accuracy":\(3 + random.below(9))}
                """
            )
        case ..<99:
            return (
                topic + "signals",
                """
                {"time":\(time.milliseconds),"values":{"Vehicle.Speed":\(random.below(110)),\
                "Vehicle.LowVoltageBattery.CurrentVoltage":1\(2 + random.below(3)).\(random.below(10)),\
                "Vehicle.Powertrain.CombustionEngine.ECT":\(80 + random.below(15))}}
                """
            )
        default:
            return (
                topic + "faults",
                """
                {"time":\(time.milliseconds),"mode":"set","codes":[{"code":"\(code())","status":"confirmed"}],\
                "position":{"lat":58.\(fraction()),"lon":26.\(fraction()),"speed":0,"accuracy":5}}
                """
            )
        }
    }

    private mutating func code() -> String {
        guard random.below(20) > 0 else { return "P0524" }
        return ["P0420", "P0442", "P0171", "P0128", "P0301"][random.below(5)]
    }

    /// Five digits after the point.
    private mutating func fraction() -> String {
        let text = String(random.below(100_000))
        return String(repeating: "0", count: 5 - text.count) + text
    }
}
