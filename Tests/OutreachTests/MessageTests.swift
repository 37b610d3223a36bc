import Outreach
import Telemetry
import Testing

@Suite("Text messages")
struct MessageTests {
    @Test(
        "parts are counted by the alphabet that the text needs",
        arguments: [
            (String(repeating: "a", count: 160), 1, 160), (String(repeating: "a", count: 161), 2, 161),
            (String(repeating: "a", count: 306), 2, 306), (String(repeating: "a", count: 307), 3, 307),
            (String(repeating: "ä", count: 160), 1, 160), (String(repeating: "€", count: 80), 1, 160),
            (String(repeating: "€", count: 81), 2, 162), (String(repeating: "õ", count: 70), 1, 70),
            (String(repeating: "õ", count: 71), 2, 71), (String(repeating: "õ", count: 134), 2, 134),
            (String(repeating: "õ", count: 135), 3, 135), (String(repeating: "😀", count: 35), 1, 70), ("", 1, 0),
        ])
    func count(text: String, parts: Int, units: Int) {
        let length = SMSLength(text)
        #expect(length.parts == parts)
        #expect(length.units == units)
    }

    @Test("every message and acceptance fits into three parts", arguments: ["en", "et"])
    func fits(language: String) throws {
        let book = try shippedPhrasebook()
        for context in ScriptTests.everyContext(language) {
            #expect(SMSLength(book.message(for: context)).parts <= 3)
            #expect(SMSLength(book.acceptance(for: context)).parts <= 3)
        }
    }

    @Test("a long symptom gives way to what to do and who comes", arguments: ["en", "et"])
    func long(language: String) throws {
        let book = try shippedPhrasebook()
        var context = situations(language)[0].context
        context.symptomClause = String(repeating: "õlirõhk on kadunud ja ", count: 20)
        let text = book.message(for: context)
        #expect(SMSLength(text).parts <= 3)
        #expect(text.contains(language == "en" ? "engine off" : "mootor välja"))
        #expect(text.contains(language == "en" ? "20 to 30 minutes" : "20 kuni 30 minutit"))
    }

    @Test("a case number without end is cut instead of sent in a hundred parts")
    func endless() throws {
        let book = try shippedPhrasebook()
        var context = situations("et")[0].context
        context.caseNumber = "7" + String(repeating: "\u{301}", count: 5_000)
        #expect(SMSLength(book.acceptance(for: context)).parts <= 3)
    }

    @Test("the driver hears that the job is taken, by what and with a range")
    func acceptance() throws {
        let book = try shippedPhrasebook()
        #expect(
            book.acceptance(for: situations("en")[0].context)
                == "Callahead, case 1042: a flatbed has taken the job and needs 20 to 30 minutes.")
        #expect(
            book.acceptance(for: situations("et")[0].context)
                == "Callahead, juhtum 1042: platvormiga puksiirauto on töö vastu võtnud, aega kulub 20 kuni 30 minutit."
        )
    }

    @Test(
        "minutes have their plural, and an arrival at any moment is said as up to",
        arguments: [
            (MinuteRange(low: 0, high: 1), "up to 1 minute.", "kuni 1 minut."),
            (MinuteRange(low: 0, high: 5), "up to 5 minutes.", "kuni 5 minutit."),
            (MinuteRange(low: 1, high: 2), "1 to 2 minutes.", "1 kuni 2 minutit."),
            (MinuteRange(low: 30, high: 20), "30 to 31 minutes.", "30 kuni 31 minutit."),
        ])
    func plural(range: MinuteRange, english: String, estonian: String) throws {
        let book = try shippedPhrasebook()
        let leg = LegSituation.accepted(unit: "patrol", eta: range)
        #expect(book.acceptance(for: fullContext("en", leg: leg)).hasSuffix(" " + english))
        #expect(book.acceptance(for: fullContext("et", leg: leg)).hasSuffix(" " + estonian))
    }

    @Test(
        "a time is said with its day as seen from today",
        arguments: [
            ("2026-11-23T12:30:00Z", "at 14:30", "kell 14:30"),
            ("2026-11-23T22:05:00Z", "tomorrow at 0:05", "homme kell 0:05"),
            ("2026-11-27T07:05:00Z", "on Friday at 9:05", "reedel kell 9:05"),
            ("2026-12-01T07:00:00Z", "on 1 December at 9:00", "1. detsembril kell 9:00"),
        ])
    func when(iso: String, english: String, estonian: String) throws {
        let book = try shippedPhrasebook()
        let slot = SlotSituation.confirmed(appointment(iso))
        for (language, expected) in [("en", english), ("et", estonian)] {
            let text = book.script(for: fullContext(language, leg: .noneAvailable, slot: slot)).text
            #expect(text.contains(" \(expected)"), "\(text)")
        }
    }
}
