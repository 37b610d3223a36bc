import Foundation
import Planning
import Telemetry
import Testing

@Suite("Opening hours against looking at every minute")
struct OpeningHoursPropertyTests {
    private let calendar = HolidayCalendar(
        country: "XX",
        rules: [
            HolidayRule(.fixed(month: 3, day: 28)), HolidayRule(.fixed(month: 10, day: 30)),
            HolidayRule(.fixed(month: 1, day: 1)),
        ])
    private let zone = ZoneRule.european(minutes: 120)

    /// What the slow hours are in every minute from a time on, by the system's clock of Tallinn.
    private func truth(_ slow: SlowHours, from start: Timestamp, minutes: Int) throws -> [OpeningHours.State] {
        let tallinn = try #require(TimeZone(identifier: "Europe/Tallinn"))
        var days: [Int: [OpeningHours.State]] = [:]
        return (0..<minutes).map { minute in
            let seconds = Double(start.milliseconds / 1_000) + Double(minute) * 60
            let local = Int(seconds) + tallinn.secondsFromGMT(for: Date(timeIntervalSince1970: seconds))
            let day = local / 86_400
            if days[day] == nil { days[day] = slow.minutes(of: Date(timeIntervalSince1970: Double(day) * 86_400)) }
            return days[day]?[local % 86_400 / 60] ?? .closed
        }
    }

    /// Two days before a night on which the clocks change, a new year, or any other day.
    private func start(_ seed: Int, _ random: inout Seeded) throws -> Timestamp {
        let nights = ["2027-03-26T12:00Z", "2027-10-29T12:00Z", "2026-12-30T12:00Z"]
        if seed % 4 < 3 { return try utc(nights[seed % 4]) }
        return noon.adding(seconds: 3_600 * .random(in: 0..<20_000, using: &random))
    }

    @Test("each minute is what its rules say", arguments: 0..<120)
    func everyMinute(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let slow = SlowHours(holidays: ["3-28", "10-30", "1-1"], &random)
        let hours = try OpeningHours(slow.text)
        let start = try start(seed, &random)
        let expected = try truth(slow, from: start, minutes: 3 * 1_440)
        let found = (0..<expected.count).map { minute in
            hours.state(at: start.adding(seconds: Int64(minute) * 60), zone: zone, holidays: calendar)
        }
        let wrong = expected.indices.first { expected[$0] != found[$0] }
        #expect(wrong == nil, "\(slow.text): \(wrong.map { "\(start.adding(seconds: Int64($0) * 60))" } ?? "")")
    }

    @Test("the next opening and closing are the first minutes that are so", arguments: 0..<120)
    func searches(seed: Int) throws {
        var random = Seeded(UInt64(1_000 + seed))
        let slow = SlowHours(holidays: ["3-28", "10-30", "1-1"], &random)
        let hours = try OpeningHours(slow.text)
        let start = try start(seed, &random)
        let states = try truth(slow, from: start, minutes: 4 * 1_440)
        for _ in 0..<10 {
            let offset = Int.random(in: 0..<3 * 1_440, using: &random)
            // Not on a whole minute, so that rounding shows.
            let time = start.adding(milliseconds: Int64(offset) * 60_000 + 17_345)
            let opening = hours.opening(atOrAfter: time, zone: zone, holidays: calendar)
            let closing = hours.closing(ofOpeningAt: time, zone: zone, holidays: calendar)
            check(opening, offset, time, start, states, slow.text) { $0 == .open }
            check(closing, offset, time, start, states, slow.text) { $0 != .open }
            guard let opening else { continue }
            #expect(hours.isOpen(at: opening, zone: zone, holidays: calendar))
            let before = opening.adding(milliseconds: -1)
            #expect(opening == time || !hours.isOpen(at: before, zone: zone, holidays: calendar))
        }
    }

    private func check(
        _ found: Timestamp?, _ offset: Int, _ time: Timestamp, _ start: Timestamp, _ states: [OpeningHours.State],
        _ text: String, _ holds: (OpeningHours.State) -> Bool
    ) {
        let minute = states.indices[offset...].first { holds(states[$0]) }
        guard let minute else {
            let end = start.adding(seconds: Int64(states.count) * 60)
            let isLater = found.map { $0 >= end } ?? true
            #expect(isLater, "\(text) from \(time)")
            return
        }
        let expected = minute == offset ? time : start.adding(seconds: Int64(minute) * 60)
        #expect(found == expected, "\(text) from \(time)")
    }
}
