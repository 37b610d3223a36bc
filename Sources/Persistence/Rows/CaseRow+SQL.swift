import Casework
import Telemetry

extension CaseRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO case_file (asset_key, state, severity, immobile, charging_only, symptom, part, system, capabilities,
            codes, evidence, opened_at, closed_at, fault_at, told_at, promise_at, promise_unit, promise_latest,
            promise_slot, owner, parent, campaign_id, group_task, grouped_at, id, version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE case_file SET asset_key = ?, state = ?, severity = ?, immobile = ?, charging_only = ?, symptom = ?,
            part = ?, system = ?, capabilities = ?, codes = ?, evidence = ?, opened_at = ?, closed_at = ?, fault_at = ?,
            told_at = ?, promise_at = ?, promise_unit = ?, promise_latest = ?, promise_slot = ?, owner = ?, parent = ?,
            campaign_id = ?, group_task = ?, grouped_at = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectOpen: StaticString {
        """
        SELECT id, version, asset_key, state, severity, immobile, charging_only, symptom, part, system, capabilities,
            codes, evidence, opened_at, closed_at, fault_at, told_at, promise_at, promise_unit, promise_latest,
            promise_slot, owner, parent, campaign_id, group_task, grouped_at
        FROM case_file
        WHERE asset_key = ?
            AND state NOT IN ('solved', 'withdrawn', 'declined', 'referred', 'unreached', 'merged')
        """
    }

    var isEnded: Bool { state.isEnd }

    func putColumns(_ statement: Statement) {
        statement.put(asset)
        statement.put(state.rawValue)
        statement.put(severity.rawValue)
        statement.put(immobile)
        statement.put(chargingOnly)
        statement.put(symptom)
        statement.put(part)
        statement.put(system)
        statement.put(WordList.join(capabilities))
        statement.put(TextList.encode(codes))
        statement.put(TextList.encode(evidence))
        statement.put(openedAt)
        statement.put(closedAt)
        statement.put(faultAt)
        statement.put(toldAt)
        statement.put(promise)
        statement.put(owner)
        statement.put(parent)
        statement.put(campaign)
        statement.put(group)
        statement.put(groupedAt)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), asset: row.int(2), severity: try row.word(4), symptom: row.text(7), openedAt: row.time(13),
            faultAt: row.time(15))
        version = row.int(1)
        state = try row.word(3)
        immobile = row.bool(5)
        chargingOnly = row.bool(6)
        part = row.textOrNil(8)
        system = row.textOrNil(9)
        capabilities = WordList.capabilities(row.text(10))
        codes = try row.texts(11)
        evidence = try row.texts(12)
        closedAt = row.timeOrNil(14)
        toldAt = row.timeOrNil(16)
        promise = row.promiseOrNil(17)
        owner = row.textOrNil(21)
        parent = row.intOrNil(22)
        campaign = row.intOrNil(23)
        group = row.intOrNil(24)
        groupedAt = row.timeOrNil(25)
    }
}
