import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Times in all their spellings")
struct TimeFormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var time: String
        var payload: String
        /// `nil`: the receive time stands in.
        var expected: String?

        init(_ time: String, _ payload: String, _ expected: String?) {
            self.time = time
            self.payload = payload
            self.expected = expected
        }

        var testDescription: String { "\(time) \(payload)" }
    }

    private func decode(_ test: Case, retained: Bool = false) throws -> Observation? {
        let bench = try Bench.profile(
            """
            variables: {zone: Europe/Tallinn}
            rules:
              - {name: r, topic: "t/{device}", time: \(test.time), signals: [{name: Vehicle.Speed, path: v}]}
            """)
        let payload = test.payload.isEmpty ? #"{"v":1}"# : "{\"v\":1,\(test.payload)}"
        return bench.decode("t/1", payload, retained: retained).observations.first
    }

    @Test(
        "a time is what the device says",
        arguments: [
            // Numbers since 1970.
            Case("{path: t, form: epoch_s}", #""t":1767225590"#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, form: epoch_s}", #""t":1767225590.25"#, "2025-12-31T23:59:50.250Z"),
            Case("{path: t, form: epoch_s}", #""t":"1767225590.25""#, "2025-12-31T23:59:50.250Z"),
            Case("{path: t, form: epoch_ms}", #""t":1767225590250"#, "2025-12-31T23:59:50.250Z"),
            Case("{path: t, form: epoch_us}", #""t":1767225590250999"#, "2025-12-31T23:59:50.251Z"),
            Case("{path: t, form: [iso8601, epoch_s]}", #""t":1767225590"#, "2025-12-31T23:59:50.000Z"),
            // ISO 8601.
            Case("{path: t, form: iso8601}", #""t":"2025-12-31T23:59:50Z""#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, form: iso8601}", #""t":"2025-12-31T23:59:50+0000""#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, form: iso8601}", #""t":"2026-01-01T01:59:50.1234567+02:00""#, "2025-12-31T23:59:50.123Z"),
            Case("{path: t, form: iso8601}", #""t":"2025-12-31T23:59:50.9""#, "2025-12-31T23:59:50.900Z"),
            Case("{path: t, form: iso8601}", #""t":"2025-12-31T23:59:50.123456789Z""#, "2025-12-31T23:59:50.123Z"),
            Case("{path: t, form: iso8601}", #""t":"2025-12-31 23:59:50 UTC""#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, form: iso8601}", #""t":"2026-01-01 01:59:50 EET""#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, form: iso8601}", #""t":"2025-12-31 18:59:50 est""#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, form: iso8601}", #""t":"2025-12-31 21:29:50 UTC-2:30""#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, form: iso8601}", #""t":"2025-12-31 23:59:50 XYZ""#, nil),
            Case("{path: t, form: iso8601}", #""t":"2025-12-31T24:00:00Z""#, nil),
            // A zone of the profile is for texts without one.
            Case(
                "{path: t, form: iso8601, zone: \"{zone}\"}", #""t":"2025-07-01T12:00:00""#, "2025-07-01T09:00:00.000Z"),
            Case(
                "{path: t, form: iso8601, zone: \"{zone}\"}", #""t":"2025-12-01T12:00:00""#, "2025-12-01T10:00:00.000Z"),
            Case(
                "{path: t, form: iso8601, zone: \"{zone}\"}", #""t":"2025-12-01T12:00:00Z""#, "2025-12-01T12:00:00.000Z"
            ),
            Case("{path: t, form: iso8601, zone: \"+05:30\"}", #""t":"2025-12-01T12:00""#, "2025-12-01T06:30:00.000Z"),
            Case(
                "{path: t, form: iso8601, zone: America/New_York}", #""t":"2025-07-01 12:00:00""#,
                "2025-07-01T16:00:00.000Z"),
            // Formats.
            Case("{path: t, format: dd/MM/yyyy HH:mm:ss}", #""t":"31/12/2025 23:59:50""#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, format: dd.MM.yyyy HH:mm}", #""t":"31.12.2025   23:59""#, "2025-12-31T23:59:00.000Z"),
            Case(
                "{path: t, format: dd.MM.yyyy HH:mm:ss}", #""t":"31.12.2025 23:59:50 CET""#, "2025-12-31T22:59:50.000Z"),
            Case("{path: t, format: \"M/d/yy h:mm:ss a\"}", #""t":"12/31/25 1:05:00 PM""#, "2025-12-31T13:05:00.000Z"),
            Case("{path: t, format: \"M/d/yy h:mm:ss a\"}", #""t":"12/31/25 12:05:00 AM""#, "2025-12-31T00:05:00.000Z"),
            Case(
                "{path: t, format: \"dd MMM yyyy HH:mm:ss.SSS Z\"}", #""t":"31 dec 2025 23:59:50.5 +0100""#,
                "2025-12-31T22:59:50.500Z"),
            Case("{path: t, format: \"yyyyMMdd'at'HHmmss\"}", #""t":"20251231at235950""#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, format: yyyyMMddHHmmss}", #""t":20251231235950"#, "2025-12-31T23:59:50.000Z"),
            Case("{path: t, format: [dd/MM/yyyy, yyyy-MM-dd]}", #""t":"2025-12-31""#, "2025-12-31T00:00:00.000Z"),
            Case("{path: t, format: dd/MM/yyyy HH:mm:ss}", #""t":"30/02/2025 23:59:50""#, nil),
            Case("{path: t, format: dd/MM/yyyy HH:mm:ss}", #""t":"31/12/2025 23:59:50 and more""#, nil),
            Case("{path: t, format: \"M/d/yy h:mm a\"}", #""t":"12/31/25 13:05 PM""#, nil),
            // Two values.
            Case(
                "{date: d, clock: c, format: dd/MM/yyyy HH:mm:ss, zone: Europe/Tallinn}",
                #""d":"31/12/2025","c":"12:00:00""#, "2025-12-31T10:00:00.000Z"),
            Case(
                "{date: d, clock: c, form: iso8601}", #""d":"2025-12-31","c":"12:00:00Z""#, "2025-12-31T12:00:00.000Z"),
            Case("{date: d, clock: c, format: dd/MM/yyyy HH:mm:ss}", #""d":"31/12/2025""#, nil),
            Case(
                "{date: d, clock: c, format: yyyyMMdd HHmmss}", #""d":20251231,"c":235950"#, "2025-12-31T23:59:50.000Z"),
            // Relative to another time.
            Case(
                "{base: b, form: iso8601, offset_ms: o}", #""b":"2025-12-31T12:00:00Z","o":"-123""#,
                "2025-12-31T11:59:59.877Z"),
            Case("{base: b, form: epoch_s, offset_s: o}", #""b":1767225590,"o":-1.5"#, "2025-12-31T23:59:48.500Z"),
            Case("{base: b, form: iso8601, offset_ms: o}", #""b":"2025-12-31T12:00:00Z""#, nil),
            Case("{base: b, form: iso8601, offset_ms: o}", #""b":"2025-12-31T12:00:00Z","o":1e300"#, nil),
            // Ages, with and without a minus.
            Case("{age_s: a}", #""a":30"#, "2025-12-31T23:59:30.000Z"),
            Case("{age_s: a}", #""a":"-30""#, "2025-12-31T23:59:30.000Z"),
            Case("{age_ms: a}", #""a":1500"#, "2025-12-31T23:59:58.500Z"),
            Case("{age_s: a}", #""a":1e12"#, nil),
            Case("{age_s: a}", "", nil),
            // No times.
            Case("none", #""t":1767225590"#, nil),
            Case("uptime", #""t":1767225590"#, nil),
            Case("{path: t, form: uptime}", #""t":1767225590"#, nil),
            // Several places: the first with a plausible time.
            Case(
                "[{path: t, form: iso8601}, {base: b, form: iso8601, offset_ms: t}]",
                #""t":"-500","b":"2025-12-31T12:00:00Z""#, "2025-12-31T11:59:59.500Z"),
            Case(
                "[{path: t, form: epoch_s}, {path: u, form: epoch_s}]", #""t":1072915236,"u":1767225590"#,
                "2025-12-31T23:59:50.000Z"),
            Case(
                "{path: t, split: \";\", piece: 1, form: epoch_s}", #""t":"x;1767225590""#, "2025-12-31T23:59:50.000Z"),
            // Out of the window.
            Case("{path: t, format: dd/MM/yyyy}", #""t":"31/12/2014""#, nil),
            Case("{path: t, format: dd/MM/yyyy}", #""t":"31/12/9999""#, nil),
            Case("{path: t, form: epoch_us}", #""t":9e300"#, nil),
        ])
    func times(_ test: Case) throws {
        let observation = try #require(try decode(test))
        #expect(observation.time.iso8601 == test.expected ?? newYear.iso8601)
        #expect(observation.timeTrusted == (test.expected != nil))
    }

    @Test(
        "a time that can't be read so is a mistake when the profile is loaded",
        arguments: [
            ("{path: t}", "time has no form"),
            ("{path: t, format: HH:mm}", "a year, a month and a day"),
            ("{path: t, format: dd/MM/yyyy hh:MM:SS}", "\"SS\" means nothing"),
            ("{path: t, form: iso8601, zone: Europe/Talinn}", "the zone \"Europe/Talinn\" is not known"),
            ("{date: t, form: iso8601}", "a date needs a clock"),
            ("{base: t, form: iso8601}", "a base needs an offset"),
            ("{form: iso8601}", "has no path"),
            ("{path: t, form: epoch}", "form can't be \"epoch\""),
        ])
    func mistakes(time: String, problem: String) {
        let error = #expect(throws: ProfileError.self) { _ = try decode(Case(time, "", nil)) }
        let problems = (error?.mistakes ?? []).map(\.problem)
        #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    }

    @Test("the age of a kept message is not its age: nobody knows when it was sent")
    func keptAge() throws {
        let bench = try Bench.profile(
            """
            rules:
              - {name: r, topic: "t/{device}", time: {age_s: a}, signals: [{name: Vehicle.Speed, path: v}]}
            """)
        let rule = try #require(bench.decoder.profiles.profiles.first?.rules.first)
        _ = bench.decode("t/1", #"{"v":1,"a":30}"#)
        let kept = bench.decoder.time(rule, receivedAt: newYear, retained: true)
        let fresh = bench.decoder.time(rule, receivedAt: newYear, retained: false)
        #expect(kept.0 == newYear && !kept.trusted)
        #expect(fresh.0 == newYear.adding(seconds: -30) && fresh.trusted)
    }

    @Test("the nearest name of a zone is told")
    func nearestZone() {
        let error = #expect(throws: ProfileError.self) {
            _ = try decode(Case("{path: t, form: iso8601, zone: Europe/Talinn}", "", nil))
        }
        #expect(error?.mistakes.first?.nearest == "Europe/Tallinn")
    }
}

@Suite("Clocks of places")
struct LocalZoneTests {
    private func utc(_ zone: LocalZone, _ local: String) throws -> String {
        let shown = try #require(Timestamp(iso8601: local + "Z"))
        return Timestamp(seconds: zone.seconds(local: shown.milliseconds / 1_000)).iso8601
    }

    @Test(
        "a doubled time is the earlier one, a skipped one is moved forward",
        arguments: [
            // 2025-03-30 03:00 became 04:00, 2025-10-26 04:00 became 03:00.
            ("Europe/Tallinn", "2025-03-30T02:59:59", "2025-03-30T00:59:59.000Z"),
            ("Europe/Tallinn", "2025-03-30T03:30:00", "2025-03-30T01:30:00.000Z"),
            ("Europe/Tallinn", "2025-03-30T04:00:00", "2025-03-30T01:00:00.000Z"),
            ("Europe/Tallinn", "2025-10-26T02:59:59", "2025-10-25T23:59:59.000Z"),
            ("Europe/Tallinn", "2025-10-26T03:30:00", "2025-10-26T00:30:00.000Z"),
            ("Europe/Tallinn", "2025-10-26T04:00:00", "2025-10-26T02:00:00.000Z"),
            ("America/New_York", "2025-11-02T01:30:00", "2025-11-02T05:30:00.000Z"),
            ("Australia/Lord_Howe", "2025-10-05T02:15:00", "2025-10-04T15:45:00.000Z"),
            // Turkey stayed on summer time in 2016.
            ("Europe/Istanbul", "2015-12-01T12:00:00", "2015-12-01T10:00:00.000Z"),
            ("Europe/Istanbul", "2025-12-01T12:00:00", "2025-12-01T09:00:00.000Z"),
            ("Asia/Kathmandu", "2025-12-01T12:00:00", "2025-12-01T06:15:00.000Z"),
            ("UTC", "2025-12-01T12:00:00", "2025-12-01T12:00:00.000Z"),
            ("-03:30", "2025-12-01T12:00:00", "2025-12-01T15:30:00.000Z"),
            ("CET", "2025-12-01T12:00:00", "2025-12-01T11:00:00.000Z"),
        ])
    func edges(name: String, local: String, expected: String) throws {
        let zone = try #require(LocalZone.named(name))
        #expect(try utc(zone, local) == expected)
    }

    @Test("every local half hour of 30 years has a time, and local order is kept but for doubled hours")
    func order() throws {
        for name in ["Europe/Tallinn", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca", "Antarctica/Troll"] {
            let zone = try #require(LocalZone.named(name))
            var last = Int64.min
            var back = 0
            for local in stride(from: Int64(1_400_000_000), to: 2_340_000_000, by: 1_800) {
                let found = zone.seconds(local: local)
                if found < last { back += 1 }
                if abs(found - local) > 15 * 3_600 { Issue.record("\(name) \(local)") }
                last = found
            }
            // Moved forward over a skipped hour and back after it: twice an hour and a year at most.
            #expect(back < 200, "\(name)")
        }
        _ = LocalZone(offset: 3_600).seconds(local: .max)
        _ = LocalZone(offset: 3_600).seconds(local: .min)
    }

    @Test("what is no zone is none", arguments: ["Europe/Nowhere", "+25:00", "yesterday", "+2 h", "UTC+"])
    func unknown(name: String) {
        #expect(LocalZone.named(name) == nil)
    }
}
