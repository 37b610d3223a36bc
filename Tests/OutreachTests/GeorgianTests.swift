import Outreach
import Telemetry
import Testing

@Suite("Georgian")
struct GeorgianTests {
    private static let driver = "ნინო"
    private static let road = "რუსთაველის გამზირი"
    private static let towards = "მცხეთა"

    /// Every value that comes from outside in Georgian letters, and no place in one string.
    private func georgian(_ context: ScriptContext) -> ScriptContext {
        var context = context
        context.contactName = GeorgianTests.driver
        context.placeWords = nil
        context.place = SpokenPlace(road: GeorgianTests.road, towards: GeorgianTests.towards)
        context.symptomClause = "ზეთის წნევა დაეცა"
        return context
    }

    @Test("a name at the start of a sentence keeps its letters: Georgian sentences begin without a capital")
    func noCapitals() throws {
        let book = try shippedPhrasebook()
        let place = "\(GeorgianTests.road), მიმართულება \(GeorgianTests.towards)"
        for (name, context) in situations("ka") where !context.assetKind.isStationary {
            let text = book.script(for: georgian(context)).text
            let isPlaced = text.contains(place)
            let asksForPlace = context.task != .callAgain
            #expect(isPlaced == asksForPlace, "\(name): \(text)")
        }
    }

    @Test("no letter of the alphabet of capitals is ever said, for it is not used inside a sentence")
    func noMtavruli() throws {
        let book = try shippedPhrasebook()
        let shouted = ScriptTests.everyContext("ka").map(georgian).first { context in
            let texts = [book.script(for: context).text, book.message(for: context), book.advice(for: context)]
            return texts.joined().unicodeScalars.contains { (0x1C90...0x1CBF).contains($0.value) }
        }
        #expect(shouted.map { book.script(for: $0).text } == nil)
    }

    @Test("a text message in Georgian still says what is wrong, what to do, who comes and when")
    func message() throws {
        let book = try shippedPhrasebook()
        var context = georgian(situations("ka")[0].context)
        context.slot = .none
        let text = book.message(for: context)
        #expect(SMSLength(text).parts <= Phrasebook.messagePartLimit)
        for part in ["1042", "ზეთის წნევა დაეცა", "გამორთეთ ძრავა", "112", "ევაკუატორი", "20-30 წუთი"] {
            #expect(text.contains(part), "\(part) is not in: \(text)")
        }
    }
}
