import Casework
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("The words of the schema")
struct WordsTests {
    static let lists: [(String, [String])] = [
        (Words.severity, Severity.allCases.map(\.rawValue)), (Words.role, Role.allCases.map(\.rawValue)),
        (Words.assetKind, AssetKind.allCases.map(\.rawValue)), (Words.energy, Energy.allCases.map(\.rawValue)),
        (Words.caseState, CaseState.allCases.map(\.rawValue)),
        (Words.endOfCase, CaseState.allCases.filter(\.isEnd).map(\.rawValue)),
        (Words.planState, PlanState.allCases.map(\.rawValue)),
        (Words.placeSource, PlaceSource.allCases.map(\.rawValue)), (Words.legKind, LegKind.allCases.map(\.rawValue)),
        (Words.jobState, JobState.allCases.map(\.rawValue)), (Words.holdState, HoldState.allCases.map(\.rawValue)),
        (Words.liveHold, HoldState.allCases.filter(\.isLive).map(\.rawValue)),
        (Words.taskState, TaskState.allCases.map(\.rawValue)), (Words.outcome, Outcome.allCases.map(\.rawValue)),
        (Words.callKind, TaskKind.allCases.filter { call($0) }.map(\.rawValue)),
        (Words.approvalState, ApprovalState.allCases.map(\.rawValue)),
        (Words.etaSource, EtaSource.allCases.map(\.rawValue)),
        (Words.helperCallKind, TaskKind.allCases.filter { !call($0) }.map(\.rawValue)),
    ]

    private static func call(_ kind: TaskKind) -> Bool {
        let time = Timestamp(milliseconds: 0)
        return TaskRow(
            id: 1, kind: kind, caseID: nil, asset: nil, contact: nil, priority: 0, dueAt: time, createdAt: time,
            reasons: []
        ).isCall
    }

    @Test("the tables admit exactly the words that the program knows", arguments: lists.indices)
    func words(_ index: Int) {
        let (sql, words) = WordsTests.lists[index]
        let admitted = sql.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        #expect(admitted.sorted() == words.sorted())
    }

    @Test(
        "a list of texts comes back as it was, whatever stands in it",
        arguments: [[], [""], ["a"], ["a", "b"], ["\"", "\\", "a\nb\u{1}\u{1f}", "õ🚗", "],[", ",", "\\u0041"]])
    func textList(_ texts: [String]) {
        #expect(TextList.decode(TextList.encode(texts)) == texts)
    }

    @Test(
        "what is not a list of texts is refused",
        arguments: ["", "[", "]", "[a]", "[\"a]", "[\"a\",]", "[\"\\u1\"]", "{}"])
    func notATextList(_ text: String) {
        #expect(TextList.decode(text) == nil)
    }
}
