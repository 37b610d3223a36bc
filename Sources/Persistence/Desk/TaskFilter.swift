package import Casework
package import Outreach
package import Telemetry

/// Which tasks.
package struct TaskFilter: Sendable, Equatable {
    package var states: [TaskState] = []
    package var kinds: [TaskKind] = []
    package var severities: [Severity] = []
    /// BCP-47 languages of the addressee, without region: those whose language is unknown are always included.
    package var languages: [String] = []
    /// What the desk is trained for: tasks that need more are left out; none means everything.
    package var skills: [TaskSkill] = []
    /// At most this many.
    package var limit: Int?

    package init() {}

    func admits(_ entry: TaskEntry, severity: Severity?, at now: Timestamp) -> Bool {
        (states.isEmpty || states.contains(entry.state(at: now)))
            && (kinds.isEmpty || kinds.contains(entry.row.kind))
            && (severities.isEmpty || severity.map(severities.contains) == true)
            && (skills.isEmpty || entry.row.alarm
                || entry.row.skills.allSatisfy { skill in skills.contains { $0.rawValue == skill } })
    }
}
