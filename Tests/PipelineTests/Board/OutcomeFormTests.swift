import Outreach
import Telemetry
import Testing

@testable import Pipeline

private let noon = Timestamp(milliseconds: 1_795_305_600_000)

@Suite("The form of an outcome")
struct OutcomeFormTests {
    @Test("every outcome of a kind has a key of its own", arguments: TaskKind.allCases)
    func keys(kind: TaskKind) {
        for asksApproval in [false, true] {
            let choices = OutcomeChoice.choices(kind, asksApproval: asksApproval)
            #expect(Set(choices.map(\.key)).count == choices.count)
            #expect(Set(choices.map(\.outcome)).count == choices.count)
        }
    }

    @Test("a call to people can have every outcome except the helpers' own")
    func allOutcomes() {
        let outcomes = Set(OutcomeChoice.choices(.breakdownCall, asksApproval: false).map(\.outcome))
        #expect(outcomes == Set(Outcome.allCases).subtracting([.accepted]))
    }

    @Test("what was typed is what is saved")
    func provider() throws {
        let call = try #require(OutcomeFormTests.fill(.providerCall, "a25\rnnear the bridge\r\r"))
        #expect(call.outcome == .accepted)
        #expect(call.etaMinutes == 25)
        #expect(call.note == "near the bridge")
    }

    @Test(
        "a call-back needs a time to come: minutes from now, or a time of day",
        arguments: [
            ("c30\r\r", 1_800), ("c14:30\r\r", 52_200), ("c00:00\r\r", 86_400), ("c\r\u{15}45\r\r", 2_700),
            ("cyesterday\r\u{15}5\r\r", 300), ("c2026-11-22 01:00\r\r", 3_600),
        ])
    func callBack(keys: String, seconds: Int64) throws {
        let call = try #require(OutcomeFormTests.fill(.breakdownCall, keys))
        #expect(call.outcome == .callBack)
        #expect(call.callBackAt == noon.adding(seconds: seconds))
    }

    @Test("a number that is none is not saved", arguments: ["a\u{15}x\r", "a-3\r", "a1e9\r"])
    func badMinutes(keys: String) {
        #expect(OutcomeFormTests.fill(.providerCall, keys + "\r") == nil)
    }

    @Test("questions are marked and unmarked by their numbers, others are typed")
    func questions() throws {
        let call = try #require(OutcomeFormTests.fill(.breakdownCall, "r1531oIs it genuine?\r\r"))
        #expect(call.openQuestions == ["passengers", "who_pays", "Is it genuine?"])
    }

    @Test("Escape goes one step back at a time and saves nothing")
    func escape() {
        var form = OutcomeForm(Held(task: 1, token: 1), kind: .breakdownCall, asksApproval: false)
        _ = form.press(.character("c"), at: noon)
        #expect(form.editing == .callBack)
        _ = form.press(.escape, at: noon)
        #expect(form.outcome == .callBack)
        _ = form.press(.escape, at: noon)
        #expect(form.outcome == nil)
        guard case .cancelled = form.press(.escape, at: noon) else {
            Issue.record("the form stays")
            return
        }
    }

    @Test(
        "a fact is a key and an answer",
        arguments: [
            ("ky", "smoke=yes"), ("sn", "safe_place=no"), ("n3\r", "people=3"), ("h2,1\r", "height_limit_m=2.1"),
            ("rE263\r", "road=E263"), ("\u{1B}", nil), ("nmany\r", nil), ("p0 0\r", nil), ("p95, 24\r", nil),
        ] as [(String, String?)])
    func facts(keys: String, expected: String?) {
        var form = FactForm(task: 1)
        var filled: TypedFact?
        var parser = KeyParser()
        for key in parser.keys(Array(keys.utf8)) {
            if case .filled(let fact) = form.press(key) { filled = fact }
        }
        #expect(filled.map { "\($0.key)=\($0.value)" } == expected)
    }

    @Test("a place is two numbers in degrees")
    func place() throws {
        var form = FactForm(task: 1)
        var filled: TypedFact?
        var parser = KeyParser()
        for key in parser.keys(Array("p59.437, 24.754\r".utf8)) {
            if case .filled(let fact) = form.press(key) { filled = fact }
        }
        #expect(filled?.key == "position")
        #expect(filled?.place?.latitude == 59.437)
        #expect(filled?.place?.longitude == 24.754)
    }

    @Test(
        "of the times on offer one is chosen by its number or as it stands there, and no other is taken",
        arguments: [
            ("at1\r\r", 1), ("at2\r\r", 2), ("a\r", nil), ("at2026-11-23 08:30\r\r", 2), ("at4\r\u{15}\r\r", nil),
            ("at14:30\r\u{15}\r\r", nil), ("a1\r", 1), ("a2\r", 2), ("a22\r", nil), ("a12\r", 2), ("a1t\u{15}2\r\r", 2),
        ] as [(String, Int?)])
    func offered(typed: String, chosen: Int?) throws {
        let times = [noon.adding(seconds: 3_600), try #require(Timestamp(iso8601: "2026-11-23T08:30:00Z"))]
        let form = OutcomeForm(Held(task: 1, token: 1), kind: .preventOffer, asksApproval: false, offered: times)
        let call = try #require(Self.fill(form, typed))
        #expect(call.outcome == .accepted)
        #expect(call.slotStart == chosen.map { times[$0 - 1] })
    }

    @Test("what a number marks stands beside it: first the times on offer, then the questions")
    func numbers() throws {
        let times = [noon.adding(seconds: 3_600), noon.adding(seconds: 7_200)]
        let form = OutcomeForm(
            Held(task: 1, token: 1), kind: .preventOffer, asksApproval: false, offered: times,
            offeredWords: ["2026-11-22 03:00 · Laagna Auto", "2026-11-22 04:00 · Laagna Auto"])
        let call = try #require(Self.fill(form, "a2357\r"))
        #expect(call.slotStart == times[1])
        #expect(call.openQuestions == ["how_long", "who_pays", "passengers"])
        var shown = form
        for key in "a2" { _ = shown.press(.character(key), at: noon) }
        let lines = shown.lines.filter { $0.key?.first?.isNumber == true }
        #expect(lines.map { $0.key ?? "" } == ["1", "2", "3", "4", "5", "6", "7"])
        #expect(
            lines.map(\.text).prefix(3) == [
                "[ ] OFFER 1 · 2026-11-22 03:00 · Laagna Auto", "[x] OFFER 2 · 2026-11-22 04:00 · Laagna Auto",
                "[ ] how long?",
            ])
        _ = shown.press(.character("8"), at: noon)
        #expect(shown.problem == "8 is none of these keys")
    }

    @Test(
        "every key that the form shows does something, and no other letter or number does", arguments: TaskKind.allCases
    )
    func promises(kind: TaskKind) {
        for offered in [[], [noon.adding(seconds: 3_600)]] where kind == .preventOffer || offered.isEmpty {
            let empty = OutcomeForm(Held(task: 1, token: 1), kind: kind, asksApproval: false, offered: offered)
            for choice in empty.choices {
                var form = empty
                _ = form.press(.character(choice.key), at: noon)
                if form.editing != nil { _ = form.press(.escape, at: noon) }
                let keys = Set(form.lines.compactMap(\.key).flatMap { Array($0) })
                for character in "abcdefghijklmnopqrstuvwxyz0123456789" {
                    var pressed = form
                    _ = pressed.press(.character(character), at: noon)
                    #expect(
                        (pressed != form && pressed.problem == nil) == keys.contains(character),
                        "\(choice), \(character)")
                }
            }
        }
    }

    private static func fill(_ kind: TaskKind, _ text: String) -> TypedOutcome? {
        fill(OutcomeForm(Held(task: 1, token: 1), kind: kind, asksApproval: false), text)
    }

    private static func fill(_ form: OutcomeForm, _ text: String) -> TypedOutcome? {
        var form = form
        var parser = KeyParser()
        for key in parser.keys(Array(text.utf8)) {
            if case .filled(let call) = form.press(key, at: noon) { return call }
        }
        return nil
    }
}
