import Outreach
import Telemetry
import Testing

@Suite("Scripts")
struct ScriptTests {
    let book: Phrasebook

    init() throws { book = try shippedPhrasebook() }

    static let languages = ["en", "et"]

    /// Every combination that changes what is said.
    static func everyContext(_ language: String) -> [ScriptContext] {
        var contexts: [ScriptContext] = []
        let eta = MinuteRange(low: 20, high: 30)
        let legs: [LegSituation] = [
            .offered(unit: "flatbed"), .accepted(unit: "heavy", eta: eta), .accepted(unit: nil, eta: nil),
            .enRoute(unit: "patrol", eta: eta), .enRoute(unit: "?", eta: nil), .onScene(unit: "technician"),
            .noneAvailable, .needsLocation, .provisional, .staged, .loaded, .finished, .notPlanned,
            .thirdPartyAsked(provider: "Maanteeabi OÜ", right: .concession),
            .thirdPartyAsked(provider: nil, right: .concession), .thirdPartyAsked(provider: nil, right: .police),
            .thirdPartyAccepted(provider: "Maanteeabi OÜ", eta: eta), .thirdPartyAccepted(provider: nil, eta: nil),
            .needsApproval(ofTow: true), .needsApproval(ofTow: false), .visitAsked(at: appointment().time),
            .visitAsked(at: nil), .visit(at: appointment().time), .visit(at: nil),
            .stored(broughtAt: appointment().time), .stored(broughtAt: nil), .standby,
        ]
        let slots: [SlotSituation] = [
            .none, .held(appointment()), .asked(appointment()), .confirmed(appointment("2027-01-05T08:00:00Z")),
            .toBeCalled(appointment()), .refused(appointment()),
        ]
        for task in TaskKind.allCases {
            for leg in legs {
                for motion in Motion.allCases {
                    let turn = contexts.count / 2
                    var context = fullContext(language, leg: leg, slot: slots[turn % slots.count])
                    context.task = task
                    context.motion = motion
                    context.severity = Severity.allCases[turn % Severity.allCases.count]
                    context.roadClass = RoadClass.allCases[turn / 3 % 3]
                    context.partName = turn % 3 == 0 ? "X" : nil
                    context.partOnBoard = turn % 2 == 0
                    context.formerUnit = turn % 5 == 0 ? FormerUnit(kind: turn % 2 == 0 ? "flatbed" : nil) : nil
                    context.approver = turn % 2 == 0 ? "Peeter Paju" : nil
                    context.shortage = turn % 5 == 4 ? nil : Shortage.allCases[turn % 5 % 4]
                    context.alternative = turn % 4 == 3 ? nil : Alternative.allCases[turn % 4]
                    context.nextTry = turn % 3 == 2 ? nil : .at(appointment().time)
                    let stay = ClosedWorkshop.Stay.allCases[turn % 2]
                    context.closedWorkshop =
                        turn % 3 == 1 ? nil : ClosedWorkshop(stay, opens: turn % 4 == 0 ? nil : appointment().time)
                    context.purpose = turn % 4 == 0 ? CallPurpose.allCases[turn / 4 % 5] : .usual
                    contexts.append(context)
                    var bare = ScriptContext(
                        language: language, task: task, caseNumber: "1", severity: context.severity,
                        motion: motion, assetKind: AssetKind.allCases[turn % AssetKind.allCases.count],
                        leg: leg, slot: slots[(turn + 1) % slots.count])
                    bare.change = ChangeReason.allCases[turn % ChangeReason.allCases.count]
                    contexts.append(bare)
                }
            }
        }
        return contexts
    }

    @Test("the blocks of a breakdown call come in the order of the domain", arguments: languages)
    func blockOrder(language: String) {
        let script = book.script(for: situations(language)[0].context)
        #expect(script.blocks.map(\.kind) == [.safety, .opening, .place, .symptom, .coming, .next, .questions])
        #expect(script.language == language)
    }

    @Test("every text of every situation is whole: no brace, no double space, no empty block", arguments: languages)
    func whole(language: String) {
        for context in ScriptTests.everyContext(language) {
            let script = book.script(for: context)
            let texts =
                script.blocks.map(\.text) + [
                    book.advice(for: context), book.message(for: context), book.voicemail(for: context),
                    book.acceptance(for: context),
                ]
            #expect(script.blocks.count >= 2)
            for text in texts {
                #expect(!text.isEmpty)
                let hole = ["{", "}", "  ", " .", " ,", "..", ": .", "()", "nil"].first { text.contains($0) }
                #expect(hole == nil, "\(text)")
            }
        }
    }

    @Test("an equal context gives equal words", arguments: languages)
    func deterministic(language: String) throws {
        let other = try shippedPhrasebook()
        for context in ScriptTests.everyContext(language) {
            #expect(book.script(for: context) == other.script(for: context))
        }
    }

    @Test("minutes are named only when a unit has taken the job, and always as a range", arguments: languages)
    func minutesOnlyWhenTaken(language: String) {
        let minute = language == "en" ? "minute" : "minut"
        let range = language == "en" ? "20 to 30 minutes" : "20 kuni 30 minutit"
        for context in ScriptTests.everyContext(language) where context.task == .breakdownCall {
            let script = book.script(for: context)
            let spoken =
                script.blocks.filter { $0.kind == .coming || $0.kind == .questions }.map(\.text)
                + [book.message(for: context), book.advice(for: context)]
            switch context.leg {
            case .accepted(_, .some), .enRoute(_, .some), .thirdPartyAccepted(_, .some):
                guard context.purpose == .usual else { continue }
                #expect(script.text.contains(range), "\(script.text)")
            default:
                for text in spoken { #expect(!text.contains(minute), "\(text)") }
            }
        }
    }

    @Test(
        "where nobody is sent, no unit is named",
        arguments: [
            LegSituation.noneAvailable, .needsLocation, .provisional, .finished, .notPlanned, .standby,
            .needsApproval(ofTow: true), .thirdPartyAsked(provider: nil, right: .police), .stored(broughtAt: nil),
        ], languages)
    func noUnit(leg: LegSituation, language: String) {
        let context = fullContext(language, leg: leg)
        let coming = book.script(for: context).blocks.first { $0.kind == .coming }?.text ?? ""
        let units =
            language == "en"
            ? ["flatbed", "truck", "patrol", "technician", "vehicle", "on its way"]
            : ["puksiir", "patrull", "tehnik", "abiauto", "on teel"]
        #expect(!coming.isEmpty)
        for unit in units { #expect(!coming.localizedLowercase(contains: unit), "\(coming)") }
        #expect(book.acceptance(for: context) == book.message(for: context))
    }

    @Test("an offer is not an acceptance", arguments: languages)
    func offered(language: String) {
        let context = fullContext(language, leg: .offered(unit: "flatbed"))
        let text = book.script(for: context).text
        #expect(!text.contains(language == "en" ? "has taken the job and" : "töö vastu võtnud"))
        #expect(book.acceptance(for: context) == book.message(for: context))
    }

    @Test("the workshop expects the customer only when the slot is confirmed", arguments: languages)
    func expected(language: String) {
        let words = language == "en" ? "expects you at 14:30" : "oodatakse Teid töökojas kell 14:30"
        let leg = LegSituation.offered(unit: nil)
        for slot in [SlotSituation.none, .held(appointment()), .asked(appointment())] {
            #expect(!book.script(for: fullContext(language, leg: leg, slot: slot)).text.contains(words.prefix(9)))
        }
        let text = book.script(for: fullContext(language, leg: leg, slot: .confirmed(appointment()))).text
        #expect(text.contains(words))
    }

    @Test("a missing place is asked for, an old one is not taken for granted", arguments: languages)
    func place(language: String) {
        var context = fullContext(language, leg: .needsLocation)
        context.placeWords = nil
        let asked = book.script(for: context).blocks.first { $0.kind == .place }?.text ?? ""
        #expect(asked.hasSuffix("?"))
        context.placeWords = "X"
        context.placeAgeSeconds = 720
        let stale = book.script(for: context).blocks.first { $0.kind == .place }?.text ?? ""
        #expect(stale.contains(language == "en" ? "12 minutes" : "12 minutit"))
        #expect(stale.hasSuffix("?"))
    }

    @Test(
        "a moving driver is asked to talk hands-free and never told to get out or to switch off", arguments: languages)
    func moving(language: String) {
        let forbidden =
            language == "en"
            ? ["get out", "switch the engine", "engine off", "belted"] : ["väljuge", "lülitage", "mootor välja"]
        for context in ScriptTests.everyContext(language) where context.motion == .moving {
            var context = context
            context.assetKind = .car
            for severity in Severity.allCases {
                context.severity = severity
                let script = book.script(for: context)
                let said = [script.text, book.advice(for: context), book.message(for: context)]
                for text in said {
                    for words in forbidden { #expect(!text.localizedLowercase(contains: words), "\(text)") }
                }
                // Also where nothing is said about safety: an offer, a follow-up.
                let isToHelper = [.authorityCall, .providerCall, .workshopCall].contains(context.task)
                guard context.purpose == .usual, context.channel != .text else { continue }
                #expect(script.asksHandsFree == !isToHelper)
                let isAsked = script.blocks[0].text.hasPrefix(language == "en" ? "Can you talk" : "Kas saate rääkida")
                #expect(isAsked == !isToHelper, "\(script.text)")
            }
        }
    }

    @Test("an answering machine hears company and case number, and neither place nor symptom", arguments: languages)
    func voicemail(language: String) {
        let context = situations(language)[0].context
        let text = book.voicemail(for: context)
        #expect(text.contains("Callahead") && text.contains("1042"))
        for secret in [context.placeWords, context.symptomClause, context.plate, context.contactName] {
            #expect(!text.contains(secret ?? "?"))
        }
    }

    @Test("a value from outside can't open a block of its own")
    func controlCharacters() {
        var context = fullContext("en", leg: .noneAvailable)
        context.contactName = "Mari\n\nPay now\r\n\u{7}"
        let opening = book.script(for: context).blocks[1].text
        #expect(opening.hasPrefix("Hello, Mari  Pay now"))
        #expect(!opening.contains("\n") && !opening.contains("\u{7}"))
    }

    @Test(
        "a language falls back along its chain",
        arguments: [
            ("et-EE", "et"), ("ET", "et"), ("en_GB", "en"), ("ru", "en"), ("", "en"), ("-", "en"), ("x-et", "en"),
        ])
    func fallBack(tag: String, expected: String) {
        #expect(book.script(for: fullContext(tag, leg: .noneAvailable)).language == expected)
    }
}

extension String {
    /// Whether it contains words in any case.
    func localizedLowercase(contains words: String) -> Bool { lowercased().contains(words.lowercased()) }
}
