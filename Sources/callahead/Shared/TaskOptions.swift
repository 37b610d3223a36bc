import ArgumentParser
import Casework
import Outreach
import Persistence
import Pipeline
import Telemetry

/// Which task.
struct TaskArgument: ParsableArguments {
    @Argument(help: "The number of the task.", completion: Completing.openTasks)
    var task: Int64
}

/// The task and the claim under which something is done to it.
struct ClaimOptions: ParsableArguments {
    @Argument(help: "The number of the task.", completion: Completing.openTasks)
    var task: Int64

    @Option(help: "The token that the claim printed.")
    var token: Int64

    func validate() throws {
        guard token > 0 else { throw ValidationError("--token is the positive number that the claim printed.") }
    }
}

/// How long a claim lasts.
struct LeaseOptions: ParsableArguments {
    @Option(help: "How long nobody else may claim it: 90s, 5m, 1h.")
    var lease = Span(seconds: Desk.defaultLease)
}

/// Which tasks.
struct TaskFilterOptions: ParsableArguments {
    @Option(help: "Only tasks of this kind; may be repeated.")
    var kind: [TaskKind] = []

    @Option(help: "Only tasks of cases of this severity; may be repeated.")
    var severity: [Severity] = []

    @Option(
        help: """
            Only people who speak one of these languages, and those of whom nobody knows: en,et; may be repeated. \
            Alarms come whatever the language.
            """)
    var language: [String] = []

    @Option(
        help: """
            What you are trained for; may be repeated. Tasks that need more are left out, alarms are not; without it \
            you get everything.
            """)
    var skill: [TaskSkill] = []

    var filter: TaskFilter {
        var filter = TaskFilter()
        filter.kinds = kind
        filter.severities = severity
        filter.languages = language.flatMap { $0.lowercased().split(separator: ",").map(String.init) }
        filter.skills = skill
        return filter
    }
}

extension ShowingOptions {
    /// Shows a task as a screen or as JSON.
    ///
    /// - Parameters:
    ///   - token: The claim's, for the commands to type next.
    ///   - showsToken: Whether it is printed as a result: only for claim and renew.
    func show(
        _ task: TaskDetail, token: Int64? = nil, showsToken: Bool = false, scripts: ScriptBuilder, at now: Timestamp
    ) throws {
        if json {
            try show(DeskJSON(scripts: scripts, now: now).task(task, token: showsToken ? token : nil))
        } else {
            if showsToken, let token { Terminal.show("Token \(token)") }
            Terminal.show(TaskScreen(scripts: scripts, now: now, width: Terminal.width).text(task, token: token))
        }
    }
}
