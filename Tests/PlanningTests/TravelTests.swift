import Planning
import Telemetry
import Testing

@Suite("Travel, ranges and shifts")
struct TravelTests {
    @Test(
        "the built-in estimate follows 3.3 min x km^0.71, capped at 65 km/h",
        arguments: [(0.0, 0), (1, 198), (10, 1_015), (50, 3_184), (130, 7_200), (650, 36_000)] as [(Double, Int64)])
    func estimate(kilometres: Double, seconds: Int64) {
        #expect(abs(BuiltInTravelTime().leastSeconds(overMetres: kilometres * 1_000) - seconds) <= 1)
    }

    @Test("further never takes less time")
    func monotone() {
        var last: Int64 = 0
        for hundreds in 0..<3_000 {
            let seconds = BuiltInTravelTime().leastSeconds(overMetres: Double(hundreds) * 100)
            #expect(seconds >= last)
            last = seconds
        }
        #expect(BuiltInTravelTime().leastSeconds(overMetres: .nan) == 0)
    }

    @Test(
        "further never takes less time with any numbers that a fit may give",
        arguments: [(0.5, 0.4), (15, 0.4), (0.5, 1.1), (15, 1.1)] as [(Double, Double)])
    func monotoneWithAnyNumbers(minutes: Double, exponent: Double) {
        let travel = BuiltInTravelTime(model: TravelModel(minutesAtOneKilometre: minutes, exponent: exponent))
        let seconds = (0..<5_000).map { travel.leastSeconds(overMetres: Double($0) * 130) }
        #expect(seconds == seconds.sorted())
        #expect(seconds[0] == 0 && travel.leastSeconds(overMetres: .greatestFiniteMagnitude) == 6_000_000)
    }

    @Test("numbers that make no sense stop nothing", arguments: [0.0, -1, .nan, .infinity, -.infinity])
    func nonsenseNumbers(value: Double) {
        let model = TravelModel(
            minutesAtOneKilometre: value, exponent: value, straightLineLimitKmh: value, fastestRoadKmh: value)
        #expect(BuiltInTravelTime(model: model).leastSeconds(overMetres: 5_000) >= 0)
        #expect(model.leastRoadSeconds(overMetres: 5_000) == 0)
    }

    @Test("a road covers straight distance at 100 km/h at most, if nothing else is said")
    func leastOnRoads() {
        #expect(BuiltInTravelTime().leastRoadSeconds(overMetres: 10_000) == 360)
        #expect(BuiltInTravelTime().leastRoadSeconds(overMetres: 10_027) == 360)
        #expect(TravelModel(fastestRoadKmh: 130).leastRoadSeconds(overMetres: 130_000) == 3_600)
        #expect(TravelModel().leastRoadSeconds(overMetres: .nan) == 0)
        #expect(TravelModel().leastRoadSeconds(overMetres: .infinity) == 6_000_000)
    }

    @Test(
        "a promise is a range of whole fives that holds the estimate",
        arguments: [
            (0, 0, 5), (299, 0, 10), (300, 5, 10), (1_200, 20, 30), (1_380, 20, 30), (1_385, 20, 35), (3_600, 60, 80),
            (-50, 0, 5),
        ] as [(Int64, Int, Int)])
    func range(seconds: Int64, low: Int, high: Int) {
        let range = EtaRange(estimatedSeconds: seconds)
        #expect(range.low == low)
        #expect(range.high == high)
    }

    @Test("no estimate gives less than five minutes between the ends, or misses the estimate")
    func ranges() {
        for seconds in stride(from: Int64(0), to: 30_000, by: 7) {
            let range = EtaRange(estimatedSeconds: seconds)
            #expect(range.high - range.low >= 5 && range.low % 5 == 0 && range.high % 5 == 0)
            #expect(Int64(range.low) * 60 <= seconds && Int64(range.high) * 60 * 10 >= seconds * 13)
        }
        #expect(EtaRange(estimatedSeconds: .max).high > 0)
    }

    @Test(
        "a shift runs from its start to its end, also over midnight",
        arguments: [
            (8 * 60, 20 * 60, "2026-11-23T05:59:59Z", nil),
            (8 * 60, 20 * 60, "2026-11-23T06:00:00Z", "2026-11-23T18:00:00Z"),
            (8 * 60, 20 * 60, "2026-11-23T18:00:00Z", nil),
            (20 * 60, 6 * 60, "2026-11-23T21:30:15Z", "2026-11-24T04:00:00Z"),
            (20 * 60, 6 * 60, "2026-11-23T23:00:00Z", "2026-11-24T04:00:00Z"),
            (20 * 60, 6 * 60, "2026-11-23T10:00:00Z", nil),
        ] as [(Int, Int, String, String?)])
    func shift(from: Int, to: Int, time: String, end: String?) throws {
        let shift = try #require(Shift(from: from, to: to, zone: .european(minutes: 120)))
        let time = try #require(Timestamp(iso8601: time))
        #expect(shift.end(runningAt: time) == end.flatMap { Timestamp(iso8601: $0) })
        let next = shift.nextStart(after: time)
        #expect(next >= time && shift.end(runningAt: next) != nil)
        #expect(end == nil || next == time)
    }

    @Test("minutes outside of a day make no shift")
    func noShift() {
        #expect(Shift(from: -1, to: 5, zone: .utc) == nil)
        #expect(Shift(from: 0, to: 1_440, zone: .utc) == nil)
        #expect(Shift(from: 7, to: 7, zone: .utc)?.end(runningAt: noon) == Timestamp(milliseconds: .max))
    }

    @Test(
        "summer time runs from the last Sunday of March to the last of October, 01:00 UTC",
        arguments: [
            ("2026-03-29T00:59:59Z", 120), ("2026-03-29T01:00:00Z", 180), ("2026-10-25T00:59:59Z", 180),
            ("2026-10-25T01:00:00Z", 120), ("2027-03-28T01:00:00Z", 180), ("1960-01-01T00:00:00Z", 120),
        ])
    func summerTime(time: String, offset: Int) throws {
        let zone = try #require(ZoneRule(identifier: "Europe/Tallinn"))
        #expect(zone.offsetMinutes(at: try #require(Timestamp(iso8601: time))) == offset)
        #expect(ZoneRule(identifier: "Europe/Atlantis") == nil)
    }

    @Test("a time at the end of the type's range stops nothing", arguments: [Int64.min, .max])
    func extremes(milliseconds: Int64) {
        let time = Timestamp(milliseconds: milliseconds)
        let minute = ZoneRule.european(minutes: 120).minuteOfDay(at: time)
        #expect((0..<1_440).contains(minute))
        #expect(Shift(from: 10, to: 20, zone: .utc)?.nextStart(after: time) != nil)
    }
}
