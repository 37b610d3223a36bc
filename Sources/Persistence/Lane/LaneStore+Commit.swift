package import Casework
import GRDBSQLite
import Telemetry

extension LaneStore {
    /// Writes a batch and ends the transaction: all of it or nothing.
    ///
    /// After `.conflict` and after an error the transaction is rolled back.
    /// - Throws: ``StoreError``; `busy`, `full` and `io` may pass, `epoch` means that this lane is over, the others
    ///   lie in the batch.
    package func commit(_ changes: Changes, _ batch: BatchRecord) throws(StoreError) -> CommitResult {
        do {
            try requireEpoch()
            guard try write(changes) else {
                rollback()
                return .conflict
            }
            let messages = try write(batch, changes)
            try connection.statement("COMMIT").run()
            committedAt = MonotonicClock.nanoseconds
            if messages > 0 { receiptSizes.append((nextBatch, messages)) }
            nextBatch += 1
        } catch {
            rollback()
            throw error
        }
        storedSequences = (changes.sequences.timer, changes.sequences.outbox)
        afterCommit()
        return .committed
    }

    // MARK: Rows

    /// In the order in which rows refer to each other; false on a conflict.
    private func write(_ changes: Changes) throws(StoreError) -> Bool {
        for asset in changes.newAssets {
            let statement = try connection.statement("INSERT INTO asset (key, id) VALUES (?, ?) ON CONFLICT DO NOTHING")
            statement.put(asset.key)
            statement.put(asset.id)
            guard try statement.runCounting() == 1 else { return false }
        }
        for id in changes.deletedTimers { try delete("DELETE FROM timer WHERE id = ?", id) }
        for id in changes.consumedActions { try delete("DELETE FROM action WHERE id = ?", id) }
        guard try write(changes.cases), try write(changes.problems), try write(changes.faults),
            try write(changes.faultSources), try writePlans(changes.plans), try write(changes.legs)
        else { return false }
        for leg in changes.legs { try leg.writePlaces(on: connection) }
        guard try write(changes.jobs), try write(changes.holds), try write(changes.tasks), try write(changes.timers),
            try write(changes.campaigns), try write(changes.addressees), try write(changes.preventOffers)
        else { return false }
        try write(signs: changes.causeSigns)
        for job in changes.jobs { try job.writeDrive(on: connection) }
        for use in changes.stockUsed { try write(use) }
        for state in changes.unitStates { try write(state) }
        for fix in changes.livePositions { try writeLive(fix) }
        for fix in changes.suspects { try write(suspect: fix) }
        for state in changes.suspectUnits { try write(suspect: state) }
        for row in changes.outbox { try write(row) }
        for row in changes.events { try write(row) }
        for row in changes.said { try write(row) }
        for row in changes.facts { try write(row) }
        for fault in changes.faults { try note(sightOf: fault) }
        for repair in changes.repairs { try write(repair) }
        return true
    }

    /// Updates first, those that end something before the others, then new rows: what a unique index keeps for live
    /// rows passes from one row to the next within a batch.
    private func write<Row: StoredRow>(_ rows: [Row]) throws(StoreError) -> Bool {
        if rows.isEmpty { return true }
        for row in rows where row.version > 1 && row.isEnded {
            guard try update(row) else { return false }
        }
        for row in rows where row.version > 1 && !row.isEnded {
            guard try update(row) else { return false }
        }
        for row in rows where row.version <= 1 {
            guard try insert(row) else { return false }
        }
        return true
    }

    private func writePlans(_ plans: [PlanRow]) throws(StoreError) -> Bool {
        for plan in plans where plan.version <= 1 {
            let statement = try connection.statement(PlanRow.retireSQL)
            statement.put(plan.caseID)
            statement.put(plan.id)
            try statement.run()
        }
        guard try write(plans) else { return false }
        for plan in plans { try plan.writePlace(on: connection) }
        return true
    }

    private func update<Row: StoredRow>(_ row: Row) throws(StoreError) -> Bool {
        let statement = try connection.statement(Row.updateSQL)
        row.putColumns(statement)
        statement.put(row.version)
        statement.put(row.id)
        statement.put(row.version - 1)
        return try statement.runCounting() == 1
    }

    /// False if the id is taken: somebody else has written since the working set was read.
    private func insert<Row: StoredRow>(_ row: Row) throws(StoreError) -> Bool {
        let statement = try connection.statement(Row.insertSQL)
        row.putColumns(statement)
        statement.put(row.id)
        statement.put(row.version)
        do {
            try statement.run()
            return true
        } catch {
            // SQLITE_CONSTRAINT_PRIMARYKEY, whose macro Swift does not import.
            if error.resultCode == SQLITE_CONSTRAINT | 6 << 8 { return false }
            throw error
        }
    }

    private func delete(_ sql: StaticString, _ id: Int64) throws(StoreError) {
        let statement = try connection.statement(sql)
        statement.put(id)
        try statement.run()
    }

    private func write(_ state: UnitStateRow) throws(StoreError) {
        let statement = try connection.statement(
            """
            INSERT INTO unit_state (unit_id, lat, lon, position_time, online, offline_since)
            VALUES (?1, ?2, ?3, ?4, ?5, iif(?5, NULL, ?6))
            ON CONFLICT (unit_id) DO UPDATE SET lat = excluded.lat, lon = excluded.lon,
                position_time = excluded.position_time, online = excluded.online,
                offline_since = iif(excluded.online, NULL, coalesce(unit_state.offline_since, excluded.offline_since))
            """)
        statement.put(state.unit)
        statement.put(state.coordinate)
        statement.put(state.positionTime)
        statement.put(state.online)
        statement.put(now)
        try statement.run()
    }

    /// The board of the lane takes the same piece off by itself: `reference_change` stays, and nothing is loaded again.
    private func write(_ use: StockUse) throws(StoreError) {
        let statement = try connection.statement(
            "UPDATE stock SET quantity = max(0, quantity - 1) WHERE holder = ? AND part = ?")
        statement.put(use.holder)
        statement.put(use.part)
        try statement.run()
    }

    private func write(_ row: OutboxRow) throws(StoreError) {
        let statement = try connection.statement(
            """
            INSERT INTO outbox (id, topic, payload, expires_at, contact_id, created_at) VALUES (?,?,?,?,?,?)
            """)
        statement.put(row.id)
        statement.put(row.topic)
        statement.put(row.payload)
        statement.put(row.expiresAt)
        statement.put(row.contact)
        statement.put(row.createdAt)
        try statement.run()
    }

    private func write(_ row: EventRow) throws(StoreError) {
        let statement = try connection.statement(
            "INSERT INTO event (at, kind, case_id, task_id, detail) VALUES (?,?,?,?,?)")
        statement.put(row.at)
        statement.put(row.kind)
        statement.put(row.caseID)
        statement.put(row.task)
        statement.put(row.detail)
        try statement.run()
    }

    private func write(_ row: SaidRow) throws(StoreError) {
        let statement = try connection.statement(
            """
            INSERT INTO said (at, case_id, task_id, contact_id, channel, actor, template, promise_at, promise_unit,
                promise_latest, promise_slot)
            VALUES (?,?,?,?,?,?,?,?,?,?,?)
            """)
        statement.put(row.at)
        statement.put(row.caseID)
        statement.put(row.task)
        statement.put(row.contact)
        statement.put(row.channel)
        statement.put(row.by)
        statement.put(row.template)
        statement.put(row.promise)
        try statement.run()
    }

    private func write(_ row: FactRow) throws(StoreError) {
        let statement = try connection.statement(
            "INSERT INTO fact_told (at, case_id, asset_key, actor, key, value) VALUES (?,?,?,?,?,?)")
        statement.put(row.at)
        statement.put(row.caseID)
        statement.put(row.asset)
        statement.put(row.by)
        statement.put(row.key)
        statement.put(row.value)
        try statement.run()
    }

    // MARK: The batch itself

    /// - Returns: How many messages the receipt covers.
    private func write(_ batch: BatchRecord, _ changes: Changes) throws(StoreError) -> Int {
        for row in batch.quarantined { try write(row) }
        for retried in batch.retried { try write(retried) }
        if let reading = batch.reading { try write(reading) }
        for flood in batch.floods { try write(flood) }
        if !batch.prognosis.isEmpty { try write(batch.prognosis) }
        for id in batch.sentOutbox {
            let statement = try connection.statement("UPDATE outbox SET sent_at = ? WHERE id = ?")
            statement.put(batch.at)
            statement.put(id)
            try statement.run()
        }
        if !batch.digests.isEmpty {
            writer.removeAll()
            for digest in batch.digests { writer.put(fixed: digest) }
            let statement = try connection.statement(
                "INSERT INTO receipt (batch, at, messages, digests) VALUES (?,?,?,?)")
            statement.put(nextBatch)
            statement.put(batch.at)
            statement.put(batch.digests.count)
            statement.put(writer.bytes)
            try statement.run()
        }
        if !changes.positions.isEmpty || !changes.signals.isEmpty {
            Journal.encode(
                positions: changes.positions, signals: changes.signals, symbols: symbols, into: writer)
            let statement = try connection.statement("INSERT INTO journal (batch, body) VALUES (?,?)")
            statement.put(nextBatch)
            statement.put(writer.bytes)
            try statement.run()
        }
        if changes.sequences.timer > storedSequences.timer || changes.sequences.outbox > storedSequences.outbox {
            try store("timer", changes.sequences.timer)
            try store("outbox", changes.sequences.outbox)
        }
        return batch.digests.count
    }

    private func store(_ name: String, _ next: Int64) throws(StoreError) {
        let statement = try connection.statement("UPDATE sequence SET next = max(next, ?) WHERE name = ?")
        statement.put(next)
        statement.put(name)
        try statement.run()
    }

    func write(_ row: QuarantineRow) throws(StoreError) {
        let statement = try connection.statement(
            "INSERT INTO quarantine (at, topic, payload, payload_bytes, reason, profile) VALUES (?,?,?,?,?,?)")
        statement.put(row.at)
        statement.put(row.topic)
        statement.put(row.payload)
        statement.put(row.payloadBytes)
        statement.put(row.reason)
        statement.put(row.profile)
        try statement.run()
    }
}
