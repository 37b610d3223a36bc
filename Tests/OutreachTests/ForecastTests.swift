import Telemetry
import Testing

@testable import Outreach

@Suite("What is said of a part that may fail soon")
struct ForecastTests {
    let book: Phrasebook

    init() throws { book = try shippedPhrasebook() }

    private static let parts = [
        "en": "starter battery", "et": "käivitusaku", "fi": "käynnistysakku", "uk": "стартерний акумулятор",
        "ka": "სტარტერის აკუმულატორი",
    ]

    private func offer(
        _ language: String, _ probability: Double = 0.3, days: Double = 7, _ reasons: SpokenReason...,
        kind: AssetKind = .car, times: [SlotSituation.Appointment] = []
    ) -> ScriptContext {
        var context = ScriptContext(
            language: language, task: .preventOffer, caseNumber: "7", severity: .maintenance, motion: .standing,
            assetKind: kind, leg: .notPlanned)
        context.partName = ForecastTests.parts[language]
        context.forecast = SpokenForecast(
            probability: probability, horizonSeconds: Int64(days * 86_400), reasons: reasons)
        context.offeredTimes = times
        if let first = times.first { context.slot = .held(first) }
        return context
    }

    private func block(_ kind: Script.Block.Kind, _ context: ScriptContext) -> String {
        book.script(for: context).blocks.first { $0.kind == kind }?.text ?? ""
    }

    @Test(
        "the part, two reasons and the likelihood are said in the customer's language",
        arguments: [
            (
                "en",
                """
                One part of it may fail soon: starter battery. When your car stands, the battery is less than half \
                charged. Frost makes starting much harder for the battery. By our estimate, in three of ten such cars \
                this part fails within a week.
                """
            ),
            (
                "et",
                """
                Jutt on ühest osast, mis võib varsti rikki minna: käivitusaku. Seistes on aku laetus alla poole. \
                Pakasega on akul palju raskem mootorit käivitada. Meie hinnangul läheb see osa kolmel sellisel autol \
                kümnest nädala jooksul rikki.
                """
            ),
            (
                "fi",
                """
                Asia koskee yhtä osaa, joka saattaa hajota pian: käynnistysakku. Seistessä akun varaus on alle puolet. \
                Pakkasella akun on paljon vaikeampi käynnistää moottori. Arviomme mukaan tämä osa hajoaa kolmessa \
                kymmenestä tällaisesta autosta viikon kuluessa.
                """
            ),
            (
                "uk",
                """
                Ідеться про одну деталь, яка може скоро вийти з ладу: стартерний акумулятор. На стоянці акумулятор \
                заряджений менш ніж наполовину. У мороз акумулятору значно важче запускати двигун. За нашою оцінкою, \
                у трьох із десяти таких автомобілів ця деталь виходить з ладу протягом тижня.
                """
            ),
            (
                "ka",
                """
                საქმე ეხება ერთ ნაწილს, რომელიც შეიძლება მალე გაფუჭდეს: სტარტერის აკუმულატორი. დგომისას აკუმულატორი \
                ნახევარზე ნაკლებადაა დატენილი. ყინვაში აკუმულატორს ძრავის დაქოქვა გაცილებით უფრო უჭირს. ჩვენი \
                შეფასებით, ათი ასეთი მანქანიდან სამში ეს ნაწილი ერთი კვირის განმავლობაში ფუჭდება.
                """
            ),
        ])
    func said(language: String, expected: String) {
        let context = offer(
            language, 0.3, days: 7, SpokenReason(.charge50), SpokenReason(.frost), SpokenReason(.model))
        #expect(block(.symptom, context) == expected)
    }

    @Test(
        "a share is said in tenths, and never as none or all",
        arguments: [
            (-1, "fewer than one of ten"), (0, "fewer than one of ten"), (0.049, "fewer than one of ten"),
            (0.051, "one of ten"), (0.26, "three of ten"), (0.94, "nine of ten"), (0.96, "more than nine of ten"),
            (2, "more than nine of ten"), (.nan, "fewer than one of ten"),
        ])
    func share(probability: Double, expected: String) {
        let text = block(.symptom, offer("en", probability))
        #expect(text.contains("in \(expected) such cars this part"), "\(text)")
    }

    @Test(
        "how far it looks ahead is said in hours, days or weeks",
        arguments: [
            ("en", 1.0 / 24, "within 1 hour."), ("en", 1, "within a day."), ("en", 1.5, "within 36 hours."),
            ("en", 3, "within 3 days."), ("en", 7, "within a week."), ("en", 14, "within 2 weeks."),
            ("en", 30, "within 30 days."), ("uk", 21, "протягом 3 тижнів."), ("uk", 31, "протягом 31 дня."),
            ("uk", 2, "протягом 2 днів."), ("et", 1, "ööpäeva jooksul rikki."), ("fi", 2, "2 päivän kuluessa."),
            ("ka", 3, "3 დღის განმავლობაში ფუჭდება."),
        ])
    func within(language: String, days: Double, expected: String) {
        let text = block(.symptom, offer(language, days: days))
        #expect(text.hasSuffix(expected), "\(text)")
    }

    @Test("such assets have a word of their own in every language", arguments: MatrixTests.languages)
    func such(language: String) {
        let said = AssetKind.allCases.map { block(.symptom, offer(language, kind: $0)) }
        #expect(Set(said).count == AssetKind.allCases.count)
    }

    @Test("every reason is one whole sentence of its own in every language", arguments: MatrixTests.languages)
    func reasons(language: String) {
        let without = block(.symptom, offer(language))
        var sentences: Set<String> = []
        for kind in SpokenReason.Kind.allCases {
            let reason = SpokenReason(kind, clause: "P7.", otherClause: "P8", count: 6)
            let text = block(.symptom, offer(language, 0.3, days: 7, reason))
            #expect(text.count > without.count + 10, "\(kind)")
            #expect(!text.contains("  ") && !text.contains("..") && !text.contains("{"), "\(text)")
            sentences.insert(text)
        }
        #expect(sentences.count == SpokenReason.Kind.allCases.count)
    }

    @Test(
        "a policy may keep the likelihood to itself: then the reasons alone are said", arguments: MatrixTests.languages)
    func withoutLikelihood(language: String) {
        let time = SlotSituation.Appointment(workshop: "Laagna Auto", time: appointment().time)
        let full = offer(language, 0.3, days: 7, SpokenReason(.frost), times: [time])
        var quiet = full
        quiet.forecast?.saysLikelihood = false
        let said = block(.symptom, quiet)
        #expect(!said.isEmpty && block(.symptom, full).hasPrefix(said + " "), "\(said)")
        #expect(said.contains(ForecastTests.parts[language] ?? "?"))
        let text = book.message(for: quiet)
        #expect(text.count < book.message(for: full).count && text.contains("Laagna"), "\(text)")
        if language == "en" { #expect(!(said + text).contains("three of ten"), "\(said) \(text)") }
    }

    @Test("a reason whose words are missing is left out and leaves no hole")
    func missing() {
        let context = offer("en", 0.3, days: 7, SpokenReason(.together, clause: "it burns"), SpokenReason(.reported))
        #expect(block(.symptom, context) == block(.symptom, offer("en")))
    }

    @Test("what was not foreseen is not said in any other call")
    func others() {
        for task in TaskKind.allCases where task != .preventOffer {
            var context = offer("en", 0.3, days: 7, SpokenReason(.frost))
            context.task = task
            let text = book.script(for: context).text
            #expect(!text.contains("estimate") && !text.contains("Frost"), "\(text)")
        }
    }

    @Test("of a part that has not failed no call and no message says that the vehicle reports something")
    func notReported() {
        let expected: [TaskKind: String] = [
            .workshopCall: "One part is to be replaced before it fails: starter battery.",
            .breakdownCall: "One part of it may fail soon: starter battery.",
            .followUp: "Was this part replaced as we agreed: starter battery?",
        ]
        for task in TaskKind.allCases {
            var context = offer("en")
            context.task = task
            context.isForeseen = true
            context.forecast = nil
            context.symptomClause = "one of its parts is likely to fail soon"
            let text = book.script(for: context).text
            #expect(!text.contains("reports") && !text.contains("reported"), "\(text)")
            #expect(!book.message(for: context).contains("reports"))
            if let words = expected[task] { #expect(text.contains(words), "\(text)") }
        }
    }

    @Test(
        "after a yes nobody hears of safety, places, crews or passengers: they hear of their time",
        arguments: MatrixTests.languages)
    func afterYes(language: String) {
        for (task, purpose) in [(TaskKind.callAgain, CallPurpose.usual), (.breakdownCall, .inbound)] {
            var context = offer(language)
            (context.task, context.purpose, context.isForeseen) = (task, purpose, true)
            if task == .callAgain { context.change = .slotConfirmed }
            context.slot = .confirmed(appointment())
            let script = book.script(for: context)
            let kinds = script.blocks.map(\.kind)
            #expect(!kinds.contains { [.safety, .place, .coming, .questions].contains($0) }, "\(kinds)")
            #expect(kinds.last == .next && kinds.contains(task == .callAgain ? .change : .symptom), "\(kinds)")
            guard language == "en" else { continue }
            #expect(script.text.contains("The workshop expects you "), "\(script.text)")
            #expect(!script.text.contains("After that") && !script.text.contains("report"), "\(script.text)")
            // Graver than that, and it is a breakdown like any other.
            context.severity = .limp
            #expect(book.script(for: context).blocks.first?.kind == .safety)
        }
    }

    @Test(
        "a second offer begins with that we have rung before, and then says why again",
        arguments: MatrixTests.languages, [ChangeReason.offerSlotLost, .offerAgain])
    func again(language: String, change: ChangeReason) {
        let first = offer(language, times: [appointment()])
        var second = first
        second.change = change
        let script = book.script(for: second)
        #expect(script.blocks.map(\.kind) == [.opening, .change, .symptom, .request])
        #expect(block(.opening, second) != block(.opening, first))
        let why = block(.change, second)
        var other = second
        other.change = change == .offerAgain ? .offerSlotLost : .offerAgain
        #expect(!why.isEmpty && why != block(.change, other), "\(why)")
        // Whoever reads it instead may be waiting for the time that is gone.
        let text = book.message(for: second)
        #expect((text == book.message(for: first)) == (change == .offerAgain), "\(text)")
        #expect(text.contains("Peterburi") && SMSLength(text).parts <= 3, "\(text)")
        // And so may whoever rings us.
        second.purpose = .inbound
        #expect(block(.change, second) == (change == .offerSlotLost ? why : ""))
        guard language == "en", change == .offerSlotLost else { return }
        #expect(
            block(.opening, other) + " " + why
                == "Hello again. This is Callahead about case 7 and your car; nothing has broken down. We have rung "
                + "about this before, and a workshop time was agreed. I am sorry: that time is not to be had any more, "
                + "and we need another one.")
    }

    @Test("who asked to be rung later hears that we have rung before, and about what", arguments: MatrixTests.languages)
    func ringsBack(language: String) {
        var context = offer(language)
        context.plate = "123 ABC"
        context.purpose = .callBack
        let opening = block(.opening, context)
        #expect(opening.contains("7") && opening.contains("123 ABC"), "\(opening)")
        if language == "en" {
            #expect(
                opening
                    == "Hello. This is Callahead about case 7. We have rung you before about your car, 123 ABC, and you "
                    + "asked us to call back; nothing has broken down.")
        }
        context.task = .breakdownCall
        context.severity = .stop
        #expect(block(.opening, context) != opening)
    }

    @Test("several times are offered in one sentence, with their workshops where these differ")
    func times() {
        let other = SlotSituation.Appointment(workshop: "Kesklinna Auto", time: appointment().time)
        let same = [
            appointment(), appointment("2026-11-24T07:00:00Z"), appointment("2026-11-27T06:30:00Z"),
            appointment("2026-11-28T06:30:00Z"),
        ]
        #expect(
            block(.request, offer("en", times: same))
                == "I can offer you these workshop times: at 14:30, tomorrow at 9:00 or on Friday at 8:30. "
                + "The workshop is Peterburi tee autoteenindus. Which of them suits you?")
        #expect(
            block(.request, offer("en", times: [same[1], other]))
                == "I can offer you these workshop times: tomorrow at 9:00, Peterburi tee autoteenindus; at 14:30, "
                + "Kesklinna Auto. Which of them suits you?")
        #expect(
            block(.request, offer("en", times: [other]))
                == "I can offer you a workshop time at 14:30: Kesklinna Auto. Does that suit you?")
        #expect(block(.request, offer("en")) == "Would you like me to find a workshop time for you?")
    }

    @Test("the text message names part, likelihood and a time on offer, and nothing as agreed")
    func message() {
        var context = offer("en", times: [appointment()])
        #expect(
            book.message(for: context)
                == "Callahead, case 7: this part of your car may fail soon: starter battery. Our estimate: in three of "
                + "ten such cars within a week. Workshop time on offer at 14:30: Peterburi tee "
                + "autoteenindus.")
        context.mayKnowPlace = false
        #expect(!book.message(for: context).contains("Peterburi"))
        for language in MatrixTests.languages {
            let time = SlotSituation.Appointment(workshop: "Laagna Auto", time: appointment().time)
            let context = offer(language, times: [time])
            let text = book.message(for: context)
            #expect(SMSLength(text).parts <= 3)
            let number = ["en": "three of ten", "et": "kolmel", "fi": "kolmessa", "uk": "трьох", "ka": "სამში"][
                language]
            #expect(number.map(text.contains) == true, "\(text)")
            #expect(text.contains("Laagna") && text.contains(ForecastTests.parts[language] ?? "?"), "\(text)")
        }
    }
}
