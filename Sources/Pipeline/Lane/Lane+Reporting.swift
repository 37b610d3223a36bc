internal import Casework
internal import CoreMetrics
internal import Foundation
internal import Logging
internal import MQTT
internal import Monitoring
internal import Persistence
internal import Telemetry

/// What the lane tells of itself: to the database, to the status topic, to systemd and to whoever collects figures.
///
/// For a message nothing but additions; for a batch a few recordings; everything else at most once a second.
extension Lane {
    func beginReporting() {
        guard let report = configuration.report else { return }
        reporting = LaneReporting(report, at: now)
        report.manager?.tell([.ready, .status("connecting to \(configuration.mqtt.host):\(configuration.mqtt.port)")])
    }

    /// At the end of each turn.
    func report(turnBegan began: UInt64, hadMessages: Bool) {
        guard reporting != nil else { return }
        let end = monotonicNanoseconds()
        if hadMessages {
            reporting?.turn.record(microseconds: (end - began) / 1_000, at: LaneReporting.second(end))
            reporting?.report.timers.turn.recordNanoseconds(end - began)
        }
        if let took = store.checkpointTook {
            store.checkpointTook = nil
            reporting?.checkpoint.record(microseconds: took / 1_000, at: LaneReporting.second(end))
            reporting?.report.timers.checkpoint.recordNanoseconds(took)
        }
        let machine = clock.machine()
        signOfLife(at: machine)
        guard let next = reporting?.nextReading, machine >= next || next.milliseconds - machine.milliseconds > 60_000
        else { return }
        reporting?.nextReading = machine.adding(milliseconds: LaneReporting.readingInterval)
        readItself(at: end)
        writeReading(at: machine)
        publishStatus(at: machine)
    }

    /// Tells systemd that the loop goes round, or that a commit is being tried again.
    private func signOfLife(at machine: Timestamp) {
        guard let reporting, let manager = reporting.report.manager else { return }
        let due = reporting.nextSignOfLife
        guard machine >= due || due.milliseconds - machine.milliseconds > 60_000 else { return }
        self.reporting?.nextSignOfLife = machine.adding(milliseconds: reporting.signOfLifeInterval)
        manager.tell([.watchdog])
    }

    // MARK: What happens

    /// The moment from which the lag of a batch counts.
    func noteRead() {
        if reporting != nil, reporting?.batchReadAt == nil { reporting?.batchReadAt = monotonicNanoseconds() }
    }

    /// After each commit.
    ///
    /// - Parameters:
    ///   - lockedAt: When the transaction had the write lock: nobody else could write from then on.
    ///   - began: When writing began.
    ///   - sample: One of the inputs, whose own time shows how late the world is heard of.
    func noteCommit(lockedAt: UInt64, began: UInt64, record: BatchRecord, sample: Input?) {
        guard var reporting else { return }
        // Moved out while it changes, so that its histograms are not copied.
        self.reporting = nil
        defer { self.reporting = reporting }
        let committed = store.committedAt
        let second = LaneReporting.second(committed)
        let timers = reporting.report.timers
        reporting.commit.record(microseconds: (committed &- began) / 1_000, at: second)
        reporting.lock.record(microseconds: (committed &- lockedAt) / 1_000, at: second)
        timers.commit.recordNanoseconds(committed &- began)
        timers.lock.recordNanoseconds(committed &- lockedAt)
        if let readAt = reporting.batchReadAt, !batch.isEmpty {
            reporting.lag.record(microseconds: (committed &- readAt) / 1_000, at: second)
            timers.lag.recordNanoseconds(committed &- readAt)
            timers.batch.record(batch.entries.count)
            if case .observation(let observation, retained: false) = sample, observation.timeTrusted {
                let late = max(0, now.milliseconds - observation.time.milliseconds)
                reporting.sourceLag.record(microseconds: UInt64(late) &* 1_000, at: second)
                timers.sourceLag.recordMilliseconds(late)
            }
        }
        reporting.batchReadAt = nil
        if let reading = record.reading {
            reporting.due = nil
            reporting.writtenAt = clock.machine()
            reporting.written = LaneReporting.Written(reading)
        }
        if reporting.stuckBecause != nil { log.notice("commits succeed again") }
        reporting.stuckBecause = nil
    }

    /// A commit has failed and will be tried again: the lane is alive, and whoever watches must know why it stands.
    func noteStuck(_ error: StoreError) {
        guard reporting != nil else { return }
        reporting?.stuckBecause = error.description
        let machine = clock.machine()
        signOfLife(at: machine)
        reporting?.report.manager?.tell([.status("waiting to commit: \(error.description)")])
        readItself(at: monotonicNanoseconds())
    }

    func noteConnection(_ isConnected: Bool) {
        if isConnected { metrics.connections += 1 }
        guard reporting != nil, reporting?.isConnected != isConnected else { return }
        reporting?.isConnected = isConnected
        reporting?.connectionSince = now
        reporting?.nextReading = Timestamp(milliseconds: 0)
        reporting?.nextStatus = Timestamp(milliseconds: 0)
        reporting?.isStatusRefused = false
        reporting?.statusInFlight = nil
    }

    // MARK: The reading

    private func readItself(at nanoseconds: UInt64) {
        guard var reporting else { return }
        let second = LaneReporting.second(nanoseconds)
        var reading = LaneReading(
            at: now.milliseconds, version: Program.version, process: getpid(),
            startedAt: reporting.startedAt.milliseconds)
        reading.isConnected = reporting.isConnected
        reading.connectionSince = reporting.connectionSince.milliseconds
        reading.reconnects = max(0, metrics.connections - 1)
        reading.sessionGaps = metrics.sessionGaps
        reading.messages = metrics.messages
        reading.bytes = metrics.bytes
        reading.duplicates = metrics.duplicates
        reading.ignored = metrics.ignored
        reading.quarantined = metrics.quarantined
        reading.batches = metrics.batches
        reading.messagesPerSecond = reporting.messageRate.note(metrics.messages, at: second)
        reading.batchesPerSecond = reporting.batchRate.note(metrics.batches, at: second)
        reading.commit = LaneReading.Durations(reporting.commit.summary(at: second))
        reading.writeLock = LaneReading.Durations(reporting.lock.summary(at: second))
        reading.turn = LaneReading.Durations(reporting.turn.summary(at: second))
        reading.lag = LaneReading.Durations(reporting.lag.summary(at: second))
        reading.sourceLag = LaneReading.Durations(reporting.sourceLag.summary(at: second))
        reading.checkpoint = LaneReading.Durations(reporting.checkpoint.summary(at: second))
        reading.commitRetries = metrics.commitRetries
        reading.stuckBecause = reporting.stuckBecause
        (reading.outboxWaiting, reading.outboxInFlight) = outbox.counts
        reading.oldestOutboxAt = outbox.oldestPending?.milliseconds
        reading.unfoldedBatches = unfoldedBatches
        reading.logBytes = store.logBytes
        reading.throttledDevices = throttling.devices.floods.count { !$0.hasEnded }
        let process = ProcessFigures()
        reading.residentBytes = process.residentBytes
        reading.openFiles = process.openFiles
        reporting.due = reading
        reporting.report.put(reading)
        self.reporting = reporting
    }

    /// The reading that a commit takes along, at most once a second.
    func dueReading() -> LaneReading? { reporting?.due }

    /// Writes the reading by itself when nothing else has been written for a while, and when somebody must know.
    private func writeReading(at machine: Timestamp) {
        guard let reporting, let due = reporting.due else { return }
        let isNew = reporting.written.map { $0 != LaneReporting.Written(due) } ?? true
        let passed = machine.milliseconds - reporting.writtenAt.milliseconds
        guard isNew || passed >= LaneReporting.idleInterval || passed < 0 else { return }
        self.reporting?.writtenAt = machine
        do {
            try store.report(due)
            self.reporting?.written = LaneReporting.Written(due)
            self.reporting?.due = nil
        } catch {
            if error.kind == .epoch { return fail(LaneFailure(.takenOver, error.description)) }
            log.warning("the lane's figures could not be written, they are tried again in a few seconds: \(error)")
        }
    }

    // MARK: The status topic

    private func publishStatus(at machine: Timestamp) {
        guard let reporting, let status = ServiceStatusMessage(reporting.report, at: now) else { return }
        tellManager(status)
        guard link.isConnected, !reporting.isStatusRefused, reporting.statusInFlight == nil,
            status.state != reporting.toldState || machine >= reporting.nextStatus
                || reporting.nextStatus.milliseconds - machine.milliseconds > 60_000
        else { return }
        self.reporting?.nextStatus = machine.adding(milliseconds: LaneReporting.statusInterval)
        publish(status)
        flush()
    }

    private func publish(_ status: ServiceStatusMessage) {
        do {
            reporting?.statusInFlight = try link.publish(retained: status.text, topic: ServiceStatusMessage.topic)
            reporting?.toldState = status.state
        } catch {
            log.debug("the status is not published: \(error)")
        }
    }

    private func tellManager(_ status: ServiceStatusMessage) {
        guard let manager = reporting?.report.manager, let reading = reporting?.report.reading else { return }
        // Once every ten readings: `systemctl status` is looked at by people.
        guard reading.messages == 0 || LaneReporting.second(monotonicNanoseconds()) % 10 == 0 else { return }
        manager.tell([.status(status.line)])
    }

    /// Whether an answer of the broker was for the status message.
    func acknowledgeStatus(_ messageID: Int32, refusal: BrokerReason?) -> Bool {
        guard let waiting = reporting?.statusInFlight, waiting == messageID else { return false }
        reporting?.statusInFlight = nil
        if let refusal {
            reporting?.isStatusRefused = true
            log.warning(
                """
                the broker refused the status message: \(refusal); let this account write \
                \(ServiceStatusMessage.topic), see deploy/mosquitto.acl
                """)
        }
        return true
    }

    // MARK: The end

    /// Takes leave: the broker sends the last will only to those who go without a word.
    func endReporting() {
        guard let reporting else { return }
        reporting.report.manager?.tell([.stopping, .status("stopping after \(metrics.messages) messages")])
        if failure == nil, link.isConnected, !reporting.isStatusRefused {
            publish(ServiceStatusMessage(state: .offline, at: now))
        }
        readItself(at: monotonicNanoseconds())
        self.reporting?.due?.isConnected = false
        if failure == nil, let due = self.reporting?.due { try? store.report(due) }
    }
}
