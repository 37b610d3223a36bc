internal import FleetSimulator
internal import Outreach
internal import Telemetry

/// What the demo has shown: each breakdown beside what became of it.
struct DemoSummary {
    /// When the message of each breakdown was handed to the broker, by its place in the town's file.
    var reported: [Int: Timestamp] = [:]
    /// The unit that took the job of an asset last, with the minutes that could be told then.
    var help: [String: (unit: String, minutes: String)] = [:]

    /// Assets whose device said the same once more.
    var repeated: Set<String> = []

    /// Milliseconds from a breakdown's message to the moment at which its first task could be seen.
    ///
    /// - Returns: By place in the list of breakdowns; `nil` where there is no task.
    func latencies(_ truth: Truth, _ events: DemoEvents) -> [Int64?] {
        let sightings = events.sightings
        return truth.broken.map { broken in
            guard let sent = reported[broken.breakdown],
                let seen = sightings.first(where: { $0.asset == broken.asset })
            else { return nil }
            return max(0, seen.at.milliseconds - sent.milliseconds)
        }
    }

    /// The lines of the summary.
    func lines(_ truth: Truth, _ events: DemoEvents) -> [String] {
        let rows = events.rows
        let latencies = latencies(truth, events)
        var lines = ["", "What broke, and what became of it:"]
        for (broken, latency) in zip(truth.broken, latencies) {
            let own = rows.filter { $0.asset == broken.asset }.sorted { $0.task < $1.task }
            lines.append("  \(broken.asset): \(broken.what) (\(broken.codes.joined(separator: " ")))")
            guard let first = own.first else {
                lines.append("      NO TASK")
                continue
            }
            let severity = first.severity?.rawValue.wordsOfKey ?? "-"
            lines.append(
                "      found \(first.symptom ?? "nothing"), \(severity); task \(first.task) after \(latency ?? 0) ms")
            if let help = help[broken.asset] {
                let last = broken.answers.last { $0.state != .declined }?.state.rawValue.wordsOfKey
                lines.append("      \(help.unit), told \(help.minutes); the crew's last word: \(last ?? "none")")
            } else {
                lines.append("      \(first.help)")
            }
            if let slot = own.compactMap(\.slot).first { lines.append("      slot: \(slot)") }
            let calls = own.map { "\($0.task) \($0.kind.rawValue.wordsOfKey) \($0.state.rawValue)" }
            lines.append("      tasks: \(calls.joined(separator: ", "))")
            if repeated.contains(broken.asset), own.filter({ $0.kind == first.kind }).count == 1 {
                lines.append("      said again later by its device: no second call")
            }
        }
        let measured = latencies.compactMap { $0 }.sorted()
        if let worst = measured.last {
            lines.append("")
            lines.append(
                "Fault on the wire to task visible: p50 \(measured[(measured.count - 1) / 2]) ms, max \(worst) ms "
                    + "(\(measured.count) breakdowns). Calls ended by dispatchers: \(events.calls).")
        }
        return lines
    }

    /// Assets that broke and have no task.
    func forgotten(_ truth: Truth, _ events: DemoEvents) -> [String] {
        zip(truth.broken, latencies(truth, events)).filter { $0.1 == nil }.map(\.0.asset)
    }
}
