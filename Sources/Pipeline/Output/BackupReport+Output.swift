package import Persistence
import Telemetry

extension StoreBackup.Report {
    /// What `callahead backup` prints for a person.
    package var line: String {
        "\(file): \(contents.bytes / 1_000_000) MB, schema version \(contents.schemaVersion), "
            + "\(contents.openTasks) open tasks, checked; \(copying.tenths) s to copy, \(whole.tenths) s in all"
    }

    /// What `callahead backup --json` prints.
    package var json: JSONValue {
        .object([
            "file": .text(file), "bytes": .whole(contents.bytes),
            "schema_version": JSONValue(contents.schemaVersion), "open_tasks": JSONValue(contents.openTasks),
            "newest_at": JSONValue(contents.newestAt), "copying_s": .number(copying.seconds),
            "whole_s": .number(whole.seconds), "recorded": .flag(unrecorded == nil),
        ])
    }
}

extension StoreRestore.Report {
    /// What `callahead restore` prints for a person.
    package var lines: [String] {
        var lines = ["restored; the copy ends at \(contents.newestAt?.iso8601 ?? "its beginning")"]
        if let keptAside { lines.append("the database that stood there is \(keptAside)") }
        lines.append("\(state.flaggedTasks) open tasks bear a note: they may have been called since")
        if state.withheldMessages > 0 { lines.append("\(state.withheldMessages) messages that waited are not sent") }
        if state.endedClaims > 0 { lines.append("\(state.endedClaims) claims have ended") }
        return lines + remarks + ["next: start `callahead serve`, then read docs/operations.md, “After a restore”"]
    }

    /// What `callahead restore --json` prints.
    package var json: JSONValue {
        .object([
            "newest_at": JSONValue(contents.newestAt), "kept_aside": JSONValue(keptAside),
            "flagged_tasks": JSONValue(state.flaggedTasks), "withheld_messages": JSONValue(state.withheldMessages),
            "ended_claims": JSONValue(state.endedClaims), "remarks": JSONValue(remarks),
        ])
    }
}

extension Duration {
    /// Seconds with their fraction.
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// Seconds with one place, as text.
    fileprivate var tenths: String { "\((seconds * 10).rounded() / 10)" }
}
