import Outreach
package import Persistence
import Telemetry

extension ServiceLevels {
    /// The figures as a document; times are milliseconds.
    package var json: JSONValue {
        .object([
            "since": JSONValue(since),
            "at": JSONValue(at),
            "cases": JSONValue(cases),
            "fault_to_task_ms": faultToTask.json,
            "time_to_first_claim_ms": timeToClaim.json,
            "time_to_first_claim_of_stop_ms": timeToClaimOfStop.json,
            "time_to_first_instruction_ms": timeToInstruction.json,
            "told_before_they_asked": JSONValue(toldFirst),
            "asked_before_told": JSONValue(askedFirst),
            "share_told_before_they_asked": JSONValue(shareToldFirst),
            "calls": JSONValue(callCount),
            "calls_by_outcome": .object(
                Dictionary(uniqueKeysWithValues: calls.map { ($0.outcome.rawValue, .whole(Int64($0.count))) })),
            "alarms": JSONValue(alarms),
            "open_cases_by_severity": .object(
                Dictionary(uniqueKeysWithValues: open.map { ($0.severity.rawValue, .whole(Int64($0.count))) })),
            "overdue_tasks": JSONValue(overdue),
            "oldest_unclaimed_stop": oldestUnclaimedStop.map {
                .object([
                    "task": JSONValue($0.task), "since": JSONValue($0.since),
                    "waiting_s": JSONValue(max(0, at.seconds(since: $0.since))),
                ])
            } ?? .null,
        ])
    }
}

extension ServiceLevels.Spread {
    /// Without any there are no figures.
    fileprivate var json: JSONValue {
        .object([
            "count": JSONValue(count), "p50": count == 0 ? .null : JSONValue(p50),
            "p99": count == 0 ? .null : JSONValue(p99),
        ])
    }
}
