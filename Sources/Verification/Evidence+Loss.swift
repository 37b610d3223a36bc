import FleetSimulator
import Persistence
import Telemetry

extension Evidence {
    /// What was acknowledged and is not there.
    var lossRows: [VerdictRow] {
        let loss = lostMessages
        let outcomes = lostOutcomes
        return [
            expected.row(
                .lostAfterPuback, "Lost after our acknowledgement", count: loss.lost.count, of: loss.checked,
                values: loss.values, details: loss.lost),
            expected.row(
                .lostOutcomes, "Outcomes of calls lost", count: outcomes.lost.count, of: outcomes.checked,
                details: outcomes.lost),
            brokerRow,
        ]
    }

    /// What each message that is in our hands must have left in the store.
    private var lostMessages: (lost: [String], checked: Int, values: [String: Double]) {
        /// Who said what kind of thing last, and in which message.
        struct Newest {
            var time: Int64
            var message: Int
        }
        var lost: [String] = []
        var counts: [String: Int] = [:]
        var newest: [String: [String: Newest]] = [:]
        for line in sent {
            let message = line.message
            // A wrong clock, a broken text or a flood leaves other traces than its device meant.
            guard !message.isUnreadable, isInOurHands(line), let about = message.about,
                !["skewed", "malformed", "hostile", "babble"].contains(message.disturbance ?? "")
            else { continue }
            switch about {
            case "position", "signals", "unit_position":
                guard let time = message.time, let who = message.asset ?? message.unit else { continue }
                let kind = message.asset == nil ? "unit_position" : about
                counts[kind, default: 0] += 1
                if newest[kind]?[who].map({ $0.time >= time }) ?? false { continue }
                newest[kind, default: [:]][who] = Newest(time: time, message: message.message)
            case "faults":
                counts[about, default: 0] += 1
                if !hasFault(message) {
                    lost.append("faults of \(message.asset ?? "?"), message \(message.message): no trace of it")
                }
            case "driver":
                counts[about, default: 0] += 1
                if !hasDriverWord(message) {
                    lost.append(
                        "\(message.word ?? "driver") of \(message.asset ?? "?"), message \(message.message): not kept")
                }
            case "job":
                counts[about, default: 0] += 1
                if !hasJobWord(message) {
                    lost.append(
                        "\(message.word ?? "job") of \(message.unit ?? "?") on offer \(message.offer ?? 0), message "
                            + "\(message.message): the store does not know it")
                }
            default: continue
            }
        }
        let stored = ["position": facts.positions, "signals": facts.signals, "unit_position": facts.unitPositions]
        for kind in ["position", "signals", "unit_position"] {
            for who in (newest[kind] ?? [:]).keys.sorted() {
                guard let last = newest[kind]?[who] else { continue }
                let found = stored[kind]?[who]
                if let found, found >= last.time { continue }
                let behind = found.map { "the store is \(plain(Double(last.time - $0) / 1_000)) s behind" }
                lost.append(
                    "\(kind.wordsOfKey) of \(who), message \(last.message): "
                        + (behind ?? "the store has none"))
            }
        }
        let values = Dictionary(uniqueKeysWithValues: counts.map { ("checked_\($0.key)", Double($0.value)) })
        return (lost, counts.values.reduce(0, +), values)
    }

    /// A message that reports a breakdown leaves a fault and a case; any other says something about known codes.
    private func hasFault(_ message: LedgerEntry.Sent) -> Bool {
        guard let asset = message.asset, let number = message.breakdown else { return true }
        let isKnown =
            faultsByAsset[asset]?.contains { $0 >= message.time ?? .min } ?? false
        guard isKnown else { return false }
        guard let breakdown = breakdowns.first(where: { $0.truth.breakdown == number }) else { return true }
        // What it clears was never heard of: its source is in the store, and there is nothing to open a case for.
        if breakdown.isCleared(by: message), isLostByBroker(breakdown) { return true }
        return !cases(of: breakdown).isEmpty
    }

    private func hasDriverWord(_ message: LedgerEntry.Sent) -> Bool {
        guard let asset = message.asset, let word = message.word else { return true }
        return facts.sources.contains {
            $0.asset == asset && $0.source.hasSuffix("#\(word)") && $0.setAt >= message.time ?? .min
        }
    }

    private func hasJobWord(_ message: LedgerEntry.Sent) -> Bool {
        guard let offer = message.offer, let word = message.word else { return true }
        if let job = facts.jobs.first(where: { $0.offer == offer }) {
            if Evidence.rank(job.state) >= Evidence.rank(word) { return true }
            return (eventsByCase[job.caseID] ?? []).contains {
                $0.kind == "late_answer" && $0.detail?.contains(word) == true
            }
        }
        // An answer to an offer that was never made, or of a case that is long over.
        return facts.events.contains { $0.kind == "late_answer" && $0.detail?.hasSuffix("offer \(offer)") == true }
            || facts.quarantined.contains { $0.digest == message.digest }
    }

    /// How far a job's state is.
    static func rank(_ state: String) -> Int {
        switch state {
        case "offered": 0
        case "accepted": 1
        case "delayed", "en_route": 2
        case "on_scene": 3
        case "loaded", "refused_at_destination": 4
        default: 5
        }
    }

    /// What a desk gave as an outcome, and was not refused.
    private var lostOutcomes: (lost: [String], checked: Int) {
        var lost: [String] = []
        var checked = 0
        let attempts = Dictionary(grouping: facts.attempts) { $0.task }
        for call in calls where !call.isRefused && call.outcome != "abandoned" {
            checked += 1
            let isThere = (attempts[call.task] ?? []).contains { $0.outcome == call.outcome && $0.actor == call.desk }
            if !isThere { lost.append("task \(call.task): \(call.outcome), said by \(call.desk)") }
        }
        return (lost, checked)
    }

    /// What the broker acknowledged to a device and never gave to us.
    private var brokerRow: VerdictRow {
        let gaps = facts.events.count { $0.kind == "session_gap" }
        guard !taken.isEmpty else {
            return VerdictRow(
                Expectation.lostByBroker.rawValue, "Lost by the broker", .reported, "not watched",
                values: ["gaps": Double(gaps)])
        }
        let lines = sent.filter { acknowledged.contains($0.message.message) && $0.message.qos > 0 }
        let lost = lines.filter { !taken.contains($0.message.digest) }
        return expected.row(
            .lostByBroker, "Lost by the broker", count: lost.count, of: lines.count,
            values: ["gaps_reported": Double(gaps)],
            details: lost.isEmpty
                ? []
                : ["\(gaps) gaps were reported"] + lost.map { "message \($0.message.message) on \($0.message.topic)" })
    }
}
