import Casework
import Outreach
import Persistence
import Pipeline
import Telemetry

extension MicroCase {
    /// What a dispatcher does.
    static var desk: [MicroCase] {
        [
            MicroCase(name: "desk.claim", what: "the next of 400 tasks claimed and finished", before: 50, times: 100) {
                kit in
                let desk = Desk(try seeded(kit))
                let actor = DeskActor(name: "Mari")
                return { times in
                    for _ in 0..<times {
                        guard let claimed = try desk.claimNext(as: actor, lease: 60, at: kit.now) else {
                            throw BenchError("the queue is empty")
                        }
                        try desk.finish(
                            claimed.detail.entry.row.id, token: claimed.token, CallResult(.noNeed), as: actor,
                            at: kit.now)
                    }
                }
            },
            MicroCase(name: "desk.screen", what: "the screen of a call with its sentences", before: 20, times: 40) {
                kit in
                let desk = Desk(try seeded(kit))
                guard let task = try desk.next(at: kit.now) else { throw BenchError("the queue is empty") }
                let scripts = ScriptBuilder(phrasebook: try kit.phrasebook(), catalogue: try kit.catalogue())
                let screen = TaskScreen(scripts: scripts, now: kit.now, width: 100)
                return { times in
                    for _ in 0..<times where screen.text(task).isEmpty {
                        throw BenchError("the screen is empty")
                    }
                }
            },
        ]
    }

    private static func seeded(_ kit: MicroKit) throws -> StoreConnection {
        let connection = try StoreConnection(path: kit.database, role: .command(create: true))
        try connection.seedCalls(400, from: 1_000_000, at: kit.now.adding(seconds: -600))
        return connection
    }
}
