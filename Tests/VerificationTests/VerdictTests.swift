import FleetSimulator
import Persistence
import Testing

@testable import Verification

@Suite("Verdicts")
struct VerdictTests {
    @Test("Of a run in which everything went well every row holds", arguments: [1, 2, 3, 10, 40])
    func perfectRun(breakdowns: Int) {
        let run = PerfectRun(breakdowns: breakdowns)
        let verdict = Verdict(of: run.ledger, and: run.facts)
        let failed = verdict.rows.filter { $0.outcome == .failed }.map { "\($0.key): \($0.details)" }
        #expect(failed.isEmpty, "\(failed)")
        #expect(verdict.holds)
    }

    @Test("Each thing that went wrong fails the row that is about it, and no other", arguments: Breakage.all)
    func eachRowCanFail(breakage: Breakage) {
        var run = PerfectRun()
        breakage.apply(&run)
        let verdict = Verdict(of: run.ledger, and: run.facts)
        let failed = verdict.rows.filter { $0.outcome == .failed }
        let keys = failed.map(\.key)
        #expect(keys == [breakage.row], "\(failed.map(\.details))")
        let silent = failed.filter { $0.details.isEmpty }.map(\.key).filter { !VerdictTests.plainFigures.contains($0) }
        #expect(silent.isEmpty, "these say nothing of what is wrong: \(silent)")
        #expect(!verdict.holds)
    }

    /// Rows that are a figure and nothing more.
    private static let plainFigures: Set<String> = [
        "durability", "coverage", "p50_fault_to_task_ms", "p90_fault_to_dial_s", "eta_error_minutes", "prevented",
        "prevent_calls",
    ]

    @Test("Every row that has a bound is shown to be able to fail")
    func everyRowIsShown() {
        let run = PerfectRun()
        let rows = Verdict(of: run.ledger, and: run.facts).rows.map(\.key)
        let told: Set<String> = ["sent", "acknowledged", "taken", "stored", "cases", "tasks"]
        let shown = Set(Breakage.all.map(\.row))
        let notShown = rows.filter { !told.contains($0) && !shown.contains($0) }
        #expect(notShown.isEmpty)
        let named = Set(rows)
        let withoutRow = Expectation.allCases.map(\.rawValue).filter { !named.contains($0) }
        #expect(withoutRow.isEmpty)
        #expect(Set(rows).count == rows.count)
    }

    @Test("What was offered and replaced in time counts as prevented, and is no case or call too many")
    func prevented() {
        var run = PerfectRun()
        run.facts.offers.append(PerfectRun.offer("car-20", at: 10))
        run.facts.offers[0].result = "prevented"
        run.facts.cases.append(
            StoreFacts.Case(
                id: 70, asset: "car-20", state: "solved", severity: "maintenance", openedAt: PerfectRun.time(10),
                closedAt: PerfectRun.time(900)))
        run.facts.tasks.append(
            StoreFacts.Task(
                id: 70, kind: "prevent_offer", state: "done", caseID: 70, asset: "car-20",
                createdAt: PerfectRun.time(11),
                closedAt: PerfectRun.time(60), outcome: "accepted"))
        run.write(
            .replaced(
                LedgerEntry.Replaced(
                    asset: "car-20", part: "starter_battery", breakdown: 9, prevents: PerfectRun.time(3_000),
                    isAnnounced: true)), 800)
        run.ledger.lines.sort { $0.at < $1.at }
        let verdict = Verdict(of: run.ledger, and: run.facts)
        let failed = verdict.rows.filter { $0.outcome == .failed }.map { "\($0.key): \($0.details)" }
        #expect(failed.isEmpty, "\(failed)")
        #expect(verdict["foreseen"]?.values["count"] == 1)
        #expect(verdict["prevented"]?.figure == "1 of 1 (100 %)")
        #expect(verdict["wasted_offers"]?.values["count"] == 0)
    }

    @Test("Latencies are told by the machine's clock, also behind a turn of the service's")
    func turned() {
        var run = PerfectRun()
        let before = Verdict(of: run.ledger, and: run.facts)["p99_fault_to_task_ms"]?.values["measure"]
        // The same run, had its first half minute passed a thousand times as quick.
        let turn = PerfectRun.time(30)
        let machineTurn = PerfectRun.machineStart + 30
        run.ledger.lines = run.ledger.lines.map { line in
            var line = line
            let isEarly = line.at <= turn
            line.machine =
                isEarly
                ? PerfectRun.machineStart + (line.at - PerfectRun.start) / 1_000
                : machineTurn + Int64(Double(line.at - turn) / PerfectRun.speed)
            return line
        }
        run.edit { entry in
            guard case .run(var first) = entry else { return entry }
            (first.speed, first.turn) = (1_000, .init(at: turn, speed: PerfectRun.speed))
            return .run(first)
        }
        let verdict = Verdict(of: run.ledger, and: run.facts)
        #expect(verdict.holds)
        #expect(verdict["p99_fault_to_task_ms"]?.values["measure"] == before)
    }

    @Test("A scenario may allow what would fail by itself")
    func allowed() {
        var run = PerfectRun()
        run.facts.positions["car-1"]? -= 1
        run.expect("lost", 1)
        let verdict = Verdict(of: run.ledger, and: run.facts)
        #expect(verdict["lost"]?.outcome == .ok)
        #expect(verdict["lost"]?.bound == "at most 1")
        #expect(verdict.holds)
    }

    @Test("A share that only rounds to its bound has not reached it")
    func notRoundedUp() {
        let expected = Expectations(["recall": 1])
        let row = expected.row(.recall, "found", share: 14_998, of: 15_000)
        #expect(row.outcome == .failed)
        #expect(row.figure == "14998 of 15000 (99.98 %)")
        #expect(expected.row(.recall, "found", share: 15_000, of: 15_000).outcome == .ok)
        #expect(Expectations(["recall": 0.9998]).row(.recall, "found", share: 14_997, of: 15_000).outcome == .ok)
        #expect(Expectations(["recall": 0.9999]).row(.recall, "found", share: 14_998, of: 15_000).outcome == .failed)
    }

    @Test("What the broker never gave to us counts for the broker, not for us")
    func lostByBroker() {
        var run = PerfectRun()
        run.edit { entry in
            // The fourth message reports the first breakdown.
            if case .taken(4 * 7_919) = entry { return nil }
            return entry
        }
        run.facts.faults.removeFirst()
        run.facts.cases.removeFirst()
        run.facts.tasks.removeFirst()
        let verdict = Verdict(of: run.ledger, and: run.facts)
        #expect(verdict["lost_by_broker"]?.values["count"] == 1)
        #expect(verdict["recall"]?.values["lost_by_broker"] == 1)
        #expect(verdict["recall"]?.outcome == .ok)
        #expect(verdict["lost"]?.outcome == .ok)
    }

    @Test(
        "A case is milder than the truth if the broker kept the rest back; one that is graver is not",
        arguments: [("service_soon", true, true), ("service_soon", false, false), ("emergency", true, false)])
    func severityUnheard(found: String, isLost: Bool, holds: Bool) {
        var run = PerfectRun()
        run.facts.cases[0].severity = found
        // A second word about the first breakdown: it is what makes it grave.
        let word = LedgerEntry.Sent(
            message: 90_001, topic: "t/car-1", digest: 90_001, bytes: 10, qos: 1, asset: "car-1", breakdown: 1,
            about: "faults", time: PerfectRun.time(61))
        run.write(.sent(word), 61)
        run.write(.acknowledged(message: 90_001), 61)
        if !isLost { run.write(.taken(digest: 90_001), 61) }
        let verdict = Verdict(of: run.ledger, and: run.facts)
        #expect((verdict["severity_agreement"]?.outcome == .ok) == holds)
        #expect(verdict["severity_agreement"]?.values["lost_by_broker"] == (holds ? 1 : 0))
    }

    @Test("What takes back codes that the broker never gave to us needs no case", arguments: [true, false])
    func clearedUnheard(names: Bool) {
        var run = PerfectRun()
        run.edit { entry in
            if case .taken(4 * 7_919) = entry { return nil }
            // The fourth message reports the first breakdown; the fifth now says that its codes are gone.
            guard case .sent(var message) = entry, message.message == 5 else { return entry }
            (message.about, message.word, message.breakdown) = ("faults", nil, 1)
            message.isClearing = names ? nil : true
            return .sent(message)
        }
        run.facts.faults.removeFirst()
        run.facts.cases.removeFirst()
        run.facts.tasks.removeFirst()
        run.facts.sources.append(StoreFacts.Source(asset: "car-1", source: "p/1", setAt: PerfectRun.time(62)))
        let verdict = Verdict(of: run.ledger, and: run.facts)
        // A message that names codes and left no case is lost all the same.
        #expect(verdict["lost"]?.outcome == (names ? .failed : .ok))
        #expect(verdict["recall"]?.outcome == (names ? .failed : .ok))
        #expect(verdict["recall"]?.values["lost_by_broker"] == (names ? 0 : 1))
    }

    @Test("A call that was made because of a pending code counts for what came of it")
    func foretold() {
        var run = PerfectRun()
        // Told and done before it truly broke.
        run.facts.tasks[0].closedAt = PerfectRun.time(59)
        #expect(Verdict(of: run.ledger, and: run.facts)["recall"]?.outcome == .failed)
        run.edit { entry in
            // The first message is about the car that will break: it reports a code that is pending.
            guard case .sent(var message) = entry, message.message == 1 else { return entry }
            message.breakdown = 1
            return .sent(message)
        }
        #expect(Verdict(of: run.ledger, and: run.facts)["recall"]?.outcome == .ok)
    }

    @Test("Without anybody at the wire, what the broker took counts as taken by us")
    func notWatched() {
        var run = PerfectRun()
        run.edit { entry in
            if case .taken = entry { return nil }
            return entry
        }
        #expect(Verdict(of: run.ledger, and: run.facts).holds)
        run.facts.jobs[0].state = "en_route"
        #expect(Verdict(of: run.ledger, and: run.facts)["lost"]?.outcome == .failed)
    }

    @Test("Delays are those of the machine, however quick the service's clock goes")
    func machineTime() {
        let run = PerfectRun()
        let verdict = Verdict(of: run.ledger, and: run.facts)
        // 100 ms of a clock that goes ten times as quick as the machine's.
        #expect(verdict["p99_fault_to_task_ms"]?.values["measure"] == 10)
        #expect(verdict["p99_fault_to_task_ms"]?.values["stop_count"] == 3)
    }

    @Test("A long list is cut off and says how much more there is")
    func text() {
        var run = PerfectRun(breakdowns: 30)
        run.facts.tasks = []
        let verdict = Verdict(of: run.ledger, and: run.facts)
        let lines = VerdictText(limit: 4).lines(verdict)
        let recall = lines.first { $0.contains("Detectable breakdowns found") }
        #expect(recall?.hasPrefix("FAILED") == true)
        #expect(recall?.contains("0 of 15 (0 %)") == true)
        #expect(lines.contains("  and 11 more"))
        #expect(lines.last?.hasSuffix("rows FAILED.") == true)
    }
}
