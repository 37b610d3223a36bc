import Prognostics
import Telemetry
import Testing

@Suite("A backtest on a fleet of which the truth is known")
struct BacktestTests {
    private static let horizon = Horizon(seconds: 86_400, stepSeconds: 43_200) ?? .day

    private func run(
        _ fleet: InventedFleet, trainUntil: Int = 65
    ) -> (report: [String: PartResult], predictions: [Backtest.Prediction], model: PrognosisModel) {
        let until = fleet.day(trainUntil)
        let history = fleet.history(learntUntil: until)
        let model = fleet.trainer(until: trainUntil).model(of: history)
        var predictions: [Backtest.Prediction] = []
        let results = Backtest(model: model, from: until, until: fleet.day(fleet.days - 1))
            .run(on: history, parts: history.parts) { predictions.append($0) }
        let named = results.map { (history.vocabulary[$0.part] ?? "", $0) }
        return (Dictionary(named) { first, _ in first }, predictions, model)
    }

    @Test("What a code tells is foreseen, and what nothing tells is left silent")
    func truth() throws {
        let (results, predictions, model) = run(InventedFleet())
        let pump = try #require(results["pump"])
        #expect(pump.advice == .on)
        let book = try #require(pump.book)
        #expect(book.eventRecall > 0.9)
        #expect(book.precision > 0.35)
        #expect(book.lead(quantile: 0.5).map { (0...12 * 3_600.0).contains($0) } == true)
        #expect(results["belt"]?.advice == .noSkill)
        #expect(results["lamp"]?.advice == .notEnoughFailures)
        #expect(results["lamp"]?.averagePrecision == nil)
        let belt = model.vocabulary.find("belt")
        #expect(predictions.allSatisfy { $0.part != belt || $0.level == .none })
    }

    @Test("What is said is what happens")
    func calibrated() throws {
        let pump = try #require(run(InventedFleet(assets: 40)).report["pump"])
        for bin in pump.calibration where bin.rows > 60 {
            #expect(abs(bin.predicted - bin.observed) < 0.12, "\(bin)")
        }
    }

    @Test("A log whose codes are shuffled gives silence", arguments: [1, 2] as [UInt64])
    func silence(seed: UInt64) {
        let (results, predictions, _) = run(InventedFleet(told: false, seed: seed))
        #expect(results.values.allSatisfy { !$0.isSwitchedOn })
        #expect(predictions.allSatisfy { $0.level == .none })
    }

    @Test("What comes later changes nothing that was said before", arguments: [70])
    func future(day: Int) {
        let fleet = InventedFleet()
        let now = fleet.day(day)
        var random = SeededGenerator(seed: 99)
        var other = fleet
        for index in other.records.indices where other.records[index].time > now {
            let later = fleet.day(fleet.days).milliseconds - now.milliseconds
            other.records[index].time = now.adding(milliseconds: 1 + Int64(random.share() * Double(later)))
            other.records[index].asset = fleet.records.randomElement(using: &random)?.asset ?? "a0"
            if case .code = other.records[index].kind { other.records[index].kind = .code("A\(index % 7)") }
        }
        for number in 0..<50 {
            other.records.append(
                .init(asset: "a\(number)", time: now.adding(milliseconds: 1), kind: .repair(part: "pump", failed: true))
            )
        }
        other.records.shuffle(using: &random)
        func said(_ predictions: [Backtest.Prediction], _ fleet: InventedFleet) -> [String] {
            let history = fleet.history(learntUntil: fleet.day(65))
            return predictions.filter { Timestamp(seconds: $0.second) <= now }.map {
                "\(history.assets[$0.asset].id) \(history.vocabulary[$0.part] ?? "") \($0.second) \($0.probability) \($0.level)"
            }.sorted()
        }
        let before = run(fleet)
        let after = run(other)
        let known = Set(fleet.assets.map(\.id))
        let left = said(before.predictions, fleet)
        let right = said(after.predictions, other).filter { known.contains(String($0.prefix { $0 != " " })) }
        let same = left == right
        #expect(same)
        #expect(left.count > 100)
        #expect(before.model.parts.map(\.book) == after.model.parts.map(\.book))
    }

    @Test("Learning day by day comes to the same as learning at once")
    func online() throws {
        let fleet = InventedFleet(assets: 20)
        let history = fleet.history(learntUntil: fleet.day(65))
        var daily = FleetLearner(horizon: BacktestTests.horizon, start: fleet.day(1))
        for day in 2...65 { daily.learn(from: history, knownUntil: fleet.day(day)) }
        var once = FleetLearner(horizon: BacktestTests.horizon, start: fleet.day(1))
        once.learn(from: history, knownUntil: fleet.day(65))
        #expect(daily == once)
        let model = fleet.trainer(until: 65).model(of: history)
        #expect(daily.refreshed(model, vocabulary: history.vocabulary).parts == model.parts)
    }
}
