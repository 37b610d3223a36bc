import Outreach
import Telemetry
import Testing

@Suite("What is said of a plan")
struct PlanTests {
    static let languages = ["en", "et"]

    @Test("every way that a plan can go is said exactly so", arguments: languages)
    func exact(language: String) throws {
        let book = try shippedPhrasebook()
        let snapshots = language == "en" ? englishPlanSnapshots : estonianPlanSnapshots
        let situations = planSituations(language)
        #expect(snapshots.count == situations.count)
        for (name, context) in situations { #expect(planWords(book, context) == snapshots[name], "\(name)") }
    }

    @Test("the short words of every situation are exactly so", arguments: languages)
    func short(language: String) throws {
        let book = try shippedPhrasebook()
        let legs: [LegSituation] = [
            .thirdPartyAsked(provider: "Maanteeabi OÜ", right: .concession),
            .thirdPartyAsked(provider: nil, right: .police),
            .thirdPartyAccepted(provider: "Maanteeabi OÜ", eta: MinuteRange(low: 20, high: 30)),
            .needsApproval(ofTow: true), .visitAsked(at: appointment().time), .visit(at: appointment().time),
            .stored(broughtAt: nil), .standby,
        ]
        let expected = language == "en" ? englishShortWords : estonianShortWords
        for (leg, words) in zip(legs, expected) {
            let advice = book.advice(for: fullContext(language, leg: leg))
            #expect(advice.hasSuffix(" \(words)"), "\(advice)")
        }
        #expect(legs.count == expected.count)
    }

    @Test("in an emergency nobody hears that help waits for approval", arguments: languages, [true, false])
    func noApprovalInEmergency(language: String, ofTow: Bool) throws {
        let book = try shippedPhrasebook()
        var waiting = fullContext(language, leg: .needsApproval(ofTow: ofTow))
        var unplanned = fullContext(language, leg: .notPlanned)
        waiting.severity = .emergency
        unplanned.severity = .emergency
        #expect(book.script(for: waiting) == book.script(for: unplanned))
        #expect(book.message(for: waiting) == book.message(for: unplanned))
        waiting.severity = .stop
        #expect(book.script(for: waiting) != book.script(for: unplanned))
    }

    @Test("a part on board is said only if the part may be named", arguments: languages)
    func partOnBoard(language: String) throws {
        let book = try shippedPhrasebook()
        var context = fullContext(language, leg: .enRoute(unit: "patrol", eta: MinuteRange(low: 5, high: 10)))
        let plain = planWords(book, context)
        context.partOnBoard = true
        #expect(planWords(book, context) == plain)
        context.partName = "X17"
        #expect(planWords(book, context).contains("X17"))
        context.partOnBoard = false
        #expect(planWords(book, context) == plain)
    }

    @Test("why nobody is free, and when they are looked for, is said only while nobody is", arguments: languages)
    func shortageOnlyIfNone(language: String) throws {
        let book = try shippedPhrasebook()
        var context = fullContext(language, leg: .offered(unit: "flatbed"))
        let plain = book.script(for: context)
        context.shortage = .allBusy
        context.nextTry = .minutes(7)
        context.alternative = .ownHelp
        #expect(book.script(for: context) == plain)
        context.leg = .noneAvailable
        #expect(book.script(for: context).text.contains(language == "en" ? "in 7 minutes" : "7 minuti pärast"))
    }

    @Test("the acceptance of a third party names the firm and no unit of ours", arguments: languages)
    func thirdPartyAcceptance(language: String) throws {
        let book = try shippedPhrasebook()
        let eta = MinuteRange(low: 20, high: 30)
        let text = book.acceptance(
            for: fullContext(language, leg: .thirdPartyAccepted(provider: "Maanteeabi OÜ", eta: eta)))
        #expect(
            text
                == (language == "en"
                    ? "Callahead, case 1042: Maanteeabi OÜ has taken the job and needs 20 to 30 minutes."
                    : "Callahead, juhtum 1042: töö on vastu võtnud Maanteeabi OÜ, aega kulub 20 kuni 30 minutit."))
    }
}
