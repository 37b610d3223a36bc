import FleetSimulator
import Telemetry

/// A mixed backlog of a fleet, the same for the same seed and time.
///
/// The fleet speaks the native protocol, or half of it does and the others speak Teltonika's, OwnTracks' and obd2-mqtt's.
///
/// 70 % positions, 29 % signals, 1 % faults, spread over the assets. Of the faults most are what cars really report:
/// emissions and sensors; one in twenty stops its car.
struct Backlog {
    private var random: SeededGenerator
    private let assets: Int
    private let isMixed: Bool
    /// Which assets speak, and of what.
    private let choice: Choice
    private let begins: Timestamp
    /// How far the messages' times advance with each, in microseconds.
    private let step: Int64
    private var made: Int64 = 0

    /// Which assets speak, and of what.
    struct Choice {
        /// Assets speak in turn, one in so many; 0 is any of them.
        var every = 0
        /// Nothing but faults that stop their cars.
        var stopsOnly = false
    }

    init(
        assets: Int, seed: UInt64, begins: Timestamp, isMixed: Bool, step: Int64 = 1_000, choice: Choice = Choice()
    ) {
        self.isMixed = isMixed
        random = SeededGenerator(seed: seed)
        self.assets = assets
        self.begins = begins
        self.step = step
        self.choice = choice
    }

    private var time: Timestamp { begins.adding(milliseconds: made &* step / 1_000) }

    /// The id of an asset, from 0 on.
    static func assetID(_ number: Int) -> String { "bench-\(number)" }

    /// How an asset of a mixed fleet speaks.
    enum Format {
        case native, teltonika, ownTracks, obd
    }

    /// How an asset of a mixed fleet speaks, from 0 on.
    static func format(_ number: Int) -> Format {
        switch number % 10 {
        case ..<5: .native
        case ..<8: .teltonika
        case 8: .ownTracks
        default: .obd
        }
    }

    /// Profile and device of an asset of a mixed fleet; `nil` for one that speaks the native protocol.
    static func device(_ number: Int) -> (profile: String, device: String)? {
        switch format(number) {
        case .native: nil
        case .teltonika: ("teltonika-codec-json", "\(350_000_000_000_000 + number)")
        case .ownTracks: ("owntracks", "bench/phone-\(number)")
        case .obd: ("obd2-mqtt", "\(number)")
        }
    }

    /// The next message.
    mutating func next() -> (topic: String, payload: String) {
        let number = choice.every > 0 ? Int(made) &* choice.every % assets : random.below(assets)
        let kind = choice.stopsOnly ? 99 : random.below(100)
        made += 1
        switch isMixed ? Backlog.format(number) : .native {
        case .native: return native(number, kind)
        case .teltonika: return teltonika(number, kind)
        case .ownTracks: return ownTracks(number, kind)
        case .obd: return obd(number, kind)
        }
    }

    private mutating func native(_ number: Int, _ kind: Int) -> (topic: String, payload: String) {
        let topic = "callahead/v1/assets/\(Backlog.assetID(number))/"
        switch kind {
        case ..<70:
            return (
                topic + "position",
                """
                {"time":\(time.milliseconds),"lat":\(place(number).lat),"lon":\(place(number).lon),\
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
                "position":{"lat":\(place(number).lat),"lon":\(place(number).lon),"speed":0,"accuracy":5}}
                """
            )
        }
    }

    /// A record with everything in it, as these trackers send.
    private mutating func teltonika(_ number: Int, _ kind: Int) -> (topic: String, payload: String) {
        let fault = kind == 99 ? ",\"281\":\"\(code())\"" : ""
        return (
            "fleet/bench/teltonika/\(350_000_000_000_000 + number)/data",
            """
            {"state":{"reported":{"ts":\(time.milliseconds),"latlng":"\(place(number).lat),\(place(number).lon)",\
            "alt":31,"ang":\(random.below(360)),"sat":\(4 + random.below(9)),"sp":\(random.below(110)),"evt":0,"239":1,\
            "66":\(12_000 + random.below(2_000)),"21":\(random.below(6))\(fault)}}}
            """
        )
    }

    private mutating func ownTracks(_ number: Int, _ kind: Int) -> (topic: String, payload: String) {
        (
            "owntracks/bench/phone-\(number)",
            """
            {"_type":"location","tid":"bp","lat":\(place(number).lat),"lon":\(place(number).lon),\
            "tst":\(time.milliseconds / 1_000),"vel":\(random.below(110)),"cog":\(random.below(360)),"acc":\(3 + random.below(9)),"batt":\(random.below(101))}
            """
        )
    }

    /// One value a topic, and the codes.
    private mutating func obd(_ number: Int, _ kind: Int) -> (topic: String, payload: String) {
        switch kind {
        case ..<70:
            (
                "obd2mqtt/\(number)_gpsLocation/attributes",
                """
                {"latitude":\(place(number, moves: false).lat),"longitude":\(place(number, moves: false).lon),\
                "gps_accuracy":\(3 + random.below(9))}
                """
            )
        case ..<99: ("obd2mqtt/\(number)_batteryVoltage", "1\(2 + random.below(3)).\(random.below(10))")
        default: ("obd2mqtt/\(number)_dtc", "{\"dtc\":[\"\(code())\"]}")
        }
    }

    private mutating func code() -> String {
        guard !choice.stopsOnly, random.below(20) > 0 else { return "P0524" }
        return ["P0420", "P0442", "P0171", "P0128", "P0301"][random.below(5)]
    }

    /// Where an asset is now: some 20 km/h up and down a road of its own, as far as the message tells the time.
    ///
    /// A fleet that is anywhere at any time would be taken for liars: positions that nobody can have driven to are kept
    /// apart, at the price of a row each.
    private func place(_ number: Int, moves: Bool = true) -> (lat: String, lon: String) {
        let phase = (Int(time.milliseconds / 1_000) + number * 7) % 2_000
        let driven = moves ? 5 * min(phase, 2_000 - phase) : 0
        return (
            "58.\(Backlog.fraction(number &* 48_271 % 80_000 + driven))",
            "26.\(Backlog.fraction(number &* 69_621 % 80_000 + driven))"
        )
    }

    /// Five digits after the point.
    private static func fraction(_ value: Int) -> String {
        let text = String(10_000 + value)
        return String(repeating: "0", count: max(0, 5 - text.count)) + text
    }
}
