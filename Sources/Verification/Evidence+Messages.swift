import FleetSimulator
import Persistence

extension Evidence {
    /// How far messages came.
    var messageRows: [VerdictRow] {
        let kept = sent.count { $0.message.qos > 0 }
        let acknowledgedKept = sent.count { $0.message.qos > 0 && acknowledged.contains($0.message.message) }
        let takenKept = sent.count { $0.message.qos > 0 && taken.contains($0.message.digest) }
        let unreadable = sent.filter { $0.message.isUnreadable && isInOurHands($0) }
        let found = Set(facts.quarantined.compactMap(\.digest))
        let cut = Set(facts.quarantined.filter { $0.digest == nil }.map(\.topic))
        let missing = unreadable.filter {
            !found.contains($0.message.digest) && !cut.contains($0.message.topic)
        }
        let readable = Set(sent.filter { !$0.message.isUnreadable }.map(\.message.digest))
        let babble = Set(sent.filter { $0.message.disturbance == "babble" }.map(\.message.digest))
        let refused = facts.quarantined.filter { row in
            guard let digest = row.digest, row.state != "retried" else { return false }
            return readable.contains(digest) && !babble.contains(digest)
        }
        var rows = [
            VerdictRow(
                "sent", "Messages sent", .reported, String(sent.count),
                values: ["count": Double(sent.count), "kept": Double(kept)]),
            VerdictRow(
                "acknowledged", "Acknowledged by the broker", .reported, Share(acknowledgedKept, of: kept).words,
                values: ["count": Double(acknowledgedKept), "total": Double(kept)]),
        ]
        rows.append(
            taken.isEmpty
                ? VerdictRow(
                    "taken", "Acknowledged by us", .reported, "not watched",
                    details: ["nobody watched the wire: what the broker has acknowledged counts as acknowledged by us"])
                : VerdictRow(
                    "taken", "Acknowledged by us", .reported, Share(takenKept, of: kept).words,
                    values: ["count": Double(takenKept), "total": Double(kept)]))
        rows.append(
            VerdictRow(
                "stored", "Messages in receipts that are kept", .reported, String(facts.receiptMessages),
                values: ["count": Double(facts.receiptMessages), "outbox_waiting": Double(facts.outboxWaiting)]))
        rows.append(
            expected.row(
                .quarantined, "Unreadable messages in quarantine", share: unreadable.count - missing.count,
                of: unreadable.count, values: ["in_store": Double(facts.quarantined.count)],
                details: missing.map { "message \($0.message.message) on \($0.message.topic) is not there" }))
        rows.append(
            expected.row(
                .unexpectedQuarantine, "Readable messages in quarantine", count: refused.count,
                of: facts.quarantined.count, details: refused.map { "\($0.topic): \($0.reason)" }))
        return rows
    }

    /// Whether the service has acknowledged a message; if nobody watched the wire, whether the broker has.
    func isInOurHands(_ line: SentLine) -> Bool {
        taken.isEmpty
            ? line.message.qos > 0 && acknowledged.contains(line.message.message)
            : taken.contains(line.message.digest)
    }
}
