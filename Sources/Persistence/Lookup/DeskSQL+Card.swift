import Casework
import Outreach
import Telemetry

/// Reading everything that one screen shows; each part is bounded, whatever somebody owns.
extension DeskSQL {
    /// Faults that were seen last before this are no news.
    private static let recentFaults: Int64 = 30 * 86_400
    /// Of how many assets earlier cases and faults are shown.
    private static let assetsWithHistory = 20

    /// The screen of whoever has a number, or is a contact.
    func card(callers: [LookupHit], at now: Timestamp) throws -> LookupCard {
        var card = LookupCard()
        card.isCaller = true
        for hit in callers {
            switch hit {
            case .person(let id): if let person = try lookupPerson(id, at: now) { card.people.append(person) }
            case .helper(let kind, let id):
                card.helpers.append(
                    LookupHelper(kind: kind, id: id, name: try name(ofHelper: id, kind), phone: nil))
            case .asset, .caseFile: break
            }
        }
        for person in card.people {
            for role in person.roles where ["unit", "provider", "workshop"].contains(role.ofKind) {
                let helper = LookupHelper(
                    kind: role.ofKind, id: role.ofID, name: try name(ofHelper: role.ofID, role.ofKind), phone: nil)
                if !card.helpers.contains(helper) { card.helpers.append(helper) }
            }
        }
        let owned = try assets(of: card.people)
        var cases = try openCases(of: owned, card.people)
        for helper in card.helpers {
            for id in try openCases(ofHelper: helper) where !cases.contains(id) { cases.append(id) }
        }
        try fill(&card, assets: owned, cases: try bySeverity(cases), at: now)
        return card
    }

    /// The screen of an asset or a case: nobody knows who rings.
    func card(_ hit: LookupHit, at now: Timestamp) throws -> LookupCard {
        var card = LookupCard()
        switch hit {
        case .person, .helper: return try self.card(callers: [hit], at: now)
        case .asset(let key):
            guard let asset = try asset(key) else { return card }
            card.people = try people(of: asset, at: now)
            try fill(&card, assets: .some([key]), cases: asset.openCase.map { [$0] } ?? [], at: now)
        case .caseFile(let id):
            let row = try first("SELECT asset_key, state FROM case_file WHERE id = ?", { $0.put(id) }) {
                (asset: $0.int(0), state: try $0.word(1) as CaseState)
            }
            guard let row, let asset = try asset(row.asset) else { return card }
            card.people = try people(of: asset, at: now)
            try fill(
                &card, assets: .some([row.asset]), cases: row.state.isEnd ? asset.openCase.map { [$0] } ?? [] : [id],
                at: now)
        }
        return card
    }

    private func fill(_ card: inout LookupCard, assets: Owned, cases: [Int64], at now: Timestamp) throws {
        card.assetCount = assets.count
        card.openCaseCount = cases.count
        for id in cases.prefix(Desk.lookedUpCases) {
            if let one = try lookupCase(id, card: card, at: now) { card.openCases.append(one) }
        }
        let first = try cases.prefix(Desk.lookedUpAssets).compactMap { id in
            try self.first("SELECT asset_key FROM case_file WHERE id = ?", { $0.put(id) }) { $0.int(0) }
        }
        var keys: [Int64] = []
        for key in first + assets.keys where !keys.contains(key) && keys.count < Desk.lookedUpAssets {
            keys.append(key)
        }
        card.assets = try keys.compactMap { try asset($0) }
        card.assetCount = max(card.assetCount, card.assets.count)
        let history = keys.prefix(DeskSQL.assetsWithHistory)
        card.earlier = try history.flatMap { try earlierCases($0) }
            .sorted { ($0.closedAt ?? $0.openedAt, $0.id) > ($1.closedAt ?? $1.openedAt, $1.id) }
        card.earlier = Array(card.earlier.prefix(5))
        let since = now.adding(seconds: -DeskSQL.recentFaults)
        card.faults = try history.flatMap { try faults($0, since: since) }
            .sorted { ($0.active ? 1 : 0, $0.raisedAt, $0.code) > ($1.active ? 1 : 0, $1.raisedAt, $1.code) }
        card.faults = Array(card.faults.prefix(10))
        card.said = try said(card)
    }

    // MARK: Cases

    private func bySeverity(_ ids: [Int64]) throws -> [Int64] {
        let rows = try ids.compactMap { id in
            try first("SELECT severity, opened_at FROM case_file WHERE id = ?", { $0.put(id) }) {
                (id: id, severity: try $0.word(0) as Severity, opened: $0.time(1))
            }
        }
        return rows.sorted { left, right in
            if left.severity != right.severity { return left.severity > right.severity }
            if left.opened != right.opened { return left.opened > right.opened }
            return left.id < right.id
        }.map(\.id)
    }

    private func lookupCase(_ id: Int64, card: LookupCard, at now: Timestamp) throws -> LookupCase? {
        guard let detail = try caseDetail(id) else { return nil }
        let entries = try all(
            "\(DeskSQL.tasks) WHERE task.case_id = ? \(DeskSQL.queueOrder)", { $0.put(id) }
        ) { try DeskSQL.entry($0).task }
        let open = entries.filter { $0.row.isOpen }
        let attempts = try all(
            """
            SELECT a.actor, a.contact_id, a.channel, a.at, a.ended_at, a.outcome
            FROM task t JOIN attempt a ON a.task_id = t.id WHERE t.case_id = ? ORDER BY a.at, a.id
            """, { $0.put(id) }
        ) {
            Attempt(
                actor: $0.text(0), contactID: $0.textOrNil(1), channel: $0.text(2), at: $0.time(3),
                endedAt: $0.timeOrNil(4), outcome: $0.textOrNil(5))
        }
        let questions = try all(
            "SELECT at, kind, ifnull(detail, '') FROM event WHERE case_id = ? AND kind = 'open_question' ORDER BY id",
            { $0.put(id) }
        ) { Note(at: $0.time(0), actor: "", kind: $0.text(1), text: $0.text(2)) }
        let warnings = try all(
            "SELECT at, actor, kind, text FROM note WHERE case_id = ? AND kind = 'restored' ORDER BY id", { $0.put(id) }
        ) { Note(at: $0.time(0), actor: $0.text(1), kind: $0.text(2), text: $0.text(3)) }
        let callers = card.people.compactMap(\.person.contactID)
        let call = open.first { task in
            task.row.tells && (card.isCaller ? task.row.contact.map(callers.contains) ?? true : true)
        }
        return LookupCase(
            detail: detail, tasks: open, attempts: attempts, openQuestions: questions, warnings: warnings,
            call: try words(for: call, detail, card, at: now), isCallOpen: call != nil)
    }

    /// The call that is open for the caller, else one that says what is true now.
    private func words(
        for entry: TaskEntry?, _ detail: CaseDetail, _ card: LookupCard, at now: Timestamp
    ) throws -> TaskDetail {
        let isStationary = detail.reference.traits.kind.isStationary
        let entry =
            entry
            ?? TaskEntry(
                row: TaskRow(
                    id: 0, kind: isStationary ? .siteCall : .breakdownCall, caseID: detail.current.row.id,
                    asset: detail.current.row.asset, contact: card.people.first?.person.contactID, priority: 0,
                    dueAt: now, createdAt: now, reasons: []),
                attempts: 0)
        let detail = try offering(detail, entry.row, at: now)
        guard card.isCaller, let caller = card.people.first else {
            return TaskDetail(
                entry: entry, assetID: detail.reference.id, addressee: try addressee(entry.row, detail.reference),
                customer: try detail.reference.customer.flatMap { try customer($0) }, caseDetail: detail, attempts: [],
                notes: [])
        }
        var person = caller.person
        // What they are of another asset gives them no right to know where this one is.
        person.role = try asset(detail.current.row.asset).flatMap { caller.role(of: $0) }
        let ringing = Attempt(actor: "", contactID: person.contactID, channel: "inbound", at: now)
        return TaskDetail(
            entry: entry, assetID: detail.reference.id, addressee: person,
            customer: try detail.reference.customer.flatMap { try customer($0) }, caseDetail: detail,
            attempts: [ringing], notes: [])
    }

    private func earlierCases(_ asset: Int64) throws -> [EarlierCase] {
        try all(
            """
            SELECT c.id, a.id, a.plate, c.state, c.severity, c.symptom, c.opened_at, c.closed_at,
                (SELECT l.state FROM leg l WHERE l.case_id = c.id AND l.state IS NOT NULL ORDER BY l.id DESC LIMIT 1),
                (SELECT coalesce(w.name, w.id) FROM leg l JOIN workshop w ON w.id = l.workshop
                    WHERE l.case_id = c.id AND l.state = 'delivered' ORDER BY l.id DESC LIMIT 1)
            FROM case_file c JOIN asset a ON a.key = c.asset_key
            WHERE c.asset_key = ? AND c.state IN (\(Words.endOfCase)) ORDER BY c.opened_at DESC LIMIT 5
            """, { $0.put(asset) }
        ) {
            EarlierCase(
                id: $0.int(0), assetID: $0.text(1), plate: $0.textOrNil(2), state: try $0.word(3),
                severity: try $0.word(4), symptom: $0.text(5), openedAt: $0.time(6), closedAt: $0.timeOrNil(7),
                jobState: $0.textOrNil(8), workshop: $0.textOrNil(9))
        }
    }

    private func faults(_ asset: Int64, since: Timestamp) throws -> [LookupFault] {
        try all(
            """
            SELECT a.id, f.code, f.active, f.raised_at, f.cleared_at, f.activations
            FROM fault f JOIN asset a ON a.key = f.asset_key
            WHERE f.asset_key = ? AND (f.active = 1 OR f.seen_at >= ?) ORDER BY f.active DESC, f.raised_at DESC LIMIT 10
            """
        ) {
            $0.put(asset)
            $0.put(since)
        } row: {
            LookupFault(
                assetID: $0.text(0), code: $0.text(1), active: $0.bool(2), raisedAt: $0.time(3),
                clearedAt: $0.timeOrNil(4), activations: $0.int(5))
        }
    }

    // MARK: What was said

    /// Of the cases that are shown, and to the people that are shown; newest first.
    private func said(_ card: LookupCard) throws -> [Said] {
        let columns = """
            SELECT s.id, s.at, s.case_id, s.task_id, s.contact_id, s.channel, s.actor, s.template, s.promise_at,
                s.promise_unit, s.promise_latest, s.promise_slot, u.name, t.start
            FROM said s LEFT JOIN unit u ON u.id = s.promise_unit LEFT JOIN slot t ON t.id = s.promise_slot
            """
        func read(_ row: Statement) -> Said {
            Said(
                id: row.int(0), at: row.time(1), caseID: row.intOrNil(2), taskID: row.intOrNil(3),
                contactID: row.textOrNil(4), channel: row.text(5), actor: row.text(6), template: row.text(7),
                promise: row.promiseOrNil(8), unitName: row.textOrNil(12), slotStart: row.timeOrNil(13))
        }
        var said: [Int64: Said] = [:]
        let cases = card.openCases.map(\.detail.current.row.id) + card.earlier.prefix(2).map(\.id)
        for id in cases {
            for one in try all("\(columns) WHERE s.case_id = ? ORDER BY s.id DESC LIMIT 10", { $0.put(id) }, row: read)
            {
                said[one.id] = one
            }
        }
        for contact in card.isCaller ? card.people.compactMap(\.person.contactID) : [] {
            let rows = try all(
                "\(columns) WHERE s.contact_id = ? ORDER BY s.id DESC LIMIT 10", { $0.put(contact) }, row: read)
            for one in rows { said[one.id] = one }
        }
        return Array(said.values.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(12))
    }
}
