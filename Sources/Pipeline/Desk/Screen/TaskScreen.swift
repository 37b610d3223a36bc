import Casework
import Outreach
package import Persistence
package import Telemetry

/// A task on one screen: what to say first, then to whom, and at the end what to type next.
///
/// Each part stands in an extension of its own and gives its lines; nothing here asks a terminal.
package struct TaskScreen: Sendable {
    let scripts: ScriptBuilder
    let now: Timestamp
    /// Columns of the terminal; `nil` breaks no line.
    let width: Int?

    package init(scripts: ScriptBuilder, now: Timestamp, width: Int? = nil) {
        self.scripts = scripts
        self.now = now
        self.width = width.map { max(40, $0) }
    }

    /// The screen as lines of text.
    ///
    /// - Parameter token: The claim's, for the commands to type next; without one they begin with the claim.
    package func text(_ task: TaskDetail, token: Int64? = nil) -> String {
        var lines = heading(task)
        if let script = scripts.script(for: task, at: now) { lines += words(script, task) }
        var facts = Labelled(width: width)
        addPeople(task, to: &facts)
        addSituation(task, to: &facts)
        addGrouped(task, to: &facts)
        addHistory(task, to: &facts)
        lines += [""] + facts.lines
        lines += [""] + nextSteps(task, token)
        return lines.joined(separator: "\n")
    }
}
