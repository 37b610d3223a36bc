import Outreach
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("Service levels in words and as a document")
struct ServiceLevelWordsTests {
    private static let noon = Timestamp(milliseconds: 1_795_305_600_000)

    @Test(
        "a length of time is as short as it can be read",
        arguments: [
            (0, "0.0 s"), (400, "0.4 s"), (9_999, "10.0 s"), (12_000, "12 s"), (125_000, "2:05 min"),
            (7_800_000, "2 h 10 min"),
        ] as [(Int64, String)])
    func lengths(milliseconds: Int64, words: String) { #expect(milliseconds.shortTime == words) }

    @Test("what never happened has no figures, not zeros that look like good ones")
    func nothing() {
        let levels = ServiceLevels(since: Self.noon, at: Self.noon)
        let json = levels.json
        #expect(json["fault_to_task_ms"]["p99"] == .null)
        #expect(json["share_told_before_they_asked"] == .null)
        #expect(json["oldest_unclaimed_stop"] == .null)
        let lines = LevelLine.lines(levels)
        #expect(lines.first { $0.label == "Fault to task" }?.value == "none yet")
        #expect(lines.allSatisfy { !$0.isBad })
    }

    @Test("every figure stands in the document, and what somebody should look at is marked")
    func everything() {
        var levels = ServiceLevels(since: Self.noon, at: Self.noon.adding(seconds: 185))
        levels.faultToTask = .init(milliseconds: [400, 2_000])
        levels.toldFirst = 3
        levels.askedFirst = 1
        levels.calls = [(.reached, 7), (.noAnswer, 2)]
        levels.open = [(.stop, 2)]
        levels.overdue = 1
        levels.oldestUnclaimedStop = .init(task: 17, since: Self.noon)
        let json = levels.json
        #expect(json["fault_to_task_ms"]["p50"] == .whole(400))
        #expect(json["calls"] == .whole(9))
        #expect(json["calls_by_outcome"]["no_answer"] == .whole(2))
        #expect(json["open_cases_by_severity"]["stop"] == .whole(2))
        #expect(json["share_told_before_they_asked"] == .number(0.75))
        #expect(json["oldest_unclaimed_stop"]["waiting_s"] == .whole(185))
        let lines = LevelLine.lines(levels)
        #expect(lines.first { $0.isBad }?.label == "Tasks overdue now")
        #expect(lines.contains(LevelLine("Oldest stop with nobody", "task 17, 3:05 min", isBad: true)))
        #expect(lines.contains(LevelLine("Told before they asked", "75 % (3 of 4)")))
    }
}
