import Prognostics
import Telemetry
import Testing

import struct Foundation.Data
import class Foundation.JSONDecoder
import class Foundation.JSONEncoder

@Suite("A part's model")
struct ModelTests {
    private func table(_ rows: [([EvidenceTerm], rows: Int, failures: Int)]) -> PatternTable {
        var table = PatternTable()
        for row in rows {
            var evidence = Evidence()
            for term in row.0 { evidence.append(term) }
            table.add(evidence, rows: row.rows, failures: row.failures)
        }
        return table
    }

    private let code = EvidenceTerm(.code, subject: 1, bin: 1)
    private let twin = EvidenceTerm(.code, subject: 2, bin: 1)

    @Test("Two codes that always come together are not counted twice")
    func twins() {
        let counts = table([([], 100_000, 100), ([code, twin], 1_000, 300)])
        let model = LogisticFit(strength: 0.01, horizon: .day).model(of: counts.patterns)
        var both = Evidence()
        both.append(code)
        both.append(twin)
        let probability = AdditiveModel.probability(ofLogOdds: model.logOdds(both))
        #expect(abs(probability - 0.3) < 0.01)
        #expect(abs((model.weight(of: code)?.weight ?? 0) - (model.weight(of: twin)?.weight ?? 1)) < 1e-6)
    }

    @Test("A rare fact stays near the fleet's rate, a frequent one speaks for itself")
    func shrinkage() throws {
        let counts = table([([], 100_000, 100), ([code], 4, 1), ([twin], 4_000, 1_000)])
        let model = LogisticFit(strength: 0.5, horizon: .day).model(of: counts.patterns)
        let rare = try #require(model.weight(of: code)).weight
        let frequent = try #require(model.weight(of: twin)).weight
        #expect(rare > 0)
        #expect(rare < 0.3 * frequent)
    }

    @Test("A weight that is known from elsewhere is where the pull goes, also without a row")
    func centres() throws {
        let unseen = EvidenceTerm(.battery, other: 3, bin: 2)
        let fit = LogisticFit(
            strength: 1e6, horizon: .day,
            centres: [.init(term: code, weight: 2), .init(term: unseen, weight: -1)])
        let model = fit.model(of: table([([], 1_000, 10), ([code], 100, 1)]).patterns)
        #expect(abs(try #require(model.weight(of: code)).weight - 2) < 0.01)
        #expect(model.weight(of: unseen)?.weight == -1)
    }

    @Test("The reasons and the base add up to the probability, strongest first")
    func reasons() {
        let weights = [
            WeightedTerm(term: code, weight: 3, rows: 10, failures: 5),
            WeightedTerm(term: twin, weight: -4, rows: 10, failures: 0),
        ]
        let full = AdditiveModel(base: -2, weights: weights)
        let model = PartModel(
            part: 0, prior: AdditiveModel(base: -5, weights: []), full: full, watch: 0.01, book: 0.5, skill: nil,
            advice: .on, strength: 1, calibration: Calibration())
        var evidence = Evidence()
        evidence.append(code)
        evidence.append(twin)
        let prognosis = model.prognosis(evidence)
        #expect(prognosis.reasons.map(\.term) == [twin, code])
        let sum = prognosis.reasons.reduce(prognosis.base) { $0 + $1.weight }
        #expect(AdditiveModel.probability(ofLogOdds: sum) == prognosis.probability)
        #expect(prognosis.level == .watch)
    }

    @Test("A part that is switched off says what its age and model say, and no level")
    func off() {
        let model = PartModel(
            part: 0, prior: AdditiveModel(base: -5, weights: []),
            full: AdditiveModel(base: 5, weights: []), watch: 0.1, book: 0.2, skill: nil, advice: .noSkill, strength: 1,
            calibration: Calibration())
        let prognosis = model.prognosis(Evidence())
        #expect(prognosis.probability < 0.01)
        #expect(prognosis.level == .none)
    }

    @Test("A model comes back from storage as it was, and one of another form is refused")
    func stored() throws {
        let fleet = InventedFleet(assets: 12, days: 60)
        let history = fleet.history(learntUntil: fleet.day(50))
        let model = fleet.trainer(until: 50).model(of: history)
        let data = try JSONEncoder().encode(model)
        #expect(try JSONDecoder().decode(PrognosisModel.self, from: data) == model)
        let other = Data(String(decoding: data, as: UTF8.self).replacing("\"version\":1", with: "\"version\":9").utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(PrognosisModel.self, from: other) }
    }

    @Test("Of very many rows the same share is kept each time, and it counts for all")
    func thinned() {
        let fleet = InventedFleet(assets: 12, days: 60)
        let history = fleet.history(learntUntil: fleet.day(50))
        let horizon = fleet.trainer(until: 50).horizon
        func learnt(_ thinning: Thinning) -> FleetLearner {
            var learner = FleetLearner(horizon: horizon, start: fleet.day(1), thinning: thinning)
            learner.learn(from: history, knownUntil: fleet.day(50))
            return learner
        }
        let all = learnt(.none)
        let half = learnt(Thinning(rows: 150, limit: 100))
        #expect(half == learnt(Thinning(power: 1)))
        for (whole, part) in zip(all.tables, half.tables) {
            #expect(part.table.failures == whole.table.failures)
            #expect(part.table.patterns.count < whole.table.patterns.count || whole.table.patterns.count < 30)
            #expect(abs(Double(part.table.rows) / Double(whole.table.rows) - 1) < 0.1)
        }
    }

    @Test("A starter battery without history is judged by published thresholds, another part is not")
    func published() {
        #expect(PartModel.published(part: 1, name: "starter_battery", horizon: .day)?.advice == .published)
        #expect(PartModel.published(part: 1, name: "belt", horizon: .day) == nil)
    }

    @Test("Average precision and thresholds take equal scores together")
    func ranking() throws {
        var scores = ScoreTable()
        for (score, failed) in [(0.9, true), (0.7, true), (0.7, false), (0.1, false), (0.1, true)] {
            scores.add(score: score, failed: failed)
        }
        let expected = 1.0 / 3 + 2.0 / 9 + 1.0 / 5
        let averagePrecision = try #require(scores.averagePrecision)
        #expect(abs(averagePrecision - expected) < 1e-12)
        #expect(abs(try #require(scores.bestCut()).threshold - 0.1) < 1e-4)
        #expect(abs(scores.cuts[0].threshold - 0.8) < 1e-4)
    }
}
