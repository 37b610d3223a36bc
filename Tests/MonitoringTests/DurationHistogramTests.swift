import Monitoring
import Testing

@Suite("Durations")
struct DurationHistogramTests {
    @Test("A quantile is never below the true one and at most six in a hundred above it", arguments: 1...20)
    func accuracy(seed: UInt64) {
        var random = SplitMix(state: seed)
        var histogram = DurationHistogram()
        var values: [UInt64] = []
        for _ in 0..<500 {
            let value = random.next() >> (30 + random.next() % 34)
            values.append(value)
            histogram.record(microseconds: value)
        }
        values.sort()
        for share in [0.01, 0.5, 0.9, 0.99, 1] {
            let exact = values[max(0, Int((Double(values.count) * share).rounded(.up)) - 1)]
            let told = histogram.quantile(share) ?? 0
            #expect(told >= min(exact, 137_438_953_471), "p\(share) of seed \(seed)")
            #expect(Double(told) <= Double(exact) * 1.0626 + 1, "p\(share) of seed \(seed)")
        }
        #expect(histogram.longest == values.last)
    }

    @Test("Nothing recorded has no quantile")
    func empty() {
        #expect(DurationHistogram().quantile(0.5) == nil)
    }

    @Test("The longest duration of all is counted and not a trap")
    func huge() {
        var histogram = DurationHistogram()
        histogram.record(microseconds: .max)
        histogram.record(microseconds: .max)
        #expect(histogram.count == 2)
        #expect(histogram.quantile(1) != nil)
    }

    @Test("Two histograms together are the one of all values")
    func adding() {
        var (left, right, both) = (DurationHistogram(), DurationHistogram(), DurationHistogram())
        for value in UInt64(0)..<200 {
            if value % 3 == 0 {
                left.record(microseconds: value * value)
            } else {
                right.record(microseconds: value * value)
            }
            both.record(microseconds: value * value)
        }
        left.add(right)
        #expect(left == both)
    }

    @Test("A duration is forgotten after a minute and not before 50 seconds")
    func window() {
        var recent = RecentDurations()
        recent.record(microseconds: 700, at: 1_000)
        #expect(recent.summary(at: 1_049).longest == 700)
        #expect(recent.summary(at: 1_060) == RecentDurations.Summary())
        recent.record(microseconds: 5, at: 90_000)
        #expect(recent.summary(at: 90_001) == RecentDurations.Summary(count: 1, p50: 5, p99: 5, longest: 5))
    }

    @Test("A rate is that of the last minute")
    func rate() {
        var rate = RecentRate()
        #expect(rate.note(0, at: 10) == 0)
        #expect(rate.note(50, at: 20) == 5)
        for second in Int64(21)...200 { _ = rate.note(50, at: second) }
        #expect(rate.note(50, at: 201) == 0)
        #expect(rate.note(650, at: 202) == 10)
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
