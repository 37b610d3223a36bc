import ArgumentParser
import Casework
import Persistence
import Pipeline
import Telemetry

/// `handover`: the end of a shift.
struct HandoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover", abstract: "What you leave open at the end of your shift; with --to it is theirs.",
        discussion: "With --to your cases change their owner and your claims are given back, for anybody to take.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var desk: ActorOptions

    @Option(help: "Who takes over.")
    var to: String?

    func validate() throws {
        if let to, to.allSatisfy(\.isWhitespace) { throw ValidationError("--to needs a name.") }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            let desk = to == nil ? try database.readingDesk() : try database.writingDesk()
            let now = Timestamp.now
            let handover = try desk.handover(of: self.desk.actor.name, at: now)
            if showing.json {
                try showing.show(json(handover, scripts, now))
            } else {
                show(handover, DeskTables(scripts: scripts, now: now), now)
            }
            guard let to else { return }
            let (cases, claims) = try desk.handOver(from: self.desk.actor, to: to, at: now)
            Terminal.say("\(cases) cases go to \(to), \(claims) claims are given back")
        }
    }

    private func json(_ handover: Handover, _ scripts: ScriptBuilder, _ now: Timestamp) -> JSONValue {
        let json = DeskJSON(scripts: scripts, now: now)
        return .object([
            "by": .text(desk.actor.name), "to": .init(to),
            "claimed": .array(handover.claimed.map { json.task($0) }),
            "cases": .array(handover.owned.map { json.caseFile($0) }),
            "snoozed": .array(handover.snoozed.map { json.task($0) }),
            "call_backs": .array(handover.callBacks.map { json.task($0) }),
        ])
    }

    private func show(_ handover: Handover, _ tables: DeskTables, _ now: Timestamp) {
        guard !handover.isEmpty else { return Terminal.say("nothing of \(desk.actor.name)'s is open") }
        var lines: [String] = []
        func add(_ title: String, _ table: [String], isEmpty: Bool) {
            guard !isEmpty else { return }
            if !lines.isEmpty { lines.append("") }
            lines.append(title)
            lines += table.map { "  \($0)" }
        }
        add("YOU HAVE", tables.tasks(handover.claimed), isEmpty: handover.claimed.isEmpty)
        add("YOUR CASES", tables.cases(handover.owned), isEmpty: handover.owned.isEmpty)
        let promises = handover.owned.compactMap { file in
            file.current.row.promise?.latest.map { latest in
                "case \(file.current.row.id): help was promised by \(latest.clock) UTC (\(now.spoken(until: latest)))"
            }
        }
        add("WHAT WAS PROMISED", promises, isEmpty: promises.isEmpty)
        add("PUT OFF", tables.tasks(handover.snoozed), isEmpty: handover.snoozed.isEmpty)
        add("TO CALL BACK", tables.tasks(handover.callBacks), isEmpty: handover.callBacks.isEmpty)
        Terminal.show(lines)
    }
}
