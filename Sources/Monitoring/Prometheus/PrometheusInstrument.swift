internal import CoreMetrics
internal import Synchronization

/// Something that has lines of its own in the text.
protocol PrometheusInstrument: AnyObject, Sendable {
    /// - Parameter labels: As they stand in the text, with their braces.
    func lines(name: String, labels: String) -> String
}

/// A number that only grows.
final class PrometheusCounter: PrometheusInstrument, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        value.withLock { $0 += amount }
    }

    func reset() { value.withLock { $0 = 0 } }

    func lines(name: String, labels: String) -> String {
        "\(name)\(labels) \(PrometheusText.number(value.withLock { $0 }))\n"
    }
}

/// A number that rises and falls.
final class PrometheusGauge: PrometheusInstrument, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func lines(name: String, labels: String) -> String {
        "\(name)\(labels) \(PrometheusText.number(value.withLock { $0 }))\n"
    }
}

/// How many values were at most so large, for some bounds.
final class PrometheusHistogram: PrometheusInstrument, TimerHandler, RecorderHandler {
    private struct State {
        /// How many fell between the bound before and this one; the last is for those above all bounds.
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: [UInt64](repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[place] += 1
            state.sum += value
        }
    }

    func lines(name: String, labels: String) -> String {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        let open = labels.isEmpty ? "{" : labels.dropLast() + ","
        var text = ""
        var below: UInt64 = 0
        for (bound, count) in zip(bounds + [.infinity], counts) {
            below += count
            text += "\(name)_bucket\(open)le=\"\(PrometheusText.number(bound))\"} \(below)\n"
        }
        return text + "\(name)_sum\(labels) \(PrometheusText.number(sum))\n\(name)_count\(labels) \(below)\n"
    }
}
