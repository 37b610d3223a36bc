import Pipeline
import Planning
import Telemetry
import Testing

@Suite("World files")
struct WorldFileTests {
    private let clock = Timestamp(seconds: 1_795_000_000)

    private func read(_ text: String) throws(WorldFileError) -> WorldFile {
        try WorldFile(Array(text.utf8), now: clock)
    }

    @Test("Every key of a world is read")
    func everyKey() throws {
        let file = try read(
            """
            {"now": "2026-11-22T10:00:00Z", "comment": "a try",
             "cases": [{"id": "C1", "name": "the bus", "lat": 59.4, "lon": 24.7, "severity": "stop", "kind": "bus",
                        "needs": ["heavy", "air_supply"], "immobile": true, "mass_kg": 18000, "people": 40,
                        "impact": "life"}],
             "units": [{"id": 7, "lat": 59.5, "lon": 24.8, "capabilities": ["heavy", "air_supply"], "seats": 2,
                        "available_at": 1795000000000, "readiness_minutes": 2.5, "max_mass_kg": 26000}],
             "minutes": [[12.25]]}
            """)
        let world = file.world
        #expect(file.notes.isEmpty)
        #expect(world.now == Timestamp(iso8601: "2026-11-22T10:00:00Z"))
        let bus = try #require(world.cases.first)
        #expect(bus.id == "C1")
        #expect(bus.isVital)
        #expect(bus.need.options.first?.alternatives == [[.heavy, .airSupply]])
        #expect(bus.need.severity == .stop)
        #expect(bus.need.kind == .bus)
        #expect(bus.need.immobile)
        #expect(bus.need.massKg == 18_000)
        #expect(bus.need.passengers == 40)
        #expect(bus.need.coordinate.latitude == 59.4)
        let unit = try #require(world.units.first)
        #expect(unit.id == "7")
        #expect(unit.capabilities == [.heavy, .airSupply])
        #expect(unit.freeAt == clock)
        #expect(unit.readinessMinutes == 2.5)
        #expect(unit.maxMassKg == 26_000)
        #expect(unit.seats == 2)
        #expect(unit.coordinate?.longitude == 24.8)
        #expect(world.minutes?.minutes(case: 0, unit: 0) == 12.25)
    }

    @Test("What may be left out is left out: the time is now, the severity unknown, nothing is needed")
    func least() throws {
        let file = try read(#"{"cases": [{"id": "C"}], "units": [{"id": "U"}], "minutes": [[null]]}"#)
        #expect(file.world.now == clock)
        #expect(file.world.cases.first?.need.severity == .unknown)
        #expect(file.world.cases.first?.need.options.first?.alternatives == [])
        #expect(file.world.units.first?.freeAt == nil)
        #expect(file.world.minutes?.minutes(case: 0, unit: 0) == .infinity)
    }

    @Test("A key that means nothing is noted once and passed over")
    func strangeKey() throws {
        let file = try read(
            #"{"cases": [], "units": [{"id": "A", "lat": 1, "lon": 1, "seets": 1}, {"id": "B", "lat": 1, "lon": 1, "seets": 1}]}"#
        )
        #expect(file.notes == ["units[0].seets is not a key of a world; it is passed over"])
    }

    static let mistakes: [(text: String, says: String)] = [
        ("", "this is no JSON"),
        (#"{"cases": [], "units": [], "minutes": [[NaN]]}"#, "this is no JSON"),
        ("[]", "expected an object, found a list"),
        (#"{"units": []}"#, "cases: there is no list"),
        (#"{"cases": []}"#, "units: there is no list"),
        (#"{"cases": {}, "units": []}"#, "cases: expected a list, found an object"),
        (#"{"cases": [], "cases": [], "units": []}"#, "cases: this key stands here twice"),
        (#"{"now": "noon", "cases": [], "units": []}"#, #"now: "noon" is no time"#),
        (#"{"cases": [7], "units": []}"#, "cases[0]: expected an object, found a number"),
        (#"{"cases": [{"lat": 1, "lon": 1}], "units": []}"#, "cases[0].id: a case needs an id"),
        (#"{"cases": [{"id": "", "lat": 1, "lon": 1}], "units": []}"#, "cases[0].id: an id can't be empty"),
        (#"{"cases": [{"id": "C", "lat": 1}], "units": []}"#, "cases[0].lon: without minutes"),
        (#"{"cases": [{"id": "C", "lat": 91, "lon": 1}], "units": []}"#, "cases[0].lat: 91.0 is not a latitude"),
        (
            #"{"cases": [{"id": "C", "lat": 1, "lon": 1}, {"id": "C", "lat": 1, "lon": 1}], "units": []}"#,
            #"cases[1].id: there is another case "C""#
        ),
        (
            #"{"cases": [{"id": "C", "lat": 1, "lon": 1, "severity": "lmp"}], "units": []}"#,
            #"cases[0].severity: "lmp" is no severity; is it "limp"?"#
        ),
        (
            #"{"cases": [{"id": "C", "lat": 1, "lon": 1, "needs": ["winch", "crane"]}], "units": []}"#,
            #"cases[0].needs[1]: "crane" is no capability"#
        ),
        (
            #"{"cases": [{"id": "C", "lat": 1, "lon": 1, "mass_kg": 1.5}], "units": []}"#,
            "cases[0].mass_kg: 1.5 is not kilograms"
        ),
        (
            #"{"cases": [], "units": [{"id": "A", "lat": 1, "lon": 1}, {"id": "A", "lat": 1, "lon": 1}]}"#,
            #"units[1].id: there is another unit "A""#
        ),
        (
            #"{"cases": [], "units": [{"id": "A", "lat": 1, "lon": 1, "readiness_minutes": -1}]}"#,
            "units[0].readiness_minutes: -1.0 is not minutes"
        ),
        (
            #"{"cases": [], "units": [{"id": "A", "lat": 1, "lon": 1, "seats": 1e300}]}"#,
            "units[0].seats: 1e+300 is not a number of seats"
        ),
        (#"{"cases": [], "units": [], "minutes": 5}"#, "minutes: expected a list, found a number"),
        (#"{"cases": [{"id": "C"}], "units": [], "minutes": []}"#, "minutes: there are 0 rows and 1 cases"),
        (
            #"{"cases": [{"id": "C"}], "units": [{"id": "A"}], "minutes": [[1, 2]]}"#,
            "minutes[0]: there are 2 numbers and 1 units"
        ),
        (
            #"{"cases": [{"id": "C"}], "units": [{"id": "A"}], "minutes": [[-1]]}"#,
            "minutes[0][0]: -1.0 is not minutes"
        ),
        (
            #"{"cases": [{"id": "C"}], "units": [{"id": "A"}], "minutes": [["5"]]}"#,
            "minutes[0][0]: expected minutes or null, found a text"
        ),
        (
            #"{"cases": [{"id": "C"}], "units": [{"id": "A"}], "minutes": [5]}"#,
            "minutes[0]: expected a list of minutes, found a number"
        ),
    ]

    @Test("A mistake is named with the way to it", arguments: mistakes)
    func mistake(text: String, says: String) throws {
        let error = #expect(throws: WorldFileError.self) { try read(text) }
        let description = try #require(error).description
        #expect(description.hasPrefix(says), "\(description)")
    }

    @Test("A large matrix is read quickly enough to be asked twice", .timeLimit(.minutes(1)))
    func large() throws {
        var text = #"{"cases": [\#((0..<100).map { #"{"id": \#($0)}"# }.joined(separator: ","))], "units": ["#
        text += (0..<2_000).map { #"{"id": \#($0)}"# }.joined(separator: ",") + "], \"minutes\": ["
        let row = "[" + (0..<2_000).map { "\($0 % 97).25" }.joined(separator: ",") + "]"
        text += Array(repeating: row, count: 100).joined(separator: ",") + "]}"
        let world = try read(text).world
        #expect(world.minutes?.rowCount == 100)
        #expect(world.minutes?.minutes(case: 99, unit: 96) == 96.25)
    }
}
