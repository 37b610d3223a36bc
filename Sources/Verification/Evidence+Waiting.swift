import FleetSimulator
import Persistence

extension Evidence {
    /// From the moment in which a device spoke to the moment in which somebody dialled, by the service's clock.
    ///
    /// What the people with the asset wait for: the call on the queue helps nobody before it is made.
    var waitingRows: [VerdictRow] {
        var waits: [(seconds: Double, severity: String, name: String)] = []
        var never: [String: Double] = [:]
        for breakdown in breakdowns where breakdown.truth.wantsCall && isFound(breakdown) {
            guard breakdown.truth.detectability != .undetectable, let sentAt = breakdown.sentAt else { continue }
            let severity = breakdown.truth.severity
            guard let dialled = firstDial(of: breakdown) else {
                never["\(severity)_never", default: 0] += 1
                continue
            }
            // It joined a case that was called about already: nobody had to wait.
            guard dialled >= sentAt else { continue }
            waits.append((Double(dialled - sentAt) / 1_000, severity, "breakdown \(breakdown.truth.breakdown)"))
        }
        let sorted = waits.sorted { $0.seconds < $1.seconds }
        var values = never
        for severity in Evidence.severities {
            let own = sorted.filter { $0.severity == severity }.map(\.seconds)
            guard !own.isEmpty else { continue }
            values["\(severity)_count"] = Double(own.count)
            values["\(severity)_p50"] = Evidence.percentile(own, 0.5)
            values["\(severity)_p90"] = Evidence.percentile(own, 0.9)
        }
        let urgent = sorted.filter { Evidence.isGrave($0.severity) }
        let bound = expected.bound(.urgentFaultToDial) ?? .infinity
        return [
            expected.row(
                .faultToDial, "Fault to first dial, 90 of 100",
                measure: Evidence.percentile(sorted.map(\.seconds), 0.9), unit: "s", of: sorted.count, values: values),
            expected.row(
                .urgentFaultToDial, "The same for stop and emergency",
                measure: Evidence.percentile(urgent.map(\.seconds), 0.9), unit: "s", of: urgent.count,
                details: urgent.reversed().filter { $0.seconds > bound }.map { "\($0.name): \(plain($0.seconds)) s" }),
        ]
    }

    /// Whether anybody was rung about a breakdown.
    func isDialled(_ breakdown: Breakdown) -> Bool { firstDial(of: breakdown) != nil }

    /// When somebody first rang the people with the asset about it.
    private func firstDial(of breakdown: Breakdown) -> Int64? {
        let calls = callTasks(of: cases(of: breakdown), since: breakdown.toldFrom).map(\.id)
        return calls.flatMap { dialsByTask[$0] ?? [] }.min()
    }
}
