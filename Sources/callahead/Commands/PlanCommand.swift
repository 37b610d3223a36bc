import ArgumentParser
import Pipeline
import Planning
import Telemetry

/// `plan`: which unit for which case, in a world that stands in a file.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Say which unit should help which case, all together, and why.",
        discussion: """
            Reads a world as JSON and changes nothing: for "what if two more flatbeds". With the objective policy the \
            seconds until arrival are weighted by severity; with minutes the plain sum of the minutes is least. Either \
            way as many cases as possible are served, and the plan is the best there is: optimality_gap says so.

              {"now": "2026-11-22T10:00:00Z",
               "cases": [{"id": "C1", "lat": 59.43, "lon": 24.75, "severity": "stop", "needs": ["flatbed"]}],
               "units": [{"id": "T1", "lat": 59.40, "lon": 24.70, "capabilities": ["flatbed"]}]}

            docs/planning/plan.md tells every key.
            """)

    @Option(help: "The file with the world; - reads standard input.")
    var world: String

    @Option(help: "What to make small: policy (weighted by severity) or minutes (the plain sum).")
    var objective = PlanObjective.policy

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        try reportingFailures {
            let file = try WorldFile(InputFile.bytes(of: world), now: .now)
            for note in file.notes { Terminal.say("note: \(note)") }
            let planner = WorldPlanner(objective: objective)
            var assignment = WorldAssignment()
            let elapsed = ContinuousClock().measure { assignment = planner.assign(file.world) }
            let plan = planner.explain(assignment, of: file.world)
            let milliseconds = elapsed / .milliseconds(1)
            if json {
                Terminal.show(
                    try plan.json(objective: objective, elapsedMs: milliseconds).text(indented: Terminal.isInteractive))
            } else {
                Terminal.show(plan.lines(objective: objective, elapsedMs: milliseconds))
            }
        }
    }
}

extension PlanObjective: ExpressibleByArgument {}
