internal import Casework
internal import Logging
internal import MQTT
internal import Persistence
internal import Telemetry

extension Lane {
    /// Takes over what happened to the connection.
    func handleEvents() {
        for event in link.takeEvents() {
            switch event {
            case .connected(let sessionPresent): connected(sessionPresent: sessionPresent)
            case .connectionRefused(let reason):
                log.error("the broker refused the connection: \(reason); \(ConnectionAdvice.advice(for: reason))")
                scheduleReconnect()
            case .disconnected(let disconnection): disconnected(disconnection)
            case .published(let messageID, let refusal):
                if acknowledgeStatus(messageID, refusal: refusal) { continue }
                if let refusal { log.warning("the broker refused a message of ours: \(refusal)") }
                outbox.acknowledge(messageID: messageID)
            case .subscribed(let grants):
                isSubscribed = true
                for grant in grants {
                    guard let refusal = grant.refusal else { continue }
                    log.error("the broker refused the subscription \(grant.filter): \(refusal); check its access list")
                }
            }
        }
    }

    private func connected(sessionPresent: Bool) {
        connectedAt = clock.machine()
        reconnectAt = nil
        // Also after a long time without a broker: what crews said meanwhile is read first.
        beginListening()
        noteConnection(true)
        let id = configuration.mqtt.clientID
        log.info("connected as \(id), \(sessionPresent ? "with its session" : "with a new session")")
        if sessionPresent { receipts.beginAlignment() }
        do {
            let known = try store.brokerSession()
            if known == id, !sessionPresent {
                log.error("the broker has lost our session: messages since the last connection may be missing (gap)")
                metrics.sessionGaps += 1
                pendingEvents.append(EventRow(at: now, kind: "session_gap", detail: id))
            }
            if known != id { try store.rememberBrokerSession(clientID: id) }
        } catch {
            log.error("\(error)")
        }
    }

    private func disconnected(_ disconnection: Disconnection) {
        mustFlush = false
        if isSubscribed { beginListening() }
        isSubscribed = false
        noteConnection(false)
        switch disconnection.kind {
        case .requested: return
        case .sessionTakenOver:
            fail(
                LaneFailure(
                    .takenOver,
                    "another client uses the id \(configuration.mqtt.clientID); give each installation its own"))
        case .byBroker, .lost:
            log.warning("\(disconnection)")
            noteBriefConnection()
            scheduleReconnect()
        case .abandoned, .unreachable, .timedOut:
            log.warning("\(disconnection)\(ConnectionAdvice.advice(for: disconnection).map { "; \($0)" } ?? "")")
            scheduleReconnect()
        }
    }

    /// A broker that lets two clients of one id throw each other out may not say so; it shows in connections that last
    /// for moments.
    private func noteBriefConnection() {
        guard clock.machine().milliseconds - connectedAt.milliseconds < 5_000 else {
            backoff.reset()
            briefConnections = 0
            return
        }
        briefConnections += 1
        if briefConnections == 5 {
            log.error(
                """
                connections end at once, again and again: does another client use the id \
                \(configuration.mqtt.clientID)?
                """)
        }
    }

    private func scheduleReconnect() {
        let wait = backoff.next().components
        let milliseconds = wait.seconds * 1_000 + wait.attoseconds / 1_000_000_000_000_000
        reconnectAt = clock.machine().adding(milliseconds: milliseconds)
    }

    /// Every connect is ours: the library makes none by itself.
    func reconnectIfDue() {
        // What was read on the connection before is dealt with before anything is read on the next one.
        guard ahead.batch.isEmpty, let due = reconnectAt, due <= clock.machine() else { return }
        reconnectAt = nil
        link.connect()
        handleEvents()
    }
}
