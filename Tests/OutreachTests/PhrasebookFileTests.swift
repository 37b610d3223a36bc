import Foundation
import Outreach
import Telemetry
import Testing

@Suite("Files of sentences")
struct PhrasebookFileTests {
    private let scripts: [(file: String, text: String)]
    private let safety: [(file: String, text: String)]

    init() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/outreach"
        func read(_ name: String) throws -> (file: String, text: String) {
            (name, try String(contentsOfFile: "\(root)/\(name)", encoding: .utf8))
        }
        scripts = try ["scripts/en.yaml", "scripts/et.yaml"].map(read)
        safety = try ["safety/xx.yaml", "safety/ee.yaml"].map(read)
    }

    /// What loading says when a text of one file is replaced.
    private func mistake(_ file: String, _ old: String, _ new: String) -> PhrasebookError? {
        func changed(_ entry: (file: String, text: String)) -> (file: String, text: String) {
            guard entry.file == file else { return entry }
            guard let range = entry.text.range(of: old) else { return (file, "test: the text to replace is not there") }
            return (file, entry.text.replacingCharacters(in: range, with: new))
        }
        do {
            _ = try Phrasebook(scripts: scripts.map(changed), safety: safety.map(changed))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a mistake is refused with file, line and what is allowed",
        arguments: [
            (
                "scripts/en.yaml", "Hello, {contact}. This is", "Hello, {name}. This is",
                "no placeholder {name} here; allowed: {company}"
            ),
            (
                "scripts/en.yaml", "{company}; your case number is {case}. Are", "{company; your case. Are",
                "no placeholder {company; your case. Are"
            ),
            ("scripts/en.yaml", "Can you talk hands-free?", "Can you} talk?", "a brace without its partner"),
            (
                "scripts/en.yaml", "case {case}. It is about a {asset_word}.\"", "case {case}. It is {plate}.\"",
                "the last variant needs {plate}, which may be unknown"
            ),
            (
                "scripts/en.yaml", "I am getting {unit} to you", "I am getting {unit} in {eta}",
                "coming.offered: no placeholder {eta} here"
            ),
            (
                "scripts/en.yaml", "Nobody is free to come yet.", "{unit} is free.",
                "coming.none_available: no placeholder {unit} here"
            ),
            (
                "scripts/en.yaml", "I am asking for a technician to come {visit_when}", "A technician comes in {eta}",
                "coming.visit_asked: no placeholder {eta} here"
            ),
            (
                "scripts/en.yaml", "Nobody needs to come to you for now", "{unit} is near",
                "coming.standby: no placeholder {unit} here"
            ),
            (
                "scripts/et.yaml", "Teie juurde on kutsutud {unit}", "{provider} tuleb",
                "coming.offered: no placeholder {provider} here"
            ),
            (
                "scripts/en.yaml", "I will look again {wait}", "Somebody comes in {eta}",
                "next_try.minutes: no placeholder {eta} here"
            ),
            (
                "scripts/en.yaml", "The help must be approved first; I am asking for that now",
                "{approver} decides", "needs_approval: the last variant needs {approver}, which may be unknown"
            ),
            ("scripts/et.yaml", "    standby: \"Praegu", "    stand_by: \"Praegu", "coming has no stand_by; allowed:"),
            ("scripts/en.yaml", "    moved: \"I am", "    went: \"I am", "change has no went; allowed: late"),
            ("scripts/en.yaml", "    lost_touch: \"Where", "    lost: \"Where", "request has no lost; allowed:"),
            ("scripts/en.yaml", "  two_units:", "  both_units:", "texts has no both_units; allowed: hands_free"),
            ("scripts/en.yaml", "  hands_free:", "  handsfree:", "texts has no handsfree; allowed: hands_free"),
            ("scripts/en.yaml", "    stale:", "    old:", "place has no old; allowed: known, stale"),
            ("scripts/en.yaml", "ask: Can you talk hands-free?", "ask: \"\"", "hands_free.ask must say something"),
            (
                "scripts/en.yaml", "{low} to {high} minutes", "{from} to {high} minutes",
                "range.other: no placeholder {from} here; allowed: {low}"
            ),
            ("scripts/en.yaml", "language: en", "language: de", "the file is named en and says language: de"),
            ("scripts/en.yaml", "Saturday, Sunday]", "Saturday]", "weekdays must be a list of 7"),
            ("scripts/en.yaml", "texts:", "texts: [", "not valid YAML"),
            (
                "scripts/en.yaml", "Can you talk hands-free?", "Can you talk",
                "hands_free.ask must end like a sentence, with . ? or !"
            ),
            (
                "scripts/en.yaml", "Please do not touch or reset the device.",
                String(repeating: "do not touch ", count: 25) + ".",
                "advice.device: too long: it takes 3 text messages by itself, and may take 2"
            ),
            (
                "scripts/en.yaml", "other: \"in {count} minutes\"", "many: later",
                "wait has no many; allowed: one, other"
            ),
            ("safety/xx.yaml", "\"112\"", "call", "emergency_number must be digits"),
            (
                "safety/xx.yaml", "and stop there. Tell me", "at {place}. Tell me",
                "no placeholder {place} here; allowed: {emergency_number}"
            ),
            ("safety/ee.yaml", "country: EE", "country: FI", "the file is named ee and says country: FI"),
            ("safety/ee.yaml", "    moving_stop:", "    moving:", "en has no moving; allowed: moving_emergency"),
        ])
    func refused(file: String, old: String, new: String, expected: String) {
        let error = mistake(file, old, new)
        #expect(error?.file == file)
        #expect(error?.line != nil)
        #expect(error?.problem.contains(expected) == true, "\(error?.description ?? "no error")")
    }

    @Test(
        "a situation that a file does not speak of is named",
        arguments: [
            ("scripts/en.yaml", "    off_shift: ", "nobody lacks off_shift"),
            ("scripts/et.yaml", "    refused: \"Töökoda", "next lacks refused"),
            ("scripts/en.yaml", "    approve_help: ", "request lacks approve_help"),
            ("scripts/et.yaml", "    police_asked: \"Sellel teel otsustab äraveo", "coming_short lacks police_asked"),
        ])
    func lacking(file: String, line: String, expected: String) {
        let error = mistake(file, line, "    # \(line)")
        #expect(error?.problem.contains(expected) == true, "\(error?.description ?? "no error")")
    }

    @Test("the line of a mistake is the line of the sentence")
    func line() throws {
        let lines = scripts[0].text.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = try #require(lines.firstIndex { $0.contains("I am getting {unit}") }) + 1
        let error = mistake("scripts/en.yaml", "I am getting {unit} to you", "I am getting {truck} to you")
        #expect(error?.line == expected)
    }

    @Test("a fall-back without a file, and a language without safety sentences, are refused")
    func missing() {
        #expect(
            mistake("scripts/et.yaml", "fallback: en", "fallback: fi")?.description
                == "scripts/et.yaml: fallback: fi has no file; there are: en, et")
        #expect(mistake("safety/xx.yaml", "  et:\n", "  lv:\n")?.problem.contains("lacks et") == true)
    }

    @Test("a directory that is not there is an error with its name")
    func noDirectory() {
        #expect { _ = try Phrasebook.load(directory: "/nonexistent") } throws: { error in
            (error as? PhrasebookError)?.file == "/nonexistent/scripts"
        }
    }

    /// Estonia's sentences with a reviewer and a number that shows where a text came from.
    private func reviewed(_ reviewer: String) throws -> Phrasebook {
        let texts = safety.map { entry in
            entry.file == "safety/ee.yaml"
                ? (
                    file: entry.file,
                    text: entry.text.replacingOccurrences(of: "reviewed_by: null", with: "reviewed_by: \(reviewer)")
                        .replacingOccurrences(of: "\"112\"", with: "\"999\"")
                ) : entry
        }
        return try Phrasebook(scripts: scripts, safety: texts)
    }

    private func safetyBlock(_ book: Phrasebook, country: String?) -> String {
        var context = fullContext("en", leg: .noneAvailable)
        context.country = country
        return book.script(for: context).blocks[0].text
    }

    @Test("a country's sentences are said only once somebody has reviewed them", arguments: ["null", "\"\"", "~"])
    func unreviewed(reviewer: String) throws {
        let text = safetyBlock(try reviewed(reviewer), country: "EE")
        #expect(text.contains("112") && !text.contains("999") && !text.contains("vest"))
        let known = safetyBlock(try reviewed("\"Example Authority, 2026-11-22\""), country: "ee")
        #expect(known.contains("999") && known.contains("reflective vest"))
    }

    @Test("an unknown country gets the neutral sentence and 112", arguments: [nil, "ZZ", ""])
    func unknownCountry(country: String?) throws {
        let text = safetyBlock(try reviewed("\"Example Authority\""), country: country)
        #expect(text.contains("112") && !text.contains("vest"))
    }
}
