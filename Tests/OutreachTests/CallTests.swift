import Foundation
import Outreach
import Telemetry
import Testing

@Suite("Calls of every kind")
struct CallTests {
    let book: Phrasebook

    init() throws { book = try shippedPhrasebook() }

    private func block(_ kind: Script.Block.Kind, _ context: ScriptContext) -> String {
        book.script(for: context).blocks.first { $0.kind == kind }?.text ?? ""
    }

    @Test("whoever rings us gets no cold opening, and no sentence on how to check who we are")
    func inbound() {
        var context = fullContext("en", leg: .notPlanned)
        #expect(book.script(for: context).questions.map(\.key).contains(.other))
        context.purpose = .inbound
        #expect(block(.opening, context).hasPrefix("Thank you for calling, Mari Maasikas."))
        #expect(!book.script(for: context).questions.map(\.key).contains(.other))
        #expect(!block(.safety, context).isEmpty && !block(.symptom, context).isEmpty)
        context.purpose = .callBack
        #expect(block(.opening, context).contains("you asked us to call back"))
    }

    @Test("what a person told is not said as a report of the vehicle", arguments: MatrixTests.languages)
    func toldIsNotReported(language: String) {
        var context = fullContext(language, leg: .notPlanned)
        context.purpose = .inbound
        context.symptomClause = "123"
        let reported = (block(.opening, context), block(.symptom, context), book.message(for: context))
        context.symptomIsTold = true
        #expect(block(.opening, context) != reported.0)
        #expect(block(.symptom, context) != reported.1)
        #expect(book.message(for: context) != reported.2)
    }

    @Test("a fault that is not reported any more is not said as reported now", arguments: MatrixTests.languages)
    func cleared(language: String) {
        var context = fullContext(language, leg: .notPlanned)
        context.symptomClause = "123"
        let now = (block(.symptom, context), book.message(for: context))
        context.symptomIsCleared = true
        #expect(block(.symptom, context) != now.0)
        #expect(book.message(for: context) != now.1)
        if language == "en" { #expect(block(.symptom, context).contains("does not mean that the fault is gone")) }
    }

    @Test("while nobody is free nobody is told that the workshop expects them", arguments: MatrixTests.languages)
    func unreached(language: String) {
        let slot = SlotSituation.confirmed(appointment())
        let accepted = fullContext(language, leg: .accepted(unit: "flatbed", eta: nil), slot: slot)
        let nobody = fullContext(language, leg: .noneAvailable, slot: slot)
        #expect(block(.next, nobody) != block(.next, accepted))
        #expect(block(.next, nobody).contains("Peterburi"))
    }

    @Test("questions can be asked for by key, in the order in which they are asked")
    func questions() {
        let script = book.script(for: fullContext("en", leg: .notPlanned))
        #expect(script.questions.map(\.key) == [.howLong, .whereTo, .whoPays, .mayIDrive, .passengers, .other])
        #expect(script.questions[3].text.hasPrefix("May I drive?"))
        #expect(
            QuestionKey.allCases.map(\.rawValue) == [
                "how_long", "where_to", "who_pays", "may_i_drive", "passengers", "other",
            ])
    }

    @Test("somebody who may not know hears neither place nor destination", arguments: MatrixTests.languages)
    func withheld(language: String) {
        var context = fullContext(language, leg: .notPlanned, slot: .confirmed(appointment()))
        context.placeWords = "Narva 7"
        context.place = SpokenPlace(
            road: "E263", landmark: SpokenPlace.Landmark(name: "Kose", metres: 9, direction: .east))
        context.mayKnowPlace = false
        let texts = [book.script(for: context).text, book.message(for: context)]
        for text in texts {
            for secret in ["Narva 7", "E263", "Kose", "Peterburi"] { #expect(!text.contains(secret), "\(text)") }
        }
        context.mayKnowPlace = true
        #expect(book.script(for: context).text.contains("Narva 7"))
        #expect(book.script(for: context).text.contains("Peterburi"))
    }

    @Test("smoke that a person told is said to 112 before what the vehicle reports")
    func told() {
        var context = fullContext("en", leg: .staged)
        context.severity = .emergency
        context.task = .authorityCall
        context.told = [.injured, .smoke]
        let kinds = book.script(for: context).blocks.map(\.kind)
        #expect(kinds == [.opening, .place, .told, .symptom, .facts, .request])
        #expect(block(.told, context) == "A person there reports smoke. Somebody is injured.")
        context.task = .providerCall
        #expect(block(.told, context) == "A person there reports smoke.")
        context.task = .breakdownCall
        #expect(block(.told, context).isEmpty)
    }

    @Test("after the release of the scene 112 is not told that help waits for it", arguments: ["en", "et"])
    func released(language: String) {
        var context = fullContext(language, leg: .staged)
        context.task = .authorityCall
        let waiting = language == "en" ? "only once you release" : "alles siis"
        #expect(block(.request, context).contains(waiting))
        context.sceneReleased = true
        #expect(!block(.request, context).contains(waiting))
    }

    @Test("a crew finds the asset by make, plate and colour, and hears where it goes")
    func provider() {
        var context = fullContext("en", leg: .offered(unit: "flatbed"))
        context.task = .providerCall
        context.make = "Toyota Corolla"
        context.colour = "red"
        context.needs = [.winch, .flatbed]
        context.destination = "Laagna Auto"
        context.accessNote = "gate code at the desk."
        context.heightLimit = 2.15
        let text = book.script(for: context).text
        for words in [
            "a car, plate 123 ABC", "Make: Toyota Corolla.", "Colour: red.", "Needed: flatbed, winch.",
            "To be brought to: Laagna Auto.", "How to get in: gate code at the desk.", "Height limit in metres: 2.1.",
        ] { #expect(text.contains(words), "\(words) is not in \(text)") }
    }

    @Test(
        "the app's answers are the reason that is said", arguments: [ChangeReason.noHelp, .cancel, .safe, .needsHelp])
    func app(change: ChangeReason) {
        var context = fullContext("en", leg: .notPlanned)
        context.task = .callAgain
        context.change = change
        #expect(block(.change, context).contains("in our app"))
        #expect(!block(.change, context).contains("something has changed"))
    }

    @Test("one conversation names what else it is about")
    func bridge() {
        var context = fullContext("en", leg: .notPlanned)
        #expect(block(.bridge, context).isEmpty)
        context.otherAssets = ["456 DEF", "", "789 GHI"]
        #expect(block(.bridge, context).contains("about 456 DEF, 789 GHI;"))
        #expect(book.script(for: context).blocks.map(\.kind).prefix(3) == [.safety, .opening, .bridge])
    }

    @Test("a fleet hears that the same is wrong with more of it, with the number if there is one")
    func campaign() {
        var context = fullContext("en", leg: .notPlanned)
        context.campaign = Campaign(.fleet, count: 12)
        #expect(block(.campaign, context).contains("12 vehicles"))
        context.campaign = Campaign(.fleet, count: 1)
        #expect(
            block(.campaign, context)
                == "The same is reported by more of your fleet. We are looking for the common cause.")
        context.campaign = Campaign(.area)
        #expect(block(.campaign, context).contains("your area"))
    }

    @Test("a digest has a line for each asset, as many as can be read out, and tells how many there are beyond")
    func digest() {
        var context = ScriptContext(
            language: "en", task: .serviceOffer, caseNumber: "7", severity: .serviceSoon, leg: .notPlanned)
        context.purpose = .digest
        context.digest = (1...14).map {
            DigestLine(assetKind: .van, plate: "\($0) ABC", symptomClause: "its battery is weak", offer: appointment())
        }
        let script = book.script(for: context)
        #expect(script.blocks.map(\.kind) == [.opening, .digest, .request])
        #expect(script.blocks[0].text.contains("14 vehicles"))
        let lines = script.blocks[1].text.split(separator: "\n")
        #expect(lines.count == 13)
        #expect(lines[0].hasPrefix("1 ABC, van: it reports that its battery is weak. Workshop time on offer at 14:30"))
        #expect(lines[12] == "And beyond these: 2 vehicles.")
        context.digest = []
        #expect(!book.script(for: context).text.contains("0 vehicles"))
    }

    @Test("whoever reads answers in writing, and reads nothing at the wheel")
    func text() {
        var context = fullContext("en", leg: .notPlanned)
        context.channel = .text
        context.motion = .moving
        #expect(block(.safety, context).hasPrefix("Please read this only once you have stopped."))
        #expect(block(.opening, context).hasSuffix("Please answer in writing; somebody here reads it at once."))
        #expect(book.message(for: context).contains("Please answer this message."))
        context.channel = .relay
        #expect(block(.opening, context).contains("relay service"))
    }

    @Test("a message about an offer says nothing of hazard lights, and one to a helper only asks for a call")
    func offers() {
        var context = fullContext("en", leg: .notPlanned, slot: .held(appointment()))
        context.task = .serviceOffer
        #expect(!book.message(for: context).contains("azard"))
        #expect(book.message(for: context).contains("its oil pressure has gone"))
        context.task = .providerCall
        #expect(book.message(for: context) == book.voicemail(for: context))
    }

    @Test(
        "a language without a file falls along the chain of the installation",
        arguments: [("lv", "et"), ("lv-LV", "et"), ("ru", "en"), ("", "et"), ("xx", "en"), ("en-GB", "en")])
    func chain(tag: String, expected: String) throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/outreach"
        let files = try ["scripts/en", "scripts/et", "safety/xx"].map { name in
            (file: "\(name).yaml", text: try String(contentsOfFile: "\(root)/\(name).yaml", encoding: .utf8))
        }
        let book = try Phrasebook(
            scripts: Array(files[0...1]), safety: [files[2]],
            languages: ("languages.yaml", "default: et\nfallback: {lv: [ru, et, en], ru: [lv, en]}\n"))
        #expect(book.defaultLanguage == "et")
        // A chain that leads in a circle ends, and a list is tried in its own order first.
        #expect(book.script(for: fullContext(tag, leg: .notPlanned)).language == expected)
    }

    @Test(
        "a mistake in the choice of languages is told",
        arguments: [
            ("default: en\nfallback: {lv: en}", "fallback.lv must be a list of languages"),
            ("fallback: {}", "the file lacks default"), ("default: \"\"", "default must be a language"),
            ("default: en\nother: 1", "the file has no other"), ("[", "not valid YAML"),
        ])
    func choice(text: String, problem: String) {
        let check = PhrasebookCheck(scripts: [], safety: [], languages: ("languages.yaml", text))
        #expect(check.mistakes.first?.problem.contains(problem) == true, "\(check.mistakes)")
    }

    @Test("every mistake of every file is listed, not only the first")
    func allMistakes() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/outreach"
        let text = try String(contentsOfFile: "\(root)/scripts/en.yaml", encoding: .utf8)
            .replacing("Can you talk hands-free?", with: "Can {you} talk?")
            .replacing("    moved:", with: "    went:")
            .replacing("wait: {one:", with: "wait: {few: x, one:")
        let check = PhrasebookCheck(scripts: [("scripts/en.yaml", text)], safety: [])
        let problems = check.mistakes.map(\.problem).joined(separator: "\n")
        for words in ["placeholder {you}", "change has no went", "change lacks moved", "wait has no few", "neutral"] {
            #expect(problems.contains(words), "\(words) is not in \(problems)")
        }
        #expect(check.languages.isEmpty)
        #expect(throws: PhrasebookError.self) { try check.phrasebook() }
    }
}
