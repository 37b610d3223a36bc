package import Casework
package import Telemetry

/// What the lane asks between `begin` and `commit`.
extension LaneStore {
    /// Dispatchers' actions, oldest first.
    ///
    /// A row that makes no sense goes at once, with an event that says so.
    package func pendingActions(limit: Int = 1_000) throws(StoreError) -> [DeskAction] {
        let row = try connection.statement(DeskAction.selectPending)
        row.put(limit)
        var actions: [DeskAction] = []
        var senseless: [(id: Int64, kind: String)] = []
        while try row.step() {
            if let action = DeskAction(reading: row) {
                actions.append(action)
            } else {
                senseless.append((row.int(0), row.text(3)))
            }
        }
        for one in senseless {
            let event = try connection.statement(
                "INSERT INTO event (at, kind, detail) VALUES (?, 'action_not_understood', ?)")
            event.put(now)
            event.put(one.kind)
            try event.run()
            let delete = try connection.statement("DELETE FROM action WHERE id = ?")
            delete.put(one.id)
            try delete.run()
        }
        return actions
    }

    /// Takes an action out that can't be carried out: whoever waits for it is answered, and people are told on its case.
    package func setAside(action id: Int64, because reason: String, at time: Timestamp) throws(StoreError) {
        try inTransaction { () throws(StoreError) in
            let note = try connection.statement(
                """
                INSERT INTO note (at, case_id, task_id, actor, kind, text)
                SELECT ?1, coalesce(case_id, (SELECT case_id FROM task WHERE id = task_id)), task_id, 'service',
                    'not_done', 'what ' || actor || ' asked for (' || kind || ') could not be stored; please do it again'
                FROM action WHERE id = ?2
                """)
            note.put(time)
            note.put(id)
            try note.run()
            let event = try connection.statement("INSERT INTO event (at, kind, detail) VALUES (?, ?, ?)")
            event.put(time)
            event.put(DeskReply.refused)
            event.put("\(id) it could not be stored: \(reason)")
            try event.run()
            let delete = try connection.statement("DELETE FROM action WHERE id = ?")
            delete.put(id)
            try delete.run()
        }
    }

    /// Who has claimed each of these tasks; a task that does not exist is missing.
    package func claims(of tasks: [Int64]) throws(StoreError) -> [Int64: TaskClaim] {
        var claims: [Int64: TaskClaim] = [:]
        for task in tasks {
            let row = try connection.statement(
                "SELECT claimed_by, lease_until, attempts, dialled_at FROM task WHERE id = ?")
            row.put(task)
            defer { row.start() }
            guard try row.step() else { continue }
            claims[task] = TaskClaim(
                claimedBy: row.textOrNil(0), leaseUntil: row.timeOrNil(1), attempts: Int(row.int(2)),
                dialledAt: row.timeOrNil(3))
        }
        return claims
    }

    /// The file of an asset, or `nil` if no asset has this key.
    ///
    /// What was imported, its people at the time of `begin`, its faults, and its open case with those tasks that are
    /// open and those holds that are live or refused.
    package func file(_ assetKey: Int64) throws(StoreError) -> AssetFile? { try files.file(assetKey, at: now) }

    /// The key of an asset, or `nil` if it is not there yet.
    package func assetKey(_ id: String) throws(StoreError) -> Int64? {
        let row = try connection.statement("SELECT key FROM asset WHERE id = ?")
        row.put(id)
        defer { row.start() }
        return try row.step() ? row.int(0) : nil
    }

    /// The asset of a case, open or ended.
    package func asset(ofCase id: Int64) throws(StoreError) -> Int64? {
        try asset("SELECT asset_key FROM case_file WHERE id = ?", id)
    }

    /// The asset of a task, open or done.
    package func asset(ofTask id: Int64) throws(StoreError) -> Int64? {
        try asset("SELECT asset_key FROM task WHERE id = ?", id)
    }

    /// An open task that belongs to no asset.
    package func looseTask(_ id: Int64) throws(StoreError) -> TaskRow? {
        let row = try connection.statement(TaskRow.selectLoose)
        row.put(id)
        defer { row.start() }
        return try row.step() ? try TaskRow(reading: row) : nil
    }

    /// The asset for whose case an offer was made.
    package func asset(ofOffer id: Int64) throws(StoreError) -> Int64? {
        try asset("SELECT c.asset_key FROM job j JOIN case_file c ON c.id = j.case_id WHERE j.offer_id = ?", id)
    }

    private func asset(_ sql: StaticString, _ id: Int64) throws(StoreError) -> Int64? {
        let row = try connection.statement(sql)
        row.put(id)
        defer { row.start() }
        return try row.step() ? row.intOrNil(0) : nil
    }

    /// Moves whenever a command has changed imported rows; cheap enough for every batch.
    package func referenceChange() throws(StoreError) -> Int64 { try Meta.referenceChange(on: connection) }

    /// Units, workshops, slots and devices as they are now.
    package func loadReference(at now: Timestamp) throws(StoreError) -> ReferenceSnapshot {
        try ReferenceReader(connection: connection, defaults: defaults).read(at: now)
    }

    /// Assets with a key of at least this, by key: what an import has added.
    package func assets(from key: Int64) throws(StoreError) -> [AssetKey] {
        let row = try connection.statement("SELECT key, id FROM asset WHERE key >= ? ORDER BY key")
        row.put(key)
        var assets: [AssetKey] = []
        while try row.step() { assets.append(AssetKey(key: row.int(0), id: row.text(1))) }
        return assets
    }

    /// Messages that have not been sent, oldest first.
    package func outboxPending(limit: Int) throws(StoreError) -> [OutboxRow] {
        let row = try connection.statement(
            """
            SELECT id, topic, payload, expires_at, contact_id, created_at FROM outbox
            WHERE sent_at IS NULL ORDER BY id LIMIT ?
            """)
        row.put(limit)
        var rows: [OutboxRow] = []
        while try row.step() {
            rows.append(
                OutboxRow(
                    id: row.int(0), topic: row.text(1), payload: row.text(2), expiresAt: row.timeOrNil(3),
                    contact: row.textOrNil(4), createdAt: row.time(5)))
        }
        return rows
    }

    /// The number of a contact, for a text message; `nil` if there is none.
    package func phone(ofContact id: String) throws(StoreError) -> String? {
        let row = try connection.statement("SELECT phone FROM person WHERE id = ?")
        row.put(id)
        defer { row.start() }
        return try row.step() ? row.textOrNil(0) : nil
    }
}
