import Prognostics
import Telemetry
import Testing

@Suite("The signals of an asset as evidence")
struct SignalMemoryTests {
    private static let start: Int64 = 1_700_000_000

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: SignalMemoryTests.start + seconds) }

    @Test("every signal gives each fact once, in bins that the usual one stands in the middle of")
    func terms() {
        var memory = SignalMemory(horizon: .day)
        var random = SplitMix(3)
        for hour in 0..<(24 * 16) {
            for signal in [UInt16(9), 2] {
                memory.observe(signal: signal, value: 5 + random.normal() * 0.1, at: at(Int64(hour) * 3_600))
            }
        }
        var evidence = Evidence()
        memory.append(to: &evidence, at: at(16 * 86_400), replaced: nil, horizon: .day)
        #expect(evidence.terms.count == 2 * SignalFact.allCases.count)
        #expect(Set(evidence.terms.map { $0.bits >> 16 }).count == evidence.terms.count)
        #expect(memory.signals == [2, 9])
        for fact in SignalFact.allCases {
            #expect(fact.bin(0) == fact.usualBin)
            #expect(fact.bin(-1_000) == 1)
            #expect(fact.bin(1_000) == 2 * fact.usualBin - 1)
        }
    }

    @Test("signals beyond the limit are not taken, the first stay")
    func limit() {
        var memory = SignalMemory(horizon: .day)
        for signal in 0..<UInt16(SignalMemory.signalLimit) {
            #expect(memory.observe(signal: signal, value: 1, at: at(0)) == .learning)
        }
        #expect(memory.observe(signal: 999, value: 1, at: at(0)) == nil)
        #expect(memory.observe(signal: 999, value: .nan, at: at(0)) == .refused)
        #expect(memory.observe(signal: 3, value: 1, at: at(1)) == .learning)
    }

    @Test("a reading says which way, how far and since when")
    func words() throws {
        var memory = SignalMemory(horizon: .day)
        var random = SplitMix(5)
        var second: Int64 = 0
        func feed(_ value: Double, hours: Int) {
            for _ in 0..<hours {
                memory.observe(signal: 1, value: value + random.normal() * 0.1, at: at(second))
                second += 3_600
            }
        }
        feed(13.9, hours: 24 * 15)
        let usual = try #require(memory.reading(of: 1, at: at(second), replaced: nil))
        #expect(usual.words.hasPrefix("at its own normal of 13."))
        feed(13.6, hours: 72)
        let low = try #require(memory.reading(of: 1, at: at(second), replaced: nil))
        #expect(low.words.contains("deviations below its own normal of 13."))
        #expect(low.words.contains("; drifting since 20"))
        #expect(memory.reading(of: 2, at: at(second), replaced: nil) == nil)
    }

    @Test("a machine whose pressure falls for hours before it fails is foreseen")
    func foreseen() throws {
        let horizon = try #require(Horizon(seconds: 7_200, stepSeconds: 600))
        var memory = SignalMemory(horizon: horizon)
        var random = SplitMix(11)
        var weights = OnlineWeights()
        var tests: [(Evidence, Bool)] = []
        var evidence = Evidence()
        var replaced: Timestamp?
        // It fails every 30 to 60 hours; four hours before, the pressure begins to fall by four deviations.
        var failure: Int64 = 200_000
        for step in 0..<8_640 {
            let second = Int64(step) * 600
            if second >= failure {
                replaced = at(failure)
                failure += 108_000 + Int64(random.unit() * 108_000)
            }
            let fall = min(1, max(0, 1 - Double(failure - second) / 14_400)) * 4
            memory.observe(signal: 0, value: 100 - 3 * fall + 3 * random.normal(), at: at(second))
            memory.observe(signal: 1, value: random.normal(), at: at(second))
            evidence.removeAll()
            memory.append(to: &evidence, at: at(second), replaced: replaced, horizon: horizon)
            let fails = failure <= second + 7_200
            if step < 4_320 { weights.learn(evidence, fails: fails) } else { tests.append((evidence, fails)) }
        }
        var counts = [0.0, 0, 0, 0]
        for (evidence, fails) in tests { counts[(weights.logOdds(evidence) > 0 ? 2 : 0) + (fails ? 1 : 0)] += 1 }
        let failing = 2 * counts[3] / (2 * counts[3] + counts[1] + counts[2])
        let fine = 2 * counts[0] / (2 * counts[0] + counts[1] + counts[2])
        #expect((failing + fine) / 2 > 0.85)
    }
}

/// Logistic regression by one pass of gradient steps: the plainest learner that weighs facts together.
private struct OnlineWeights {
    private var base = (weight: -2.0, squares: 0.01)
    private var weights: [EvidenceTerm: (weight: Double, squares: Double)] = [:]

    func logOdds(_ evidence: Evidence) -> Double {
        evidence.terms.reduce(base.weight) { $0 + (weights[$1]?.weight ?? 0) }
    }

    mutating func learn(_ evidence: Evidence, fails: Bool) {
        let error = AdditiveModel.probability(ofLogOdds: logOdds(evidence)) - (fails ? 1 : 0)
        func stepped(_ old: (weight: Double, squares: Double)) -> (weight: Double, squares: Double) {
            let squares = old.squares + error * error
            return (old.weight - 0.3 * error / squares.squareRoot(), squares)
        }
        base = stepped(base)
        for term in evidence.terms { weights[term] = stepped(weights[term] ?? (0, 0.01)) }
    }
}
