package import CoreMetrics
internal import Synchronization

/// The figures of this process, collected through swift-metrics and shown as Prometheus reads them.
///
/// Counters are counters, meters and plain recorders gauges; timers (in seconds) and aggregating recorders are
/// histograms with the buckets of the registry. Equal names and labels are one instrument. A name that is already an
/// instrument of another kind gives one that nobody sees: a mistake in a library must not end the service.
package final class PrometheusRegistry: MetricsFactory {
    enum Kind: String { case counter, gauge, histogram }

    /// All instruments of one name.
    private struct Family {
        var kind: Kind
        /// By the text of their labels.
        var series: [String: any PrometheusInstrument] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var help: [String: String] = [:]
        var bounds: [String: [Double]] = [:]
    }

    private let state = Mutex(State())
    private let bounds: [Double]

    /// - Parameter bounds: Upper ends of the buckets of histograms, in seconds for timers; rising.
    package init(
        bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    ) {
        self.bounds = bounds
    }

    /// Says what a figure means; it stands as `# HELP` above it.
    ///
    /// - Parameter bounds: Upper ends of the buckets, if it is a histogram with others than the registry's; only for
    ///   instruments that are made later.
    package func describe(_ name: String, _ help: String, bounds: [Double]? = nil) {
        state.withLock { state in
            state.help[PrometheusText.metricName(name)] = help
            state.bounds[PrometheusText.metricName(name)] = bounds
        }
    }

    /// All figures as text, names in the order of the alphabet.
    package func text() -> String {
        let (families, help) = state.withLock { ($0.families, $0.help) }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty {
            if let help = help[name] { text += "# HELP \(name) \(PrometheusText.help(help))\n" }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, instrument) in family.series.sorted(by: { $0.key < $1.key }) {
                text += instrument.lines(name: name, labels: labels)
            }
        }
        return text
    }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions, .counter) { _ in PrometheusCounter() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        instrument(label, dimensions, .counter) { _ in PrometheusCounter() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, dimensions, .gauge) { _ in PrometheusGauge() }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? instrument(label, dimensions, .histogram) { PrometheusHistogram(bounds: $0 ?? bounds) }
            : instrument(label, dimensions, .gauge) { _ in PrometheusGauge() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        instrument(label, dimensions, .histogram) { PrometheusHistogram(bounds: $0 ?? bounds) }
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func instrument<Made: PrometheusInstrument>(
        _ label: String, _ dimensions: [(String, String)], _ kind: Kind, _ make: ([Double]?) -> Made
    ) -> Made {
        let name = PrometheusText.metricName(label)
        let labels = PrometheusText.labels(dimensions)
        return state.withLock { state in
            var family = state.families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return make(state.bounds[name]) }
            if let known = family.series[labels] as? Made { return known }
            let made = make(state.bounds[name])
            family.series[labels] = made
            state.families[name] = family
            return made
        }
    }

    private func remove(_ handler: AnyObject) {
        state.withLock { state in
            for (name, family) in state.families {
                for (labels, instrument) in family.series where instrument === handler {
                    state.families[name]?.series[labels] = nil
                }
            }
        }
    }
}
