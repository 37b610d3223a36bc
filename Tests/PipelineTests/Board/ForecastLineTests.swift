import Casework
import Diagnostics
import Outreach
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

private let noon = Timestamp(milliseconds: 1_795_305_600_000)

@Suite("A forecast's line on the board")
struct ForecastLineTests {
    private static let scripts = Result {
        ScriptBuilder(
            phrasebook: try Phrasebook.load(directory: Repository.folder("outreach")),
            catalogue: try FaultCatalogue.words(
                directory: Repository.folder("device-profiles"), symptoms: [], parts: ["starter_battery"]))
    }

    private func line(
        _ level: Forecast.Level, _ probability: Double, _ offer: BoardForecast.Offer? = nil
    ) throws -> ForecastLine {
        ForecastLine(
            BoardForecast(
                asset: "1 A", part: "starter_battery", level: level, probability: probability, horizon: 604_800,
                since: noon, offer: offer), scripts: try ForecastLineTests.scripts.get(), at: noon)
    }

    @Test(
        "a share is told in tenths, and in hundredths where these would say none",
        arguments: [
            (0.31, "3 of 10"), (0.04, "4 of 100"), (0.001, "<1 of 100"),
            (0.99, ">9 of 10"),
        ])
    func share(probability: Double, expected: String) throws {
        let line = try line(.watch, probability)
        #expect(line.share == expected)
        #expect(line.within == "a week")
    }

    @Test("what became of an offer is told as it is")
    func offers() throws {
        let ago = noon.adding(seconds: -3 * 86_400)
        #expect(try line(.watch, 0.3).offer == "")
        #expect(try line(.book, 0.3).offer == "no offer yet")
        let open = try line(.book, 0.3, BoardForecast.Offer(at: ago, task: 17))
        #expect(open.offer == "offer: task 17" && open.isOpen)
        let answers: [(PreventAnswer, PreventResult?, String)] = [
            (.accepted, nil, "a time is agreed"), (.accepted, .prevented, "replaced 3 d ago"),
            (.declined, .wasted, "declined 3 d ago"), (.unreached, .wasted, "not reached 3 d ago"),
            (.undecided, .wasted, "undecided 3 d ago"), (.overtaken, .unknown, "offered 3 d ago"),
        ]
        for (answer, result, words) in answers {
            let told = try line(.book, 0.3, BoardForecast.Offer(answer: answer, result: result, at: ago))
            #expect(told.offer == words && !told.isOpen)
        }
    }
}
