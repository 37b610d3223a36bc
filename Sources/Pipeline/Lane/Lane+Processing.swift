internal import Casework
internal import DeviceProfiles
internal import Diagnostics
internal import Foundation
internal import Logging
internal import Persistence
internal import Telemetry

/// From the messages of a batch to the commit of their consequences.
extension Lane {
    /// Whether timers, dispatchers' actions, imports or acknowledged messages want a turn of their own.
    func hasOtherWork() -> Bool {
        if let restsUntil {
            guard clock.machine() >= restsUntil else { return false }
            self.restsUntil = nil
            seenDataVersion = -1
        }
        if !outbox.sent.isEmpty || !pendingEvents.isEmpty || hasForeseen || hasAssembledPositionsDue || hasFloodsToTell
        {
            return true
        }
        if hasDueTimer { return true }
        guard let version = try? store.currentDataVersion(), version != seenDataVersion else { return false }
        seenDataVersion = version
        return true
    }

    /// Brings the batch to disk.
    ///
    /// Returns only when that is done, when the process is asked to stop, or when the lane can't go on; a batch that is
    /// not on disk stays in `batch` and is not acknowledged.
    func process() {
        let known = receipts.known(
            leading: batch.entries.lazy.filter(\.isAcknowledged).prefix(Receipts.kept).map(\.digest))
        metrics.duplicates += known
        // It was decoded as what is new.
        if known > 0 { headStart = nil }
        let messages = newMessages(after: known)
        if isolatesFirstBatch, !messages.isEmpty {
            retryKeptMessages()
            withoutOtherWork { isolate(messages, marking: true) }
            isolatesFirstBatch = false
            do { try store.clearCrashMarks() } catch { log.error("\(error)") }
            return finishBatch()
        }
        let start = monotonicNanoseconds()
        var decoded = decode(messages)
        addAssembled(to: &decoded)
        if !messages.isEmpty { metrics.add(.decode, since: start) }
        switch commit(decoded, readingAhead: true) {
        case .committed:
            finishBatch()
            retryKeptMessages()
        case .poisoned(let reason):
            log.error("a batch of \(messages.count) messages could not be stored: \(reason); taking them one by one")
            foresight?.dropWaiting()
            toldRepairs.removeAll()
            // Apart, so that no message goes to quarantine for what lies in a timer or an action.
            withoutOtherWork { isolate(messages, marking: false) }
            isolateOtherWork()
            // What lies in neither stays: it is tried again, but not at once.
            if messages.isEmpty { restsUntil = clock.machine().adding(seconds: 1) }
            finishBatch()
        case .stopped: break
        }
        decoded.empty()
        spare = decoded
    }

    private func finishBatch() {
        guard failure == nil else { return }
        if !batch.isEmpty {
            metrics.batches += 1
            metrics.lastCommitAt = clock.machine()
            unfoldedBatches += 1
        }
        batch.removeAll()
    }

    /// Indexes of the messages of the batch without the first `known` of those that the broker delivers again.
    private func newMessages(after known: Int) -> [Int] {
        guard known > 0 else { return Array(batch.entries.indices) }
        var left = known
        return batch.entries.indices.filter { index in
            guard left > 0, batch.entries[index].isAcknowledged else { return true }
            left -= 1
            return false
        }
    }

    // MARK: Commit

    enum Attempt {
        case committed
        /// It lies in the messages or in the program: trying again fails again.
        case poisoned(String)
        case stopped
    }

    /// Commits; what may pass is tried again with the same messages, acknowledging nothing meanwhile.
    ///
    /// - Parameter readsAhead: Whether the next messages may be read while the disk works, if many wait.
    func commit(_ decoded: Decoded, readingAhead readsAhead: Bool = false) -> Attempt {
        var wait: Int64 = 20
        while true {
            do {
                let result = try attempt(decoded, readingAhead: readsAhead)
                if result { return .committed }
                // Somebody else wrote a row that we had read: begin again with what is there now.
                try reload()
            } catch {
                store.rollback()
                if error.kind == .epoch {
                    fail(LaneFailure(.takenOver, error.description))
                    return .stopped
                }
                guard error.isTransient else {
                    decoder.dropAssembled()
                    do { try reload() } catch { log.error("\(error)") }
                    return .poisoned(error.description)
                }
                metrics.commitRetries += 1
                noteStuck(error)
                log.error("a commit failed and is tried again: \(error)")
                if stop.isRaised {
                    fail(LaneFailure(.other, "stopped with a batch that is not on disk; the broker delivers it again"))
                    return .stopped
                }
                surroundings.pause(wait)
                wait = min(wait * 2, 1_000)
            }
        }
    }

    /// One transaction; false if it met a conflict.
    private func attempt(_ decoded: Decoded, readingAhead readsAhead: Bool) throws(StoreError) -> Bool {
        let now = now
        var start = monotonicNanoseconds()
        try store.begin(at: now)
        let lockedAt = monotonicNanoseconds()
        try refreshReference(at: now)
        let timers = joiningTimers(at: now)
        let actions = try joiningActions()
        var inputs = decoded.inputs
        // Joining nothing would still copy a whole batch.
        if !timers.isEmpty { inputs += timers.map { .timer($0) } }
        if !actions.isEmpty { inputs += actions.map { .action($0) } }
        let foreseen = foreseenInputs()
        let told = foreseen.isEmpty ? 0 : toldRepairs.count
        if !foreseen.isEmpty { inputs += foreseen }
        metrics.add(.store, since: start)

        start = monotonicNanoseconds()
        beginRoads()
        var changes = try changes(for: inputs, at: now)
        changes.events += pendingEvents
        if !decoded.inputs.isEmpty { metrics.add(.step, since: start) }
        pass(.afterStep, withMessages: !decoded.digests.isEmpty)

        start = monotonicNanoseconds()
        var record = BatchRecord(at: now)
        record.digests = decoded.digests
        record.quarantined = decoded.quarantined
        record.retried = decoded.retried
        for rejected in changes.rejected where rejected.input < decoded.retriedOrigins.count {
            record.retried[decoded.retriedOrigins[rejected.input]].reason = rejected.reason
        }
        for rejected in changes.rejected
        where rejected.input < decoded.origins.count && mayQuarantine(decoded.origins[rejected.input], of: batch) {
            record.quarantined.append(
                quarantined(decoded.origins[rejected.input], of: batch, rejected.reason, profile: nil))
        }
        record.sentOutbox = outbox.sent
        record.reading = dueReading()
        record.floods = throttling.rows
        record.prognosis = foreseenRecord(of: changes, at: now)
        let number = store.upcomingBatch
        let readAhead = metrics.readingAhead
        if let failure = surroundings.commitFailure?() { throw failure }
        let result = readsAhead ? try commitReadingAhead(changes, record) : try store.commit(changes, record)
        guard result == .committed else { return false }
        noteCommit(lockedAt: lockedAt, began: start, record: record, sample: decoded.inputs.last)
        metrics.add(.store, since: start + metrics.readingAhead - readAhead)
        surroundings.onCommit?(changes)
        pass(.afterCommit, withMessages: !decoded.digests.isEmpty)
        if !decoded.digests.isEmpty, !hasCommitted {
            hasCommitted = true
            if !isolatesFirstBatch { try? store.clearCrashMarks() }
        }
        workingSet.apply(changes)
        workingSet.endBatch(touched: changes.files.map(\.reference.key))
        receipts.append(decoded.digests)
        decoder.keepAssembled()
        outbox.noted(record.sentOutbox.count)
        outbox.append(changes.outbox)
        remember(
            changes, record.prognosis, batch: number, told: told, foreseen: foreseen.count - told, at: now)
        pendingEvents.removeAll()
        throttling.rows.removeAll()
        return true
    }

    /// Steps until the engine has been told what it needs.
    private func changes(for inputs: [Input], at now: Timestamp) throws(StoreError) -> Changes {
        while true {
            switch engine.step(inputs, in: workingSet, at: now) {
            case .changes(let changes): return changes
            case .needs(let questions):
                for question in questions { try answer(question) }
            }
        }
    }

    private func answer(_ question: Question) throws(StoreError) {
        workingSet.note(answered: question)
        switch question {
        case .file(let asset): try load(asset)
        case .caseFile(let id): if let asset = try store.asset(ofCase: id) { try load(asset) }
        case .taskFile(let id):
            if let asset = try store.asset(ofTask: id) {
                try load(asset)
            } else if let task = try store.looseTask(id) {
                workingSet.load(looseTask: task)
            }
        case .claim(let task): workingSet.load(claims: try store.claims(of: [task]))
        case .drives(let drives): workingSet.load(roadTimes: roadTimes(of: drives))
        }
    }

    private func load(_ asset: Int64) throws(StoreError) {
        guard !workingSet.hasFile(of: asset), let file = try store.file(asset) else { return }
        workingSet.load(file)
    }

    /// Reads again what imports have changed.
    private func refreshReference(at now: Timestamp) throws(StoreError) {
        try refreshOpenFiles(at: now)
        guard try store.referenceChange() != reference.change else { return }
        reference = try store.loadReference(at: now)
        // Purposes may have changed, or somebody was forgotten.
        nextPurge = clock.machine()
        try forgetWhoeverWasForgotten()
        workingSet.load(board: reference.board)
        workingSet.load(withoutAssist: reference.withoutAssist)
        decoder.replace(devices: DeviceDirectory(reference.devices))
        for asset in try store.assets(from: workingSet.sequences.asset) {
            workingSet.load(asset: asset.key, id: asset.id)
        }
        try refreshForesight(at: now)
        mustReadOpenFiles = true
        try refreshOpenFiles(at: now)
    }

    /// Takes those who were forgotten out of memory, before the next step: their ids mean nothing from now on.
    private func forgetWhoeverWasForgotten() throws(StoreError) {
        let newest = try store.forgottenCount()
        guard newest != seenForgotten else { return }
        for asset in try store.forgottenAssets(since: seenForgotten) {
            foresight?.drop(asset.key)
            workingSet.forget(asset: asset.key, alias: asset.id)
        }
        outbox.keep(only: Set(try store.outboxPending(limit: .max).map(\.id)))
        seenForgotten = newest
    }

    /// Reads the people and traits of open cases again, at most once a second: a long import moves the counter often.
    private func refreshOpenFiles(at now: Timestamp) throws(StoreError) {
        guard mustReadOpenFiles, now.milliseconds - openFilesReadAt.milliseconds >= 1_000 else { return }
        for asset in workingSet.openAssets {
            if let file = try store.file(asset) { workingSet.load(file) }
        }
        mustReadOpenFiles = false
        openFilesReadAt = now
    }

    /// Throws the working set away and reads it again.
    private func reload() throws(StoreError) {
        let names = Engine.residentSignals(configuration.diagnostician)
        let snapshot = try store.loadSnapshot(signalNames: names, at: now)
        workingSet = WorkingSet(snapshot, signalNames: names, symbols: symbols)
        reference = snapshot.reference
        decoder.replace(devices: DeviceDirectory(reference.devices))
        try refreshForesight(at: now)
    }

    // MARK: Poison

    /// Takes messages one by one; what can't be stored is quarantined and acknowledged, so that one payload can't stop
    /// the service.
    ///
    /// - Parameter marking: Whether to note each message before it is touched: the process may die of it, and the next
    ///   start must know of which.
    private func isolate(_ messages: [Int], marking: Bool) {
        commitAssembled()
        for index in messages {
            let digest = batch.entries[index].digest
            // Whoever is killed from outside, again and again, may be hit at one message twice: only what it dies of each
            // time, alone, is set aside.
            let deaths = digest == suspect.digest ? suspect.deaths : 0
            if deaths >= 4 {
                suspect = (0, 0)
                bury(index, "the process died four times in a row while it worked on this message alone")
                continue
            }
            if marking {
                do { try store.note(suspect: digest, attempt: deaths + 1) } catch { log.error("\(error)") }
            }
            var decoded = decode([index])
            addAssembled(to: &decoded)
            switch commit(decoded) {
            case .committed: continue
            case .poisoned(let reason): bury(index, reason)
            case .stopped: return
            }
        }
    }

    private func bury(_ index: Int, _ reason: String) {
        var buried = Decoded()
        buried.quarantined = [quarantined(index, of: batch, reason, profile: nil)]
        if batch.entries[index].isAcknowledged { buried.digests = [batch.entries[index].digest] }
        if case .poisoned(let again) = commit(buried) {
            fail(LaneFailure(.other, "a message can be neither stored nor quarantined: \(again)"))
        }
    }
}
