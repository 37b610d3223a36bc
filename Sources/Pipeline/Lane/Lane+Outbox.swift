internal import Casework
internal import Logging
internal import MQTT
internal import Persistence
internal import Telemetry

extension Lane {
    /// Publishes what is committed, while connected; what can't leave stays.
    func publishOutbox() {
        guard link.isConnected, outbox.hasPending else { return }
        pass(.beforeOutbox)
        let now = now
        while link.isConnected, let row = outbox.next(at: now) {
            guard let payload = payload(of: row) else {
                log.warning("message \(row.id) is not sent: its contact has no number")
                outbox.drop(row)
                continue
            }
            let seconds = row.expiresAt.map { UInt32(clamping: max(1, $0.seconds(since: now))) }
            do {
                let id = try link.publish(
                    topic: row.topic, payload: payload, expirySeconds: seconds, qualityOfService: 1)
                outbox.published(row, messageID: id)
            } catch {
                guard error.kind == .notConnected || error.kind == .connectionLost else {
                    log.error("message \(row.id) can't be sent to \(row.topic): \(error)")
                    outbox.drop(row)
                    continue
                }
                outbox.putBack(row)
                return
            }
        }
        flush()
    }

    /// The payload with what may not stand in it on disk: the number of a text message's addressee.
    private func payload(of row: OutboxRow) -> String? {
        guard let contact = row.contact else { return row.payload }
        guard let phone = try? store.phone(ofContact: contact), !phone.isEmpty else { return nil }
        let escaped = phone.terminalSafe.filter { $0 != "\"" && $0 != "\\" }
        return "{\"to\":\"\(escaped)\"," + row.payload.dropFirst()
    }
}
