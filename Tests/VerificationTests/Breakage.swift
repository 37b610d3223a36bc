import FleetSimulator
import Persistence
import Testing

/// One way in which a perfect run is broken, and the row that must say so.
struct Breakage: Sendable, CustomTestStringConvertible {
    var row: String
    var what: String
    var apply: @Sendable (inout PerfectRun) -> Void

    var testDescription: String { "\(row): \(what)" }

    init(_ row: String, _ what: String, _ apply: @escaping @Sendable (inout PerfectRun) -> Void) {
        (self.row, self.what, self.apply) = (row, what, apply)
    }

    static let all = ledger + found + once + kept + said + foreseen + store

    private static let ledger = [
        Breakage("ledger", "the run was killed") { run in
            run.edit { entry in
                if case .finished = entry { return nil }
                return entry
            }
        },
        Breakage("ledger", "a line can't be read") { $0.ledger.problems = ["line 7 is no line of a ledger"] },
        Breakage("ledger", "the last line is cut off") { $0.ledger.isCutOff = true },
        Breakage("ledger", "a message is missing in it") { run in
            run.edit { entry in
                if case .finished(var told) = entry {
                    told.sent += 1
                    return .finished(told)
                }
                return entry
            }
        },
        Breakage("ledger", "the line of a crew was taken out") { run in
            run.countLines()
            run.edit { entry in
                if case .unit(let word) = entry, word.word == "en_route", word.unit == "truck-1" { return nil }
                return entry
            }
        },
        Breakage("ledger", "a bound that does not exist") { $0.expect("recal", 1) },
    ]

    private static let found = [
        Breakage("recall", "nobody is called about the first breakdown") { $0.facts.tasks.removeFirst() },
        Breakage("recall_late", "nobody is called about the second one") { $0.facts.tasks.remove(at: 1) },
        Breakage("coverage", "the scenario wants more than there is") { run in
            run.expect("coverage", 1)
            run.broke(99, "car-99", .undetectable, at: 500)
        },
        Breakage("quarantined", "an unreadable message was dropped") { $0.facts.quarantined = [] },
        Breakage("unexpected_quarantine", "a readable message was refused") { run in
            run.facts.quarantined.append(
                StoreFacts.Quarantined(topic: "t/car-1", digest: 7_919, reason: "no position"))
        },
        Breakage("unexpected_cases", "a case of a car that is well") { run in
            run.facts.cases.append(
                StoreFacts.Case(
                    id: 50, asset: "car-50", state: "open", severity: "limp", openedAt: PerfectRun.time(70)))
        },
        Breakage("unexpected_tasks", "a call about something that is only noted") { run in
            run.broke(98, "car-98", .detectable, at: 500, wantsCall: false)
            run.facts.cases.append(
                StoreFacts.Case(
                    id: 51, asset: "car-98", state: "open", severity: "stop", openedAt: PerfectRun.time(501)))
            run.facts.tasks.append(
                StoreFacts.Task(
                    id: 51, kind: "service_offer", state: "ready", caseID: 51, asset: "car-98",
                    createdAt: PerfectRun.time(502)))
        },
    ]

    private static let once = [
        Breakage("double_cases", "two cases of a car at once") { run in
            run.facts.cases.append(
                StoreFacts.Case(
                    id: 60, asset: "car-1", state: "solved", severity: "stop", openedAt: PerfectRun.time(400),
                    closedAt: PerfectRun.time(1_000)))
            run.facts.events.append(
                StoreFacts.Event(at: PerfectRun.time(900), kind: "job_fixed", caseID: 60, detail: "truck-1"))
        },
        Breakage("double_cases", "a second case of what was not mended yet") { run in
            run.facts.cases[0].closedAt = PerfectRun.time(1_000)
            run.facts.cases.append(
                StoreFacts.Case(
                    id: 60, asset: "car-1", state: "open", severity: "stop", openedAt: PerfectRun.time(1_100)))
        },
        Breakage("double_calls", "the same is told again by another desk") { run in
            run.copyCall(task: 1) { call in
                (call.task, call.desk) = (61, "desk-2")
                (call.dialled, call.ended) = (PerfectRun.time(300), PerfectRun.time(330))
            }
            run.facts.attempts.append(PerfectRun.attempt(61, "desk-2", from: 300, to: 330))
        },
        Breakage("double_calls", "the authorities hear the same again") { run in
            for task in [Int64(91), 92] {
                let row = StoreFacts.Task(
                    id: task, kind: "authority_call", state: "done", caseID: 1, asset: "car-1",
                    createdAt: PerfectRun.time(task), outcome: "reached")
                run.facts.tasks.append(row)
                run.copyCall(task: 1) { call in
                    (call.task, call.kind, call.contact, call.desk) = (task, "authority_call", nil, "desk-1")
                }
                run.facts.attempts.append(PerfectRun.attempt(task, "desk-1", from: task, to: task + 5))
            }
        },
        Breakage("double_conversations", "two desks ring one driver") { run in
            run.copyCall(task: 1) { call in
                (call.task, call.desk, call.kind) = (61, "desk-2", "call_again")
                (call.dialled, call.ended) = (PerfectRun.time(80), PerfectRun.time(200))
            }
            run.facts.attempts.append(PerfectRun.attempt(61, "desk-2", from: 80, to: 200))
        },
        Breakage("double_bookings", "one truck for two cars") { run in
            run.facts.holds.append(
                StoreFacts.Hold(
                    id: 62, caseID: 2, kind: "unit", resource: "truck-1", state: "released",
                    since: PerfectRun.time(500), endedAt: PerfectRun.time(600)))
        },
        Breakage("double_bookings", "a slot is held twice, the first one for ever") { run in
            for id in [Int64(1), 2] {
                run.facts.holds.append(
                    StoreFacts.Hold(
                        id: 70 + id, caseID: id, kind: "slot", resource: "9", state: "confirmed",
                        since: PerfectRun.time(id * 100)))
            }
        },
        Breakage("two_units_sent", "a second truck drives to the first car") { run in
            run.write(.unit(PerfectRun.word("truck-9", "car-1", "accepted")), 400)
        },
    ]

    private static let kept = [
        Breakage("p90_fault_to_dial_s", "all wait ten seconds for a call") { $0.expect("p90_fault_to_dial_s", 9) },
        Breakage("p90_urgent_fault_to_dial_s", "a stop waits longer than it may") { run in
            run.expect("p90_urgent_fault_to_dial_s", 11)
            run.facts.attempts[1].at += 5_000
        },
        Breakage("immobile_agreement", "a car that can't move is said to drive") { run in
            run.expect("immobile_agreement", 1)
            run.facts.cases[0].isImmobile = false
        },
        Breakage("in_vain_again", "truck after truck finds nobody") { run in
            for second in [2_000, 2_100, 2_200] as [Int64] {
                run.write(.unit(PerfectRun.word("truck-1", "car-1", "gone_on_arrival")), second)
            }
        },
        Breakage("lost", "the newest position is not there") { $0.facts.positions["car-1"]? -= 1 },
        Breakage("lost", "a car has no signals at all") { $0.facts.signals["car-2"] = nil },
        Breakage("lost", "where a truck is was forgotten") { $0.facts.unitPositions["truck-3"]? -= 5_000 },
        Breakage("lost", "a fault has left no trace") { run in run.facts.faults.removeFirst() },
        Breakage("lost", "the driver's word was not kept") { run in run.facts.sources.removeFirst() },
        Breakage("lost", "a crew's word was not kept") { run in run.facts.jobs[0].state = "on_scene" },
        Breakage("lost_outcomes", "a desk's outcome is gone") { run in run.facts.attempts[0].outcome = nil },
        Breakage("lost_by_broker", "the broker forgot one, and the scenario allows none") { run in
            run.expect("lost_by_broker", 0)
            let position = UInt64(7_919)
            run.edit { entry in
                if case .taken(position) = entry { return nil }
                return entry
            }
        },
        Breakage("p99_fault_to_task_ms", "a call stood on the queue too late") { run in
            run.facts.tasks[2].createdAt += 30_000
        },
        Breakage("p50_fault_to_task_ms", "the scenario wants it quicker") { $0.expect("p50_fault_to_task_ms", 5) },
    ]

    private static let said = [
        Breakage("eta_within", "the truck came later than was said") { run in
            run.expect("eta_within", 1)
            run.editCall(task: 1) { $0.arrivalHigh = PerfectRun.time(700) }
        },
        Breakage("eta_error_minutes", "the range was far off") { run in
            run.expect("eta_error_minutes", 10)
            run.editCall(task: 1) { $0.arrivalHigh = PerfectRun.time(9_000) }
        },
        Breakage("false_stop_calls", "called as a stop, and it may drive on") { run in
            run.editTruth(1) { ($0.severity, $0.isImmobile) = ("limp", false) }
            run.facts.cases[0].severity = "limp"
        },
        Breakage("calls_to_moving_drivers", "whoever drives was not asked") { run in
            run.editCall(task: 2) { $0.isMoving = true }
        },
        Breakage("untrue_sentences", "said accepted before the crew had") { run in
            run.editCall(task: 1) { $0.dialled = PerfectRun.time(62) }
            run.facts.jobs[0].answeredAt = PerfectRun.time(62)
        },
        Breakage("untrue_sentences", "said on its way, and the crew had not left") { run in
            run.editCall(task: 3) { $0.unitState = "on_scene" }
        },
        Breakage("untrue_sentences", "said accepted after the crew had given up") { run in
            run.editCall(task: 1) {
                ($0.dialled, $0.ended) = (PerfectRun.time(200), PerfectRun.time(220))
            }
            run.write(.unit(PerfectRun.word("truck-1", "car-1", "unable")), 100)
            run.ledger.lines.sort { $0.at < $1.at }
        },
        Breakage("untrue_sentences", "said that the workshop expects them, and nobody had asked") { run in
            run.facts.confirmingWorkshops = []
            run.edit { entry in
                if case .call(var call) = entry, call.task != 1 {
                    call.slotState = "asked"
                    return .call(call)
                }
                return entry
            }
        },
        Breakage("severity_agreement", "a stop is taken for a service") { run in
            run.facts.cases[0].severity = "service_soon"
        },
        Breakage("stop_withdrawn", "a stop went away by itself") { run in
            run.facts.cases[0].state = "withdrawn"
            run.facts.tasks[0].outcome = nil
            run.facts.events.removeAll { $0.caseID == 1 }
        },
        Breakage("stop_withdrawn", "the call was withdrawn before anybody was told") { run in
            run.facts.cases[0].toldAt = nil
            (run.facts.tasks[0].state, run.facts.tasks[0].outcome) = ("withdrawn", nil)
            run.facts.events.removeAll { $0.caseID == 1 }
            run.facts.cases[0].state = "open"
            run.facts.cases[0].closedAt = nil
        },
    ]

    private static let foreseen = [
        Breakage("foreseen", "a battery that ran down for days, and nobody was offered anything") { run in
            run.announce("car-1")
            run.expect("foreseen", 1)
        },
        Breakage("foreseen", "the offer came when it stood already") { run in
            run.announce("car-1")
            run.facts.offers.append(PerfectRun.offer("car-1", at: 61))
            run.expect("foreseen", 1)
        },
        Breakage("foreseen", "the offer was about another part") { run in
            run.announce("car-1")
            run.facts.offers.append(PerfectRun.offer("car-1", part: "alternator", at: 10))
            run.expect("foreseen", 1)
        },
        Breakage("prevented", "it broke down all the same") { run in
            run.announce("car-1")
            run.facts.offers.append(PerfectRun.offer("car-1", at: 10))
            run.expect("prevented", 1)
        },
        Breakage("wasted_offers", "a part that would have lasted") { run in
            run.facts.offers.append(PerfectRun.offer("car-1", at: 10))
            run.expect("wasted_offers", 0)
        },
        Breakage("prevent_calls", "more calls than the scenario admits") { run in
            run.facts.offers.append(PerfectRun.offer("car-1", at: 10))
            run.facts.tasks.append(
                StoreFacts.Task(
                    id: 70, kind: "prevent_offer", state: "done", caseID: 70, asset: "car-1",
                    createdAt: PerfectRun.time(11), closedAt: PerfectRun.time(20), outcome: "declined"))
            run.facts.attempts.append(PerfectRun.attempt(70, "desk-1", from: 12, to: 20))
            run.expect("prevent_calls", 0)
        },
        Breakage("untrue_results", "prevented, and nobody replaced anything") { run in
            var offer = PerfectRun.offer("car-1", at: 10)
            offer.result = "prevented"
            run.facts.offers.append(offer)
        },
        Breakage("untrue_results", "failed, and it did not") { run in
            var offer = PerfectRun.offer("car-7", at: 10)
            offer.result = "failed"
            run.facts.offers.append(offer)
        },
    ]

    private static let store = [
        Breakage("integrity", "a page is damaged") { $0.facts.health.damage = ["page 7 is never used"] },
        Breakage("foreign_keys", "a leg without a plan") { run in
            run.facts.health.brokenReferences = ["row 1 of leg refers to a row of plan that is not there"]
        },
        Breakage("constraints", "an index is missing") { run in
            run.facts.health.missingConstraints = ["case_open: one open case for an asset"]
        },
        Breakage("durability", "commits may be lost with the power") { $0.facts.health.synchronous = 1 },
        Breakage("durability", "readers wait for the lane") { $0.facts.health.journalMode = "delete" },
        Breakage("tokens", "two claims of a task at once") { run in
            run.facts.claims.append(
                StoreFacts.Claim(token: 80, task: 1, actor: "desk-2", at: PerfectRun.time(120)))
        },
        Breakage("tokens", "dialled without a claim") { $0.facts.attempts[0].token = 81 },
        Breakage("tokens", "dialled after the claim was over") { run in
            run.facts.claims[0].endedAt = PerfectRun.time(62)
        },
        Breakage("tokens", "an outcome of nobody") { $0.facts.audits.removeFirst() },
    ]
}

extension PerfectRun {
    /// An offer to have a part replaced.
    static func offer(_ asset: String, part: String = "starter_battery", at second: Int64) -> StoreFacts.Offer {
        StoreFacts.Offer(id: 1, caseID: 70, asset: asset, part: part, offeredAt: time(second))
    }

    /// Lets a breakdown be one of a battery that its device had shown.
    mutating func announce(_ asset: String) {
        edit { entry in
            guard case .broke(var broke) = entry, broke.asset == asset else { return entry }
            (broke.part, broke.isAnnounced) = ("starter_battery", true)
            return .broke(broke)
        }
    }

    static func word(_ unit: String, _ asset: String, _ word: String) -> LedgerEntry.UnitWord {
        LedgerEntry.UnitWord(unit: unit, offer: 900, asset: asset, word: word, latitude: 59, longitude: 24)
    }

    static func attempt(_ task: Int64, _ desk: String, from: Int64, to: Int64) -> StoreFacts.Attempt {
        StoreFacts.Attempt(
            id: task, task: task, token: nil, actor: desk, contact: "driver-1", at: time(from), endedAt: time(to),
            outcome: "reached")
    }

    mutating func expect(_ name: String, _ bound: Double) {
        edit { entry in
            if case .run(var run) = entry {
                run.expects[name] = bound
                return .run(run)
            }
            return entry
        }
    }

    mutating func broke(
        _ number: Int, _ asset: String, _ detectability: LedgerEntry.Detectability, at second: Int64,
        wantsCall: Bool = true
    ) {
        write(
            .broke(
                LedgerEntry.Broke(
                    breakdown: number, asset: asset, cause: "tyre", what: "flat tyre", codes: [], latitude: 59,
                    longitude: 24, needs: "patrol", severity: "stop", isImmobile: true, detectability: detectability,
                    wantsCall: wantsCall)), second)
    }

    mutating func editCall(task: Int64, _ change: (inout LedgerEntry.Call) -> Void) {
        edit { entry in
            if case .call(var call) = entry, call.task == task {
                change(&call)
                return .call(call)
            }
            return entry
        }
    }

    mutating func copyCall(task: Int64, _ change: (inout LedgerEntry.Call) -> Void) {
        for line in ledger.lines {
            guard case .call(var call) = line.entry, call.task == task else { continue }
            change(&call)
            write(.call(call), 600)
            return
        }
    }

    mutating func editTruth(_ number: Int, _ change: (inout LedgerEntry.Broke) -> Void) {
        edit { entry in
            if case .broke(var truth) = entry, truth.breakdown == number {
                change(&truth)
                return .broke(truth)
            }
            return entry
        }
    }
}
