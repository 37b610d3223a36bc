import Diagnostics
import Outreach
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("What a look-up shows")
struct LookupOutputTests {
    private static let keys = [
        "by", "found", "reason", "also", "caller_known", "contacts", "helpers", "assets", "asset_count", "cases",
        "open_case_count", "earlier_cases", "faults", "said", "candidates",
    ]

    @Test("an answer has every key of the contract, whoever was found", arguments: ["+3725550001", "van-1", "999999"])
    func keys(query: String) throws {
        try lookUp(query) { answer, scripts in
            guard case .object(let members) = LookupJSON(scripts: scripts, now: ringing).answer(answer) else {
                Issue.record("no object")
                return
            }
            #expect(members.keys.sorted() == LookupOutputTests.keys.sorted())
        }
    }

    @Test("the object says who, what, the promise, what is true now and the words")
    func json() throws {
        try lookUp(adding: LookupSeed.task("call_again", reason: "later")) { answer, scripts in
            let json = LookupJSON(scripts: scripts, now: ringing).answer(answer)
            #expect(json["reason"]["rule"] == .text("changed"))
            guard case .array(let cases) = json["cases"], let one = cases.first else {
                Issue.record("no case")
                return
            }
            #expect(one["promise"]["unit"] == .text("truck-1"))
            #expect(one["now"]["eta_high"] == .whole(15))
            #expect(one["call_task_id"] == .whole(3))
            #expect(one["script_language"] == .text("et"))
            #expect(one["title"] == .text("oil pressure too low"))
            // What was typed, or a number that nobody has, is not repeated.
            #expect(json["contacts"] != .array([]))
        }
    }

    @Test("the words are those of the whole phrasebook and catalogue", arguments: ["en", "et", "xx", "et-EE"])
    func sameWords(language: String) throws {
        try lookUp(adding: "UPDATE contact SET language = '\(language)';") { answer, scripts in
            guard case .card(let card) = answer.result, let one = card.openCases.first, let scripts else {
                Issue.record("no case")
                return
            }
            let whole = ScriptBuilder(
                phrasebook: try Phrasebook.load(directory: Repository.folder("outreach")),
                catalogue: try FaultCatalogue.load(directory: Repository.folder("device-profiles")))
            let quick = try #require(scripts.script(for: one.call, at: ringing))
            let slow = try #require(whole.script(for: one.call, at: ringing))
            #expect(quick.text == slow.text)
            #expect(quick.language == slow.language)
            #expect(scripts.title(ofSymptom: "oil_pressure_low") == whole.title(ofSymptom: "oil_pressure_low"))
        }
    }

    @Test("the screen begins with the reason and fits the caller in: name, promise, words, what was said")
    func screen() throws {
        try lookUp { answer, scripts in
            guard case .card(let card) = answer.result, let scripts else {
                Issue.record("nobody was found")
                return
            }
            let lines = LookupScreen(scripts: scripts, now: ringing).lines(card)
            #expect(lines.first?.hasPrefix("Asks where the help is") == true)
            let text = lines.joined(separator: "\n")
            for words in [
                "Kadri Kask · driver of asset van-1", "CASE 7 · stop, immobile", "SAY (et)", "truck-1 by 00:10",
                "Flatbed 1 · by 00:10", "callahead tasks take 7 --inbound --contact kadri",
            ] { #expect(text.contains(words), "\(words)\n\(text)") }
        }
    }

    @Test("whoever looks up an asset is told to ask who is calling")
    func asset() throws {
        try lookUp("123abc") { answer, scripts in
            guard case .card(let card) = answer.result, let scripts else {
                Issue.record("nothing was found")
                return
            }
            let text = LookupScreen(scripts: scripts, now: ringing).lines(card).joined(separator: "\n")
            #expect(text.contains("who is calling"))
        }
    }

    @Test("somebody without a role of this asset is told neither place nor destination")
    func stranger() throws {
        // They were called about it once, and have the number in a task.
        let sql = """
            INSERT INTO contact (id, name, phone, language) VALUES ('other', 'Aino', '+3725551111', 'en');
            INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES ('other', 'driver', 'asset', 'car-9');
            INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, created_at,
                reasons, alarm)
            VALUES (4, 1, 'breakdown_call', 'done', 7, 1, 'other', 900, 0, 0, '[]', 0);
            """
        try lookUp("+3725551111", adding: sql) { answer, _ in
            guard case .card(let card) = answer.result else {
                Issue.record("nobody was found")
                return
            }
            #expect(card.openCases.map(\.call.addressee?.role) == [nil])
        }
    }

    @Test("candidates say what to type for each; a name with quotes harms nobody")
    func candidates() {
        let lines = LookupScreen.lines([
            LookupCandidate(kind: .contact, id: "o'hara; rm", name: "O'Hara", phone: "+3725550001"),
            LookupCandidate(kind: .asset, id: "van-1", plate: "123 ABC"),
        ])
        #expect(lines.first?.hasSuffix("callahead lookup --by contact 'o'\\''hara; rm'") == true)
        #expect(lines.last?.hasSuffix("callahead lookup --by asset van-1") == true)
    }
}
