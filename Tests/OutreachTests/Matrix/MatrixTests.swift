import Foundation
import Telemetry
import Testing

@testable import Outreach

@Suite("Every script in every language", .timeLimit(.minutes(2)))
struct MatrixTests {
    let book: Phrasebook

    init() throws { book = try shippedPhrasebook() }

    /// Whatever languages there are files for.
    static let languages: [String] = {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/\(root)/outreach/scripts")) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// The order of the blocks: who is in danger hears what to do first, and is asked for nothing before the end.
    private static let order: [Script.Block.Kind] = [
        .safety, .opening, .bridge, .change, .place, .symptom, .told, .campaign, .facts, .coming, .next, .digest,
        .questions, .request,
    ]

    /// The same for an emergency call: what people told comes before what a device reports.
    private static let authorityOrder: [Script.Block.Kind] = [.opening, .place, .told, .symptom, .facts, .request]

    @Test("the languages are found, and the table of situations meets every pair")
    func table() {
        #expect(MatrixTests.languages.count >= 2)
        #expect(book.languageTags == MatrixTests.languages)
        let legsWithTasks = Set(Matrix.cover.map { [$0[3], $0[5]] }).count
        #expect(legsWithTasks == Matrix.legs.count * TaskKind.allCases.count)
        let changesWithKinds = Set(Matrix.cover.map { [$0[6], $0[1]] }).count
        #expect(changesWithKinds == ChangeReason.allCases.count * AssetKind.allCases.count)
    }

    @Test("no situation leaves a hole, a block out of order or a message too long", arguments: languages)
    func whole(language: String) {
        var wrong: [String] = []
        let bare = ScriptContext(
            language: language, task: .followUp, caseNumber: "1042", severity: .info, leg: .notPlanned)
        let voicemail = book.voicemail(for: bare)
        if let hole = hole(in: voicemail) { wrong.append("the voicemail has \(hole)") }
        for row in Matrix.whole + Matrix.cover {
            let context = Matrix.context(language, row)
            wrong += mistakes(in: context).map { "\($0) [\(row)]" }
            let other = book.voicemail(for: context)
            if other != voicemail { wrong.append("the voicemail tells more than it may: \(other)") }
            if wrong.count > 20 { break }
        }
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    }

    private func mistakes(in context: ScriptContext) -> [String] {
        let script = book.script(for: context)
        var wrong: [String] = []
        if script.language != context.language { wrong.append("it is said in \(script.language)") }
        let kinds = script.blocks.map(\.kind)
        let isAuthority = context.task == .authorityCall && !kinds.contains(.coming) && kinds.contains(.told)
        let order = isAuthority && context.purpose != .thirdParty ? MatrixTests.authorityOrder : MatrixTests.order
        let ranks = kinds.map { order.firstIndex(of: $0) ?? -1 }
        if ranks != ranks.sorted() || Set(kinds).count != kinds.count { wrong.append("order: \(kinds)") }
        if kinds.count < 2 { wrong.append("only \(kinds)") }
        let saysSafety = kinds.first == .safety
        let isCall = [TaskKind.breakdownCall, .siteCall, .callAgain, .triage].contains(context.task)
        let keepsKind = [CallPurpose.usual, .inbound, .callBack].contains(context.purpose)
        // Of a part that has not failed nobody is in danger.
        let isWell =
            context.isForeseen && context.severity <= .maintenance && !context.immobile && context.task != .triage
        if saysSafety != (isCall && keepsKind && !isWell) { wrong.append("safety first: \(saysSafety)") }
        for block in script.blocks {
            if let hole = hole(in: block.text) { wrong.append("\(block.kind) has \(hole): \(block.text)") }
            if block.kind == .questions, block.questions.map(\.text).joined(separator: "\n") != block.text {
                wrong.append("questions differ from their text")
            }
        }
        if Set(script.questions.map(\.key)).count != script.questions.count { wrong.append("a question twice") }
        return wrong + messageMistakes(in: context)
    }

    private func messageMistakes(in context: ScriptContext) -> [String] {
        var wrong: [String] = []
        let message = book.message(for: context)
        for text in [message, book.acceptance(for: context), book.advice(for: context)] {
            if let hole = hole(in: text) { wrong.append("a message has \(hole): \(text)") }
            if SMSLength(text).parts > 3 { wrong.append("a message takes \(SMSLength(text).parts) parts: \(text)") }
            if !text.contains(where: \.isLetter) { wrong.append("a message says nothing: \(text)") }
        }
        return wrong
    }

    /// What a reader would take for a hole.
    private func hole(in text: String) -> String? {
        var last: Unicode.Scalar = "\n"
        for scalar in text.unicodeScalars {
            switch (last, scalar) {
            case (_, "{"), (_, "}"), ("(", ")"): return "a brace"
            case (" ", " "), ("\n", " "), (" ", "\n"), ("\n", "\n"): return "a space too many"
            case (" ", "."), (" ", ","), (" ", ";"), (" ", ":"), (" ", "?"), (" ", "!"): return "a space before a stop"
            case (".", "."), (".", "?"), ("?", "."), ("!", "."), (",", ","), (",", "."), (":", "."), (":", ","),
                (";", "."), ("?", "?"):
                return "two stops"
            default: last = scalar
            }
            if scalar == "\n", !MatrixTests.endsLine(before: text) { return "a line without end" }
        }
        return last == "." || last == "?" || last == "!" ? nil : "no end"
    }

    /// Whether every line ends as a sentence does.
    private static func endsLine(before text: String) -> Bool {
        text.split(separator: "\n").allSatisfy { $0.last == "." || $0.last == "?" || $0.last == "!" }
    }

    @Test(
        "every number is said in the form that CLDR gives it",
        arguments: languages, [1, 2, 5, 11, 21, 22, 25])
    func plural(language: String, count: Int) throws {
        let forms = try PluralForms(language: language)
        let category = MatrixTests.category(language, count)
        let eta = MinuteRange(low: count - 1, high: count)
        let context = fullContext(language, leg: .accepted(unit: "flatbed", eta: eta))
        let said = book.script(for: context).text
        let range = try #require(forms[count == 1 ? "up_to" : "range", category])
            .replacing("{low}", with: "\(count - 1)").replacing("{high}", with: "\(count)")
        #expect(said.contains(range), "\(range) is not in \(said)")
        var stale = fullContext(language, leg: .noneAvailable)
        stale.placeAgeSeconds = Int64(count) * 86_400
        stale.nextTry = .minutes(count)
        stale.place = SpokenPlace(
            landmark: SpokenPlace.Landmark(name: "Tapa", metres: Double(count) * 1_000, direction: .east))
        stale.placeWords = nil
        let text = book.script(for: stale).text
        for (name, words) in [("wait", "wait"), ("kilometres", "distance")] {
            let form = try #require(forms[name, category]).replacing("{count}", with: "\(count)")
            #expect(text.contains(form), "\(words): \(form) is not in \(text)")
        }
        if count >= 2 {
            let days = try #require(forms.age("days", category)).replacing("{count}", with: "\(count)")
            #expect(text.contains(days), "\(days) is not in \(text)")
        }
    }

    /// The category of a whole number, by table and not by rule.
    private static func category(_ language: String, _ count: Int) -> String {
        switch (language, count) {
        case ("uk", 1), ("uk", 21): "one"
        case ("uk", 2), ("uk", 22): "few"
        case ("uk", _): "many"
        case (_, 1): "one"
        default: "other"
        }
    }

    @Test("languages with letters of their own have no English words left", arguments: languages)
    func translated(language: String) {
        let latin = CharacterSet(charactersIn: "a"..."z").union(CharacterSet(charactersIn: "A"..."Z"))
        func hasLatinWord(_ text: String) -> Bool {
            text.unicodeScalars.split { !latin.contains($0) }.contains { $0.count > 3 }
        }
        let words = AssetKind.allCases.map { kind -> String in
            var context = fullContext(language, leg: .notPlanned)
            context.assetKind = kind
            context.contactName = nil
            context.plate = nil
            return book.script(for: context).blocks.first { $0.kind == .symptom }?.text ?? ""
        }
        guard !words.contains(where: { hasLatinWord($0.replacing(Matrix.symptom(language), with: "")) }) else { return }
        let values = [
            "Callahead", "Firma OÜ", "Mari Maasikas", "Peeter Paju", "Toyota Corolla", "Laagna Auto", "Narva", "Tapa",
            "Peterburi tee autoteenindus", "WVWZZZ1JZXW000001", "Maanteeabi",
        ]
        for row in Matrix.cover.prefix(300) {
            var text = book.script(for: Matrix.context(language, row)).text
            for value in values { text = text.replacing(value, with: "") }
            #expect(!hasLatinWord(text), "\(text)")
        }
    }
}

/// The plural forms of a scripts file, as they stand there.
private struct PluralForms {
    private let words: [String: YAMLPart]

    init(language: String) throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let file = "\(root)/outreach/scripts/\(language).yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let part = try YAMLPart.root(of: text, file: file).entries("the file").first { $0.key == "words" }?.value
        words = Dictionary(uniqueKeysWithValues: try part?.entries("words").map { ($0.key, $0.value) } ?? [])
    }

    subscript(name: String, category: String) -> String? { words[name].flatMap { form($0, category) } }

    func age(_ unit: String, _ category: String) -> String? {
        words["age"].flatMap { age in
            (try? age.entries("age"))?.first { $0.key == unit }.flatMap { form($0.value, category) }
        }
    }

    private func form(_ part: YAMLPart, _ category: String) -> String? {
        (try? part.entries("forms"))?.first { $0.key == category }.flatMap { try? $0.value.text("form") }
    }
}
