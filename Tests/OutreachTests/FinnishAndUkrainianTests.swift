import Outreach
import Telemetry
import Testing

@Suite("Finnish and Ukrainian")
struct FinnishAndUkrainianTests {
    let book: Phrasebook

    init() throws { book = try shippedPhrasebook() }

    @Test(
        "Ukrainian minutes stand in the accusative, in the form of the upper number",
        arguments: [
            (MinuteRange(low: 0, high: 1), "до 1 хвилини."), (MinuteRange(low: 0, high: 3), "до 3 хвилин."),
            (MinuteRange(low: 0, high: 21), "до 21 хвилини."), (MinuteRange(low: 1, high: 2), "1–2 хвилини."),
            (MinuteRange(low: 5, high: 10), "5–10 хвилин."), (MinuteRange(low: 10, high: 12), "10–12 хвилин."),
            (MinuteRange(low: 15, high: 21), "15–21 хвилину."), (MinuteRange(low: 20, high: 34), "20–34 хвилини."),
            (MinuteRange(low: 90, high: 111), "90–111 хвилин."),
        ])
    func ukrainianMinutes(range: MinuteRange, expected: String) {
        let context = fullContext("uk", leg: .accepted(unit: "patrol", eta: range))
        #expect(book.acceptance(for: context).hasSuffix("дорога займе \(expected)"))
    }

    @Test(
        "a Ukrainian age and a wait have their three forms",
        arguments: [
            (1, "1 хвилину"), (2, "2 хвилини"), (5, "5 хвилин"), (11, "11 хвилин"), (21, "21 хвилину"),
            (104, "104 хвилини"), (112, "112 хвилин"),
        ])
    func ukrainianCounts(count: Int, expected: String) {
        var context = fullContext("uk", leg: .noneAvailable)
        context.placeWords = "М06"
        context.placeAgeSeconds = Int64(count) * 60
        context.nextTry = .minutes(count)
        let text = book.script(for: context).text
        #expect(text.contains("через \(expected)."), "\(text)")
        #expect(count < 6 || text.contains("\(expected) тому"), "\(text)")
    }

    @Test(
        "Finnish minutes stand in the genitive",
        arguments: [(0, 1, "enintään 1"), (0, 5, "enintään 5"), (20, 30, "20-30")])
    func finnishMinutes(low: Int, high: Int, expected: String) {
        let leg = LegSituation.accepted(unit: "patrol", eta: MinuteRange(low: low, high: high))
        let text = book.acceptance(for: fullContext("fi", leg: leg))
        #expect(text.hasSuffix("\(expected) minuutin kuluttua."))
    }

    @Test("Finnish messages do without letters that would make them long")
    func finnishAlphabet() {
        for context in ScriptTests.everyContext("fi") {
            var context = context
            context.symptomClause = "öljynpaine on kadonnut"
            for text in [book.message(for: context), book.acceptance(for: context), book.voicemail(for: context)] {
                let isShort = SMSLength(text).alphabet == .gsm7
                #expect(isShort, "\(text)")
            }
        }
    }

    @Test("what to do and who comes both fit into a Ukrainian message with an ordinary symptom")
    func ukrainianLength() {
        let eta = MinuteRange(low: 20, high: 30)
        for unit in ["flatbed", "wheel_lift", "heavy", "patrol", "technician", nil] {
            for road in RoadClass.allCases {
                var context = fullContext("uk", leg: .accepted(unit: unit, eta: eta))
                context.roadClass = road
                context.symptomClause = "зник тиск оливи"
                let text = book.message(for: context)
                #expect(text.contains("зник тиск оливи") && text.contains("20–30 хвилин"), "\(text)")
            }
        }
    }
}
