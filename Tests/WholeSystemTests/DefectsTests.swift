import GRDB
import Testing

@testable import WholeSystem

/// What histories have found, each as a small life of its own.
@Suite("Defects that histories found")
struct DefectsTests {
    private static let kit = Result { try Kit(home: Checkout.home) }
    private static let start: Int64 = 1_773_140_000_000

    /// Lives a script and reads what it came to.
    ///
    /// - Parameter setBack: When the clock is set back by a minute and a half.
    private func rows(
        _ messages: [(at: Int64, topic: String, payload: String)], _ crashes: [Int], _ sql: String,
        setBack: Int64? = nil
    )
        throws -> (rows: [String], passes: Int)
    {
        var events = messages.map {
            (
                at: Self.start + $0.at,
                event: Script.Event.publish(topic: $0.topic, payload: $0.payload, qualityOfService: 1, retain: true)
            )
        }
        if let setBack { events.append((Self.start + setBack, .clockSet(-90_000))) }
        events.sort { $0.at < $1.at }
        let script = Script(seed: 1, start: Self.start, end: Self.start + 600_000, events: events)
        let life = try Life(script, CrashPlan(crashes), kit: try Self.kit.get(), checksRules: false)
        try life.live()
        let passes = life.passes
        return (try life.result([("rows", sql)]).parts[0].rows, passes)
    }

    /// Lists of one batch have one time, that of its receipt: the last one was passed over as no newer than the second.
    @Test("a code that went and came within a backlog is there")
    func backlog() throws {
        let lists = ["[]", "[\"P0562\"]", "[]", "[\"P0562\"]"]
        let messages = lists.map { (at: 5_000 as Int64, topic: "obd2mqtt/700123_dtc", payload: "{\"dtc\":\($0)}") }
        let faults = "SELECT code || iif(active, ' is active, ', ' is not active, ') || activations FROM fault"
        #expect(try rows(messages, [], faults).rows == ["obd/P0562 is active, 2"])
    }

    /// The list came, by the clock, before the one before it, and was passed over.
    @Test("a list without a time is news after the clock was set back")
    func setBack() throws {
        let messages: [(at: Int64, topic: String, payload: String)] = [
            (5_000, "obd2mqtt/700123_dtc", "{\"dtc\":[\"P0524\"]}"),
            (60_000, "obd2mqtt/700123_dtc", "{\"dtc\":[\"P0300\"]}"),
        ]
        let faults = "SELECT code FROM fault WHERE active"
        #expect(try rows(messages, [], faults, setBack: 20_000).rows == ["obd/P0300"])
    }

    /// In memory the last of two values of one moment counted, on disk the first: a restart changed what was diagnosed.
    @Test("of two values of a moment the last one is stored")
    func moments() throws {
        let messages = ["10.0", "11.6"].map { value in
            (
                at: 5_000 as Int64, topic: "callahead/v1/assets/car-1/signals",
                payload: "{\"time\":\(Self.start),\"values\":{\"Vehicle.LowVoltageBattery.CurrentVoltage\":\(value)}}"
            )
        }
        #expect(try rows(messages, [], "SELECT CAST(value AS TEXT) FROM signal").rows == ["11.6"])
    }

    /// The axes of a refused place had met, but the first of them stood on disk as one that waits: the next process put
    /// it beside the other axis of the place before, and sent the crew to a place where nobody had ever been.
    @Test("a refused place is not made anew, by halves, of two places")
    func halves() throws {
        let axis = "ovms/me/ev9/metric/v/p"
        let messages: [(at: Int64, topic: String, payload: String)] = [
            (
                1_000, "callahead/v1/assets/car-2/position",
                "{\"time\":\(Self.start + 1_000),\"lat\":59.4717,\"lon\":24.8475}"
            ),
            (10_000, "\(axis)/gpslock", "yes"), (11_000, "\(axis)/latitude", "60.0752"),
            (11_700, "\(axis)/longitude", "24.9458"),
            (300_000, "callahead/v1/units/T1/online", "true"),
        ]
        let places = "SELECT round(lat, 4) || ' ' || round(lon, 4) FROM position ORDER BY time DESC LIMIT 1"
        let undisturbed = try rows(messages, [], places)
        #expect(undisturbed.rows == ["59.4717 24.8475"])
        for pass in 1...undisturbed.passes {
            let places = try rows(messages, [pass], places).rows
            #expect(places == undisturbed.rows, "death at pass \(pass)")
        }
    }
}
