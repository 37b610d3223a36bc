import FleetSimulator
import Persistence
import Telemetry

/// A run in which everything went well, and the store that it left: a test breaks it in one way.
struct PerfectRun {
    static let start: Int64 = 1_800_000_000_000
    static let machineStart: Int64 = 1_790_000_000_000
    static let speed = 10.0

    var ledger = Ledger(lines: [])
    var facts = StoreFacts()
    private var messages = 0

    /// - Parameters:
    ///   - breakdowns: How many cars break down, one a minute.
    init(breakdowns: Int = 3) {
        write(
            .run(
                LedgerEntry.Run(
                    scenario: "test", seed: 1, start: PerfectRun.start, speed: PerfectRun.speed, expects: [:])), 0)
        for number in 1...breakdowns { breakDown(number, after: Int64(number) * 60) }
        refuseOne()
        let sent = messages
        write(.finished(LedgerEntry.Finished(sent: sent, acknowledged: sent)), 3_600)
        ledger.lines.sort { $0.at < $1.at }
        facts.confirmingWorkshops = ["north"]
    }

    /// A line at a second of the run.
    mutating func write(_ entry: LedgerEntry, _ second: Int64) {
        ledger.lines.append(PerfectRun.line(entry, second))
    }

    static func line(_ entry: LedgerEntry, _ second: Int64) -> LedgerLine {
        LedgerLine(
            at: Timestamp(milliseconds: start + second * 1_000),
            machine: Timestamp(milliseconds: machineStart + Int64(Double(second) * 1_000 / speed)), entry)
    }

    static func time(_ second: Int64) -> Int64 { start + second * 1_000 }

    /// Lets the last line tell how many there are of each kind.
    mutating func countLines() {
        let lines = Dictionary(grouping: ledger.lines, by: \.entry.kind).mapValues(\.count)
        edit { entry in
            guard case .finished(var told) = entry else { return entry }
            told.lines = lines.filter { $0.key != "finished" }
            return .finished(told)
        }
    }

    /// Changes every entry of the ledger, or leaves it out.
    mutating func edit(_ change: (LedgerEntry) -> LedgerEntry?) {
        ledger.lines = ledger.lines.compactMap { line in
            change(line.entry).map { entry in
                var line = line
                line.entry = entry
                return line
            }
        }
    }

    private mutating func send(
        _ about: String, asset: String? = nil, unit: String? = nil, at second: Int64, breakdown: Int? = nil,
        word: String? = nil, offer: Int64? = nil, isUnreadable: Bool = false
    ) {
        messages += 1
        let message = LedgerEntry.Sent(
            message: messages, topic: "t/\(asset ?? unit ?? "")", digest: UInt64(messages) &* 7_919, bytes: 10, qos: 1,
            asset: asset, unit: unit, breakdown: breakdown, isUnreadable: isUnreadable, about: about,
            time: PerfectRun.time(second), word: word, offer: offer)
        write(.sent(message), second)
        write(.acknowledged(message: messages), second)
        write(.taken(digest: message.digest), second)
        guard isUnreadable else { return }
        facts.quarantined.append(
            StoreFacts.Quarantined(topic: message.topic, digest: message.digest, reason: "no JSON"))
    }

    private mutating func refuseOne() { send("faults", asset: "car-1", at: 30, isUnreadable: true) }

    private mutating func breakDown(_ number: Int, after second: Int64) {
        let (asset, unit, id) = ("car-\(number)", "truck-\(number)", Int64(number))
        func time(_ seconds: Int64) -> Int64 { PerfectRun.time(second + seconds) }
        send("position", asset: asset, at: second - 5)
        send("signals", asset: asset, at: second - 4)
        send("position", unit: unit, at: second - 3)
        write(
            .broke(
                LedgerEntry.Broke(
                    breakdown: number, asset: asset, cause: "oil_pressure", what: "oil pump", codes: ["obd/P0524"],
                    latitude: 59, longitude: 24, needs: "tow", severity: "stop", isImmobile: true,
                    detectability: number % 2 == 1 ? .detectable : .late, wantsCall: true)), second)
        send("faults", asset: asset, at: second, breakdown: number)
        send("driver", asset: asset, at: second + 2, word: "shared_location")
        let word = { LedgerEntry.UnitWord(unit: unit, offer: id, asset: asset, word: $0, latitude: 59, longitude: 24) }
        write(.unit(word("offer")), second + 1)
        write(.unit(word("accepted")), second + 3)
        send("job", unit: unit, at: second + 3, word: "accepted", offer: id)
        write(.unit(word("en_route")), second + 4)
        write(.call(call(number, unit, at: second)), second + 100)
        write(.unit(word("on_scene")), second + 900)
        write(.unit(word("delivered")), second + 1_800)
        send("job", unit: unit, at: second + 1_800, word: "delivered", offer: id)
        write(.ended(LedgerEntry.Ended(breakdown: number, how: "delivered")), second + 1_800)

        facts.positions[asset] = time(-5)
        facts.signals[asset] = time(-4)
        facts.unitPositions[unit] = time(-3)
        facts.faults.append(StoreFacts.Fault(asset: asset, source: "p/1", code: "obd/P0524", seenAt: time(0)))
        facts.sources.append(StoreFacts.Source(asset: asset, source: "p/1#shared_location", setAt: time(2)))
        facts.cases.append(
            StoreFacts.Case(
                id: id, asset: asset, state: "solved", severity: "stop", isImmobile: true, openedAt: time(0),
                closedAt: time(1_800), toldAt: time(100)))
        facts.tasks.append(
            StoreFacts.Task(
                id: id, kind: "breakdown_call", state: "done", caseID: id, asset: asset, contact: "driver-\(number)",
                createdAt: time(0) + 100, closedAt: time(100), outcome: "reached"))
        facts.jobs.append(
            StoreFacts.Job(
                id: id, caseID: id, offer: id, unit: unit, state: "delivered", offeredAt: time(0),
                answeredAt: time(3)))
        facts.holds.append(
            StoreFacts.Hold(
                id: id, caseID: id, kind: "unit", resource: unit, state: "fulfilled", since: time(0),
                endedAt: time(1_800)))
        facts.claims.append(
            StoreFacts.Claim(
                token: id, task: id, actor: "desk-1", at: time(5), endedAt: time(100), endedBy: "finish"))
        facts.attempts.append(
            StoreFacts.Attempt(
                id: id, task: id, token: id, actor: "desk-1", contact: "driver-\(number)", at: time(10),
                endedAt: time(100), outcome: "reached"))
        facts.audits.append(StoreFacts.Audit(at: time(100), actor: "desk-1", command: "finish", task: id))
        facts.events.append(StoreFacts.Event(at: time(100), kind: "task_reached", caseID: id, task: id))
        facts.events.append(StoreFacts.Event(at: time(1_800), kind: "job_delivered", caseID: id, detail: unit))
    }

    private func call(_ number: Int, _ unit: String, at second: Int64) -> LedgerEntry.Call {
        var call = LedgerEntry.Call(
            task: Int64(number), kind: "breakdown_call", desk: "desk-1", outcome: "reached", isMoving: false,
            severity: "stop")
        (call.asset, call.contact, call.caseID) = ("car-\(number)", "driver-\(number)", Int64(number))
        (call.unit, call.unitState) = (unit, "accepted")
        (call.dialled, call.ended) = (PerfectRun.time(second + 10), PerfectRun.time(second + 100))
        (call.arrivalLow, call.arrivalHigh) = (PerfectRun.time(second + 600), PerfectRun.time(second + 1_200))
        (call.slotState, call.workshop) = ("confirmed", "north")
        return call
    }
}
