import Prognostics
import Telemetry
import Testing

@Suite("A signal against its own past")
struct SignalStateTests {
    private let settings = SignalSettings(horizonSeconds: 86_400)
    private static let start: Int64 = 1_700_000_000
    private static let day: Int64 = 86_400

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: SignalStateTests.start + seconds) }

    /// Fifteen quiet days at one value an hour, around 50 with a deviation of about 2.
    private func learnt(seed: UInt64 = 1, scale: Double = 1, shift: Double = 0) -> (SignalState, SplitMix, Int64) {
        var state = SignalState()
        var random = SplitMix(seed)
        var second: Int64 = 0
        while second < 15 * SignalStateTests.day {
            _ = state.observe((50 + 2 * random.normal()) * scale + shift, at: at(second), settings: settings)
            second += 3_600
        }
        return (state, random, second)
    }

    private func values(_ state: SignalState, at second: Int64, replaced: Int64? = nil) -> [Float?] {
        SignalFact.allCases.map {
            state.value(of: $0, at: at(second), replaced: replaced.map(at), settings: settings)
        }
    }

    @Test("nothing is said while the baseline is learnt, and the baseline is that of the values")
    func warmUp() throws {
        var state = SignalState()
        var random = SplitMix(7)
        for hour in 0..<(24 * 14) {
            let outcome = state.observe(50 + 2 * random.normal(), at: at(Int64(hour) * 3_600), settings: settings)
            #expect(outcome == .learning)
            #expect(values(state, at: Int64(hour) * 3_600).allSatisfy { $0 == nil })
        }
        #expect(state.observe(50, at: at(14 * SignalStateTests.day), settings: settings) == .taken)
        let baseline = try #require(state.baseline)
        #expect(abs(baseline.middle - 50) < 1.2)
        #expect((1.2...3.2).contains(baseline.deviation))
    }

    @Test("too few values prolong the warm-up")
    func fewValues() {
        var state = SignalState()
        for week in 0..<11 {
            #expect(state.observe(5, at: at(Int64(week) * 7 * SignalStateTests.day), settings: settings) == .learning)
        }
        #expect(state.observe(5, at: at(77 * SignalStateTests.day), settings: settings) == .taken)
    }

    @Test(
        "a change of unit of the whole signal changes no fact",
        arguments: [(1.0, 0.0), (1.8, 32.0), (0.001, 0.0), (-1.0, 0.0), (1_000, -5e6)])
    func invariance(scale: Double, shift: Double) {
        var (plain, random, second) = learnt()
        var (other, _, _) = learnt(scale: scale, shift: shift)
        for _ in 0..<200 {
            let value = 54 + 2 * random.normal()
            _ = plain.observe(value, at: at(second), settings: settings)
            _ = other.observe(value * scale + shift, at: at(second), settings: settings)
            second += 1_800
        }
        for (left, right) in zip(values(plain, at: second), values(other, at: second)) {
            guard let left, let right else {
                Issue.record("a fact is missing")
                continue
            }
            #expect(abs(left - (scale < 0 ? -right : right)) < 0.02 + abs(left) * 0.01)
        }
    }

    @Test("noise alone makes no drift in two months, a shift of two deviations one within two days", arguments: 1...8)
    func drift(seed: Int) throws {
        var (state, random, second) = learnt(seed: UInt64(seed))
        var largest: Float = 0
        for _ in 0..<(24 * 60) {
            _ = state.observe(50 + 2 * random.normal(), at: at(second), settings: settings)
            second += 3_600
            largest = max(largest, abs(values(state, at: second)[5] ?? 0))
        }
        // Twelve-hour windows against a baseline of 64 values: its own error adds up a little.
        #expect(largest < 40)
        let deviation = try #require(state.baseline).deviation
        let before = values(state, at: second)[5] ?? 0
        for _ in 0..<48 {
            _ = state.observe(50 + 2.5 * deviation + 2 * random.normal(), at: at(second), settings: settings)
            second += 3_600
        }
        let after = try #require(values(state, at: second)[5])
        #expect(after > max(8, before + 5))
        #expect(try #require(state.driftingSince) <= at(second))
    }

    @Test("a device that reports every ten seconds says the same as one that reports every half hour")
    func rate() throws {
        var quick = SignalState()
        var slow = SignalState()
        var second: Int64 = 0
        func truth(_ second: Int64) -> Double {
            let phase = Double(second % 50_000) / 25_000
            let wave = phase < 1 ? 2 * phase - 1 : 3 - 2 * phase
            let drift = max(0, Double(second - 15 * SignalStateTests.day)) / Double(SignalStateTests.day)
            return 10 + wave + drift
        }
        while second < 17 * SignalStateTests.day {
            _ = quick.observe(truth(second), at: at(second), settings: settings)
            if second % 1_800 == 0 { _ = slow.observe(truth(second), at: at(second), settings: settings) }
            second += 10
        }
        for (left, right) in zip(values(quick, at: second), values(slow, at: second)) {
            // Each has a baseline of its own values.
            let (quick, slow) = (try #require(left), try #require(right))
            #expect(abs(quick - slow) < max(1, abs(quick) / 4))
        }
    }

    @Test("what is no number, too large, old or repeated leaves the state as it was")
    func refusals() {
        var (state, _, second) = learnt()
        let before = state
        for value in [Double.nan, .infinity, -.infinity, 1e200, -1e200] {
            #expect(state.observe(value, at: at(second), settings: settings) == .refused)
        }
        #expect(state.observe(50, at: at(second - 3_600), settings: settings) == .late)
        #expect(state.observe(50, at: at(0), settings: settings) == .late)
        #expect(state == before)
        second += 1
        #expect(state.observe(50, at: at(second), settings: settings) == .taken)
    }

    @Test("one wild value is held, many of them are a new unit and are learnt anew")
    func newUnit() {
        var (state, random, second) = learnt()
        #expect(state.observe(50_000, at: at(second), settings: settings) == .held)
        #expect(values(state, at: second).allSatisfy { $0 == nil })
        second += 3_600
        #expect(state.observe(50, at: at(second), settings: settings) == .taken)
        #expect(values(state, at: second)[0].map { abs($0) < 2 } == true)
        var outcomes: [SignalState.Outcome] = []
        for _ in 0..<30 {
            second += 3_600
            outcomes.append(state.observe(50_000 + random.normal(), at: at(second), settings: settings))
        }
        #expect(outcomes.contains(.held))
        #expect(outcomes.contains(.relearning))
        #expect(outcomes.last == .learning)
    }

    @Test("the first change of a signal that never changed is one deviation")
    func constant() throws {
        var state = SignalState()
        for hour in 0..<(24 * 15) { _ = state.observe(3, at: at(Int64(hour) * 3_600), settings: settings) }
        let second = 15 * SignalStateTests.day
        #expect(values(state, at: second - 3_600)[0] == 0)
        _ = state.observe(3.25, at: at(second), settings: settings)
        #expect(values(state, at: second)[0] == 1)
        _ = state.observe(3.5, at: at(second + 1), settings: settings)
        #expect(values(state, at: second + 1)[0].map { abs($0 - 2) < 0.01 } == true)
    }

    @Test("a gap of a month counts as one step of the drift, and the means begin again from normal")
    func gap() throws {
        var (state, _, second) = learnt()
        _ = state.observe(60, at: at(second), settings: settings)
        let before = try #require(values(state, at: second)[5])
        second += 30 * SignalStateTests.day
        _ = state.observe(60, at: at(second), settings: settings)
        let after = try #require(values(state, at: second)[5])
        #expect(after - before <= 8)
        #expect(values(state, at: second)[3].map { (0..<1).contains($0) } == true)
    }

    @Test("a car that starts cold every morning has the warm engine for its normal")
    func coldStarts() throws {
        var state = SignalState()
        var random = SplitMix(9)
        for day in 0..<20 {
            for drive in [Int64(27_000), 61_000] {
                for minute in 0..<Int64(50) {
                    let celsius = min(88, 10 + Double(minute) * 10) + random.normal()
                    let second = Int64(day) * SignalStateTests.day + drive + minute * 60
                    _ = state.observe(celsius, at: at(second), settings: settings)
                }
            }
        }
        let second = 19 * SignalStateTests.day + 61_000 + 3_000
        #expect(abs(try #require(state.baseline).middle - 88) < 2)
        let before = try #require(values(state, at: second)[3])
        _ = state.observe(10, at: at(second + 40_000), settings: settings)
        let facts = values(state, at: second + 40_000)
        #expect(try #require(facts[0]) < -4, "the newest value is cold")
        #expect(abs(try #require(facts[3]) - before) < 0.5, "a night counts as one step")
    }

    @Test("silence of two horizons ends what a signal says, and the future is not known")
    func silence() {
        let (state, _, second) = learnt()
        let newest = second - 3_600
        #expect(values(state, at: newest + 2 * SignalStateTests.day).contains { $0 != nil })
        #expect(values(state, at: newest + 2 * SignalStateTests.day + 1).allSatisfy { $0 == nil })
        #expect(values(state, at: newest - 1).allSatisfy { $0 == nil })
    }

    @Test("what drifted before a replacement says nothing of the new part")
    func replacement() throws {
        var (state, _, second) = learnt()
        for _ in 0..<72 {
            _ = state.observe(60, at: at(second), settings: settings)
            second += 3_600
        }
        #expect(try #require(values(state, at: second)[5]) > 20)
        let replaced = second
        #expect(values(state, at: replaced, replaced: replaced).allSatisfy { $0 == nil })
        for _ in 0..<12 {
            second += 3_600
            _ = state.observe(50, at: at(second), settings: settings)
        }
        let facts = values(state, at: second, replaced: replaced)
        #expect(facts[0].map { abs($0) < 1 } == true)
        #expect(facts[1] != nil)
        #expect(facts[2] != nil)
        #expect(facts[3] == nil, "two horizons have not passed")
        #expect(facts[5] == 0)
    }

    @Test("no history makes a number that is none", arguments: 1...12)
    func storm(seed: Int) {
        var random = SplitMix(UInt64(seed))
        var state = SignalState()
        let extremes = [0, -0.0, 1e-300, -1e99, 1e100, 1e-307, .nan, .infinity, 1e99, -1e100]
        var second: Int64 = 0
        for _ in 0..<2_000 {
            second += Int64(random.unit() * random.unit() * 200_000) - 5_000
            let value = random.unit() < 0.2 ? extremes[Int(random.unit() * 9.99)] : random.normal() * 10
            _ = state.observe(value, at: at(second), settings: settings)
            for fact in values(state, at: second) {
                if let fact { #expect(fact.isFinite) }
            }
        }
    }

    @Test("times at the ends of the type are taken without a trap")
    func ends() {
        var state = SignalState()
        for milliseconds in [Int64.min, .min + 1, 0, .max - 1, .max] {
            _ = state.observe(1, at: Timestamp(milliseconds: milliseconds), settings: settings)
        }
        #expect(state.value(of: .level, at: at(0), replaced: nil, settings: settings) == nil)
    }
}
