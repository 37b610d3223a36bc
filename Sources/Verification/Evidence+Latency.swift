import FleetSimulator
import Persistence

extension Evidence {
    /// From the moment in which a device spoke to the moment in which its call stood on the queue.
    var latencyRows: [VerdictRow] {
        struct Delay {
            var milliseconds: Double
            var name: String
            var severity: String
        }
        var delays: [Delay] = []
        for breakdown in breakdowns where breakdown.truth.wantsCall {
            guard breakdown.truth.detectability != .undetectable, let sent = breakdown.sentMachine,
                let sentAt = breakdown.sentAt
            else { continue }
            let cases = cases(of: breakdown)
            let tasks = callTasks(of: cases, since: breakdown.at)
            // It joined a call that was on the queue already: nobody had to wait.
            guard let first = tasks.min(by: { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }),
                first.createdAt >= sentAt &- lag
            else { continue }
            let severity = cases.first { $0.id == first.caseID }?.severity ?? breakdown.truth.severity
            delays.append(
                Delay(
                    milliseconds: max(0, machine(first.createdAt) - Double(sent)),
                    name: "breakdown \(breakdown.truth.breakdown), task \(first.id)", severity: severity))
        }
        let sorted = delays.sorted { $0.milliseconds < $1.milliseconds }
        let values = sorted.map(\.milliseconds)
        var bySeverity: [String: Double] = [:]
        for severity in Evidence.severities {
            let own = sorted.filter { $0.severity == severity }.map(\.milliseconds)
            guard !own.isEmpty else { continue }
            bySeverity["\(severity)_count"] = Double(own.count)
            bySeverity["\(severity)_p50"] = Evidence.percentile(own, 0.5)
            bySeverity["\(severity)_p99"] = Evidence.percentile(own, 0.99)
        }
        bySeverity["worst"] = values.last
        let bound = expected.bound(.slowFaultToTask) ?? .infinity
        let slow = sorted.reversed().filter { $0.milliseconds > bound }
        return [
            expected.row(
                .medianFaultToTask, "Fault to task, median", measure: Evidence.percentile(values, 0.5), unit: "ms",
                of: values.count),
            expected.row(
                .slowFaultToTask, "Fault to task, 99 of 100", measure: Evidence.percentile(values, 0.99), unit: "ms",
                of: values.count, values: bySeverity,
                details: slow.map { "\($0.name): \(plain($0.milliseconds)) ms" }),
        ]
    }

    /// The smallest value that at least this share of all values does not exceed.
    static func percentile(_ sorted: [Double], _ share: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
