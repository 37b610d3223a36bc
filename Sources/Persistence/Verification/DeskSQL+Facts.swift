import Casework
import Telemetry

extension DeskSQL {
    func readCasework(into facts: inout StoreFacts) throws {
        facts.cases = try all(
            """
            SELECT case_file.id, asset.id, state, severity, immobile, opened_at, closed_at, told_at, parent
            FROM case_file JOIN asset ON asset.key = case_file.asset_key ORDER BY case_file.id
            """
        ) {
            StoreFacts.Case(
                id: $0.int(0), asset: $0.text(1), state: $0.text(2), severity: $0.text(3), isImmobile: $0.bool(4),
                openedAt: $0.int(5), closedAt: $0.intOrNil(6), toldAt: $0.intOrNil(7), parent: $0.intOrNil(8))
        }
        facts.faults = try all(
            """
            SELECT asset.id, source, code, seen_at FROM fault JOIN asset ON asset.key = fault.asset_key
            ORDER BY fault.id
            """
        ) {
            StoreFacts.Fault(asset: $0.text(0), source: $0.text(1), code: $0.text(2), seenAt: $0.int(3))
        }
        facts.sources = try all(
            """
            SELECT asset.id, source, set_at FROM fault_source JOIN asset ON asset.key = fault_source.asset_key
            ORDER BY fault_source.id
            """
        ) {
            StoreFacts.Source(asset: $0.text(0), source: $0.text(1), setAt: $0.int(2))
        }
        facts.jobs = try all(
            "SELECT id, case_id, offer_id, unit, state, offered_at, answered_at FROM job ORDER BY id"
        ) {
            StoreFacts.Job(
                id: $0.int(0), caseID: $0.int(1), offer: $0.int(2), unit: $0.text(3), state: $0.text(4),
                offeredAt: $0.int(5), answeredAt: $0.intOrNil(6))
        }
        facts.holds = try all(
            "SELECT id, case_id, kind, resource, state, since, ended_at FROM hold ORDER BY id"
        ) {
            StoreFacts.Hold(
                id: $0.int(0), caseID: $0.int(1), kind: $0.text(2), resource: $0.text(3), state: $0.text(4),
                since: $0.int(5), endedAt: $0.intOrNil(6))
        }
        facts.offers = try all(
            """
            SELECT prevent_offer.id, case_id, asset.id, part, offered_at, horizon_s, probability, answer, answered_at,
                result
            FROM prevent_offer JOIN asset ON asset.key = prevent_offer.asset_key ORDER BY prevent_offer.id
            """
        ) {
            StoreFacts.Offer(
                id: $0.int(0), caseID: $0.int(1), asset: $0.text(2), part: $0.text(3), offeredAt: $0.int(4),
                horizon: $0.int(5) * 1_000, probability: $0.double(6), answer: $0.textOrNil(7),
                answeredAt: $0.intOrNil(8), result: $0.textOrNil(9))
        }
        facts.confirmingWorkshops = try all("SELECT id FROM workshop WHERE auto_confirm = 1 ORDER BY id") {
            $0.text(0)
        }
        let slots = try all("SELECT id, workshop_id FROM slot") { ($0.int(0), $0.text(1)) }
        facts.slotWorkshops = Dictionary(uniqueKeysWithValues: slots)
    }

    func readConversations(into facts: inout StoreFacts) throws {
        facts.tasks = try all(
            """
            SELECT task.id, task.kind, state, case_id, asset.id, contact_id, created_at, closed_at, outcome, change, reasons
            FROM task LEFT JOIN asset ON asset.key = task.asset_key ORDER BY task.id
            """
        ) {
            var task = StoreFacts.Task(
                id: $0.int(0), kind: $0.text(1), state: $0.text(2), caseID: $0.intOrNil(3), asset: $0.textOrNil(4),
                contact: $0.textOrNil(5), createdAt: $0.int(6), closedAt: $0.intOrNil(7), outcome: $0.textOrNil(8))
            task.change = $0.textOrNil(9)
            task.reasons = try $0.texts(10)
            return task
        }
        let grouped = try all(
            "SELECT group_task, id FROM case_file WHERE group_task IS NOT NULL ORDER BY group_task, id"
        ) { (task: $0.int(0), caseID: $0.int(1)) }
        let members = Dictionary(grouping: grouped) { $0.task }
        for index in facts.tasks.indices {
            facts.tasks[index].group = members[facts.tasks[index].id].map { $0.map(\.caseID) } ?? []
        }
        facts.attempts = try all(
            "SELECT id, task_id, token, actor, contact_id, channel, at, ended_at, outcome FROM attempt ORDER BY id"
        ) {
            StoreFacts.Attempt(
                id: $0.int(0), task: $0.int(1), token: $0.intOrNil(2), actor: $0.text(3), contact: $0.textOrNil(4),
                channel: $0.text(5), at: $0.int(6), endedAt: $0.intOrNil(7), outcome: $0.textOrNil(8))
        }
        facts.claims = try all(
            """
            SELECT claim.token, task_id, actor, at, ended_at, ended_by, task.token IS claim.token
            FROM claim LEFT JOIN task ON task.id = claim.task_id ORDER BY claim.token
            """
        ) {
            StoreFacts.Claim(
                token: $0.int(0), task: $0.int(1), actor: $0.text(2), at: $0.int(3), endedAt: $0.intOrNil(4),
                endedBy: $0.textOrNil(5), isCurrent: $0.bool(6))
        }
        facts.audits = try all("SELECT at, actor, command, task_id, case_id FROM audit ORDER BY id") {
            StoreFacts.Audit(
                at: $0.int(0), actor: $0.textOrNil(1), command: $0.text(2), task: $0.intOrNil(3),
                caseID: $0.intOrNil(4))
        }
        facts.events = try all("SELECT at, kind, case_id, task_id, detail FROM event ORDER BY id") {
            StoreFacts.Event(
                at: $0.int(0), kind: $0.text(1), caseID: $0.intOrNil(2), task: $0.intOrNil(3), detail: $0.textOrNil(4))
        }
    }

    /// The newest of what is in the tables and of what waits in journals.
    func readTelemetry(into facts: inout StoreFacts) throws {
        let assets = try all("SELECT key, id FROM asset") { ($0.int(0), $0.text(1)) }
        let names = Dictionary(uniqueKeysWithValues: assets)
        func newer(_ times: inout [String: Int64], _ key: Int64, _ time: Int64) {
            guard let name = names[key] else { return }
            times[name] = max(times[name] ?? time, time)
        }
        for table in ["position", "signal"] {
            let rows = try all("SELECT asset_key, max(time) FROM \(table) GROUP BY asset_key") {
                (key: $0.int(0), time: $0.int(1))
            }
            for row in rows {
                if table == "position" {
                    newer(&facts.positions, row.key, row.time)
                } else {
                    newer(&facts.signals, row.key, row.time)
                }
            }
        }
        let journals = try all("SELECT body FROM journal ORDER BY batch") { row in
            try row.withBlob(0) { try Journal.decode($0) }
        }
        for journal in journals {
            for fix in journal.positions { newer(&facts.positions, fix.asset, fix.time.milliseconds) }
            for signal in journal.signals { newer(&facts.signals, signal.asset, signal.time.milliseconds) }
        }
        let units = try all("SELECT unit_id, position_time FROM unit_state WHERE position_time IS NOT NULL") {
            ($0.text(0), $0.int(1))
        }
        facts.unitPositions = Dictionary(uniqueKeysWithValues: units)
    }

    func readMessages(into facts: inout StoreFacts, digest: (String, [UInt8]) -> UInt64) throws {
        facts.quarantined = try all(
            "SELECT topic, payload, payload_bytes, reason, state FROM quarantine ORDER BY id"
        ) { row in
            let topic = row.text(0)
            let payload = row.withBlob(1) { Array($0) }
            let isWhole = Int64(payload.count) == row.int(2)
            return StoreFacts.Quarantined(
                topic: topic, digest: isWhole ? digest(topic, payload) : nil, reason: row.text(3), state: row.text(4))
        }
        facts.receiptMessages = Int(try first("SELECT ifnull(sum(messages), 0) FROM receipt") { $0.int(0) } ?? 0)
        facts.outboxWaiting = Int(
            try first("SELECT count(*) FROM outbox WHERE sent_at IS NULL") { $0.int(0) } ?? 0)
    }
}
