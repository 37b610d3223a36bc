import Foundation
import Telemetry
import Testing

@testable import FleetSimulator

@Suite("A drill")
struct DrillTests {
    static let outcomes = ["reached", "no_answer", "call_back", "in_danger"]
    static let questions = ["who_pays", "how_long"]
    static let yaml = """
        name: One call
        about: One person with two wishes.
        calls:
          - asset: car-04
            after: 1
            at: b3
            what: oil pressure gone
            codes: [P0524]
            needs: tow
            answers:
              - hears: ring
                outcome: no_answer
              - hears: hello
                says:
                  - {words: three of us, facts: {people: "3"}}
                  - {words: who pays, question: who_pays}
                outcome: call_back
                call_back_in: 30
        """

    private func town() throws -> Town { try smallTown() }

    private func drill(_ text: String = yaml) throws -> Drill {
        try Drill(yaml: text, in: try town(), outcomes: Self.outcomes, questions: Self.questions)
    }

    private let noon = Timestamp(milliseconds: 1_795_000_000_000)

    private func perfect() -> DrillRecord {
        DrillRecord(
            tries: [
                .init(dialledAt: noon, outcome: "no_answer", endedAt: noon.adding(seconds: 20)),
                .init(
                    dialledAt: noon.adding(seconds: 60), outcome: "call_back", endedAt: noon.adding(seconds: 120),
                    callBackAt: noon.adding(seconds: 120 + 31 * 60)),
            ], dueAt: noon.adding(seconds: 10), facts: ["people": "3"], openQuestions: ["who_pays"])
    }

    @Test("whoever does all of it gets every point")
    func perfectScore() throws {
        let score = DrillScore(try drill().calls[0], perfect())
        #expect(score.points == score.of)
        #expect(score.of == 80)
        #expect(score.marks.compactMap(\.advice).isEmpty)
    }

    @Test(
        "each slip costs its points and says what to do",
        arguments: [
            ("fact", 10, "people=3"), ("wrong fact", 10, "people is 3, not 2"), ("question", 10, "who_pays"),
            ("outcome", 20, "it was no_answer, not reached"), ("late", 10, "20 s after"),
            ("wish", 10, "in 30 minutes"), ("undialled", 10, "dial before"),
        ])
    func slips(slip: String, lost: Int, advice: String) throws {
        var record = perfect()
        switch slip {
        case "fact": record.facts = [:]
        case "wrong fact": record.facts["people"] = "2"
        case "question": record.openQuestions = []
        case "outcome": record.tries[0].outcome = "reached"
        case "late": record.dueAt = noon.adding(seconds: -20)
        case "wish": record.tries[1].callBackAt = noon.adding(seconds: 120 + 60 * 60)
        default: record.tries[0].dialledAt = nil
        }
        let score = DrillScore(try drill().calls[0], record)
        #expect(score.of - score.points == lost)
        #expect(score.marks.compactMap(\.advice).count == 1)
        #expect(score.marks.compactMap(\.advice).first?.contains(advice) == true)
    }

    @Test("a person whom nobody rang costs all points")
    func nobody() throws {
        let score = DrillScore(try drill().calls[0], DrillRecord())
        #expect(score.points == 0)
        #expect(score.marks.compactMap(\.advice).contains("nobody rang car-04"))
    }

    @Test(
        "a drill that cannot be played is refused with the reason",
        arguments: [
            ("asset: car-04", "asset: car-99", "no vehicle \"car-99\""), ("at: b3", "at: zz", "no crossing \"zz\""),
            ("outcome: no_answer", "outcome: maybe", "no outcome \"maybe\""),
            ("question: who_pays", "question: why", "no question \"why\""),
            ("        call_back_in: 30", "", "call_back needs it"),
        ])
    func refused(part: String, wrong: String, reason: String) throws {
        let text = Self.yaml.replacing(part, with: wrong)
        let error = try #require(throws: TownError.self) { _ = try drill(text) }
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test("in a drill's town nothing breaks but what it names")
    func townOfADrill() throws {
        let drill = try drill()
        #expect(drill.town(try town()).breakdowns.map(\.asset) == ["car-04"])
    }
}
