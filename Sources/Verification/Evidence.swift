import FleetSimulator
import Persistence

/// A ledger and a store's facts, arranged so that they can be compared.
struct Evidence {
    /// Something that broke, with what became of it.
    struct Breakdown {
        var truth: LedgerEntry.Broke
        var at: Int64
        /// When it was over; `nil` if it still was at the end of the run.
        var endedAt: Int64?
        /// When its first message left its device, by both clocks.
        var sentAt: Int64?
        var sentMachine: Int64?
        /// When its last message left.
        var lastSentAt: Int64?
        /// When its device spoke of it before it was there, as of a code that was pending; `nil` if it did not.
        var foretoldAt: Int64?
        var messages: [LedgerEntry.Sent] = []

        /// From when on a call may be about it.
        var toldFrom: Int64 { foretoldAt.map { min($0, at) } ?? at }

        /// Whether a message says only that the codes are gone: who never heard of them has nothing to do.
        func isCleared(by message: LedgerEntry.Sent) -> Bool { message.isClearing == true && !truth.codes.isEmpty }
    }

    /// A ledger's line about a crew.
    struct UnitLine {
        var at: Int64
        var word: LedgerEntry.UnitWord
    }

    /// A ledger's line about a message that was handed to the broker.
    struct SentLine {
        var at: Int64
        var machine: Int64
        var message: LedgerEntry.Sent
    }

    /// Milliseconds after the end of a breakdown within which its case may still begin.
    static let afterwards: Int64 = 60_000
    /// Milliseconds of the machine's clock that a crew's word may need until a screen shows it.
    static let lag: Int64 = 3_000

    let ledger: Ledger
    let facts: StoreFacts
    let expected: Expectations
    /// The moment of the run's first line by both clocks.
    let start: Int64
    let machineStart: Int64
    let speed: Double
    /// From when on the service's clock runs at another speed.
    let turn: LedgerEntry.Run.Turn?
    /// When the last line was written, by the service's clock.
    let end: Int64
    /// In the order in which they broke.
    var breakdowns: [Breakdown] = []
    var sent: [SentLine] = []
    var acknowledged: Set<Int> = []
    /// Digests of what the service has acknowledged.
    var taken: Set<UInt64> = []
    /// In order of time.
    var unitLines: [UnitLine] = []
    /// In the order in which they were written.
    var calls: [LedgerEntry.Call] = []
    /// Parts that were replaced before they failed, in the order in which that happened.
    var replacements: [(at: Int64, what: LedgerEntry.Replaced)] = []
    var texts: [(at: Int64, text: LedgerEntry.Text)] = []
    private(set) var casesByAsset: [String: [StoreFacts.Case]] = [:]
    private(set) var casesByID: [Int64: StoreFacts.Case] = [:]
    private(set) var tasksByCase: [Int64: [StoreFacts.Task]] = [:]
    /// When somebody dialled for each task.
    private(set) var dialsByTask: [Int64: [Int64]] = [:]
    private(set) var eventsByCase: [Int64: [StoreFacts.Event]] = [:]
    /// When each asset's codes and sources were seen last.
    private(set) var faultsByAsset: [String: [Int64]] = [:]
    private(set) var breakdownsByAsset: [String: [Int]] = [:]
    /// When the first message of a breakdown left that had not happened yet, by the breakdown's number.
    private var foretold: [Int: Int64] = [:]

    init(_ ledger: Ledger, _ facts: StoreFacts) {
        self.ledger = ledger
        self.facts = facts
        let first = ledger.lines.first
        expected = Expectations(ledger.run?.expects ?? [:])
        (start, machineStart) = (first?.at ?? 0, first?.machine ?? 0)
        let given = ledger.run?.speed ?? 1
        speed = given.isFinite && given > 0 ? given : 1
        turn = ledger.run?.turn.flatMap { $0.speed.isFinite && $0.speed > 0 ? $0 : nil }
        end = ledger.lines.map(\.at).max() ?? 0
        for line in ledger.lines { take(line) }
        unitLines = unitLines.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
        casesByAsset = Dictionary(grouping: facts.cases) { $0.asset }
        for row in facts.cases { casesByID[row.id] = row }
        for task in facts.tasks {
            for id in Set(task.group + (task.caseID.map { [$0] } ?? [])) { tasksByCase[id, default: []].append(task) }
        }
        for attempt in facts.attempts where attempt.channel == "voice" {
            dialsByTask[attempt.task, default: []].append(attempt.at)
        }
        for event in facts.events {
            if let id = event.caseID { eventsByCase[id, default: []].append(event) }
        }
        for fault in facts.faults { faultsByAsset[fault.asset, default: []].append(fault.seenAt) }
        for source in facts.sources where !source.source.contains("#") {
            faultsByAsset[source.asset, default: []].append(source.setAt)
        }
        for (index, breakdown) in breakdowns.enumerated() {
            breakdownsByAsset[breakdown.truth.asset, default: []].append(index)
        }
    }

    private mutating func take(_ line: LedgerLine) {
        switch line.entry {
        case .sent(let message):
            sent.append(SentLine(at: line.at, machine: line.machine, message: message))
            guard let number = message.breakdown,
                let index = breakdowns.lastIndex(where: { $0.truth.breakdown == number })
            else {
                if let number = message.breakdown, foretold[number] == nil { foretold[number] = line.at }
                return
            }
            if breakdowns[index].sentAt == nil {
                (breakdowns[index].sentAt, breakdowns[index].sentMachine) = (line.at, line.machine)
            }
            breakdowns[index].lastSentAt = line.at
            breakdowns[index].messages.append(message)
        case .acknowledged(let message): acknowledged.insert(message)
        case .taken(let digest): taken.insert(digest)
        case .broke(let truth):
            breakdowns.append(Breakdown(truth: truth, at: line.at, foretoldAt: foretold[truth.breakdown]))
        case .ended(let ended):
            guard
                let index = breakdowns.firstIndex(where: {
                    $0.truth.breakdown == ended.breakdown && $0.endedAt == nil
                })
            else { return }
            breakdowns[index].endedAt = line.at
        case .replaced(let what): replacements.append((line.at, what))
        case .unit(let word): unitLines.append(UnitLine(at: line.at, word: word))
        case .call(let call): calls.append(call)
        case .text(let text): texts.append((line.at, text))
        case .run, .chaos, .finished: break
        }
    }

    // MARK: Clocks

    /// A time of the service's clock by the machine's.
    func machine(_ time: Int64) -> Double {
        func passed(from: Int64, to: Int64) -> Double { Double(to.subtractingReportingOverflow(from).partialValue) }
        guard let turn, time > turn.at else { return Double(machineStart) + passed(from: start, to: time) / speed }
        return Double(machineStart) + passed(from: start, to: turn.at) / speed
            + passed(from: turn.at, to: time) / turn.speed
    }

    /// How long a crew's word may need until a screen shows it, by the service's clock.
    ///
    /// Crews drive only once the scenario itself has begun.
    var lag: Int64 { lag(at: .max) }

    /// The same for anybody's word at a time: in the days before, the clock runs quicker.
    func lag(at time: Int64) -> Int64 {
        let now = turn.map { time > $0.at ? $0.speed : speed } ?? speed
        return Int64(Double(Evidence.lag) * min(now, 10_000))
    }

    // MARK: What belongs together

    /// Cases of an asset that were open at some time while it was broken.
    func cases(of breakdown: Breakdown) -> [StoreFacts.Case] {
        let last = self.last(of: breakdown)
        return (casesByAsset[breakdown.truth.asset] ?? []).filter {
            $0.openedAt <= last && ($0.closedAt ?? .max) >= breakdown.at
        }
    }

    /// Until when a breakdown may begin a case.
    func last(of breakdown: Breakdown) -> Int64 {
        guard let ended = breakdown.endedAt else { return .max }
        return max(ended, breakdown.lastSentAt ?? ended) &+ Evidence.afterwards
    }

    /// Calls to the people with the asset about one of these cases, or about the case that they hang on.
    func callTasks(of cases: [StoreFacts.Case], since: Int64) -> [StoreFacts.Task] {
        var ids: [Int64] = []
        for row in cases {
            for id in [row.id] + (row.parent.map { [$0] } ?? []) where !ids.contains(id) { ids.append(id) }
        }
        return ids.flatMap { tasksByCase[$0] ?? [] }.filter { task in
            Evidence.peopleKinds.contains(task.kind) && (task.closedAt ?? .max) >= since
        }
    }

    /// Breakdowns that a case may be about.
    func breakdowns(of row: StoreFacts.Case) -> [Breakdown] {
        (breakdownsByAsset[row.asset] ?? []).map { breakdowns[$0] }.filter {
            row.openedAt <= last(of: $0) && (row.closedAt ?? .max) >= $0.at
        }
    }

    /// Breakdowns of an asset that were not over at a time.
    func broken(_ asset: String, at time: Int64) -> [Breakdown] {
        (breakdownsByAsset[asset] ?? []).map { breakdowns[$0] }.filter { $0.at <= time && last(of: $0) >= time }
    }

    /// Whether the broker has taken at least one message of a breakdown from its device.
    ///
    /// It acknowledges nothing that is sent with QoS 0: that counts as taken.
    func isReported(_ breakdown: Breakdown) -> Bool {
        breakdown.messages.contains { $0.qos == 0 || acknowledged.contains($0.message) || taken.contains($0.digest) }
    }

    /// Calls to the people with an asset; the others are calls to those who help.
    static let peopleKinds: Set<String> = [
        "breakdown_call", "site_call", "service_offer", "prevent_offer", "call_again", "triage", "follow_up",
    ]

    /// Outcomes after which the person knows what there is to know.
    static let toldOutcomes: Set<String> = [
        "reached", "accepted", "declined", "has_own_help", "no_need", "solved",
    ]

    /// From mild to grave.
    static let severities = ["info", "maintenance", "service_soon", "unknown", "limp", "stop", "emergency"]

    static func isGrave(_ severity: String) -> Bool { severity == "stop" || severity == "emergency" }
}
