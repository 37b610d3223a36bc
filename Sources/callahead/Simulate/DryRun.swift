internal import FleetSimulator
internal import Foundation
internal import Pipeline
internal import Telemetry

/// Prints what a scenario would send, as fast as it can: the same seed gives the same bytes.
struct DryRun {
    private let plan: SimulationPlan

    init(_ plan: SimulationPlan) { self.plan = plan }

    /// When a scenario without a date begins: always at the same time.
    private static let start = Timestamp(iso8601: "2027-01-01T08:00:00Z") ?? Timestamp(milliseconds: 0)

    /// Plays it to its end.
    ///
    /// - Parameter ledger: A new file for the truth; its lines bear the machine's clock, so they are not the same.
    func play(ledger: String?) throws {
        // Whoever reads may have seen enough, as `head` has: then it ends without a word, as any filter does.
        signal(SIGPIPE, SIG_DFL)
        let start = plan.begins(at: DryRun.start)
        var play = plan.play(from: start)
        var writer = try ledger.map { try LedgerWriter(path: $0) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try writer?.write(.run(plan.run(from: start)), at: start)
        var sent = 0
        var time = start
        while time < play.end, StopRequest.raised == nil {
            time = time.adding(seconds: 1)
            let step = play.advance(to: time)
            for fact in step.facts { try writer?.write(fact.entry, at: fact.at) }
            var text = Data()
            for message in step.messages {
                sent += 1
                try writer?.write(.sent(message.sent(number: sent)), at: message.at)
                text.append(try encoder.encode(ReplayedMessage(message)))
                text.append(0x0A)
            }
            guard !text.isEmpty else { continue }
            try FileHandle.standardOutput.write(contentsOf: text)
        }
        try writer?.write(.finished(.init(sent: sent, acknowledged: 0)), at: time)
    }
}

extension SimulationPlan {
    /// The first line of the ledger.
    func run(from start: Timestamp, clock: ServiceClock? = nil) -> LedgerEntry.Run {
        LedgerEntry.Run(
            scenario: scenario.name, seed: seed, start: start.milliseconds, speed: clock?.speed ?? 1,
            expects: scenario.expects,
            turn: clock?.turn.map { LedgerEntry.Run.Turn(at: $0.service.milliseconds, speed: $0.speed) })
    }
}
