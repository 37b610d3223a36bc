package import Casework
import Foundation
import Telemetry

extension PreventOfferRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO prevent_offer (case_id, asset_key, part, offered_at, probability, horizon_s, terms, slots, answer,
            answered_at, slot_id, due_at, result, id, version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE prevent_offer SET case_id = ?, asset_key = ?, part = ?, offered_at = ?, probability = ?, horizon_s = ?,
            terms = ?, slots = ?, answer = ?, answered_at = ?, slot_id = ?, due_at = ?, result = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    /// The newest thirty of an asset, the newest first: what was offered long ago decides nothing.
    static var selectByAsset: StaticString {
        """
        SELECT id, version, case_id, asset_key, part, offered_at, probability, horizon_s, terms, slots, answer,
            answered_at, slot_id, due_at, result
        FROM prevent_offer WHERE asset_key = ? ORDER BY id DESC LIMIT 30
        """
    }

    static var selectByCase: StaticString {
        """
        SELECT id, version, case_id, asset_key, part, offered_at, probability, horizon_s, terms, slots, answer,
            answered_at, slot_id, due_at, result
        FROM prevent_offer WHERE case_id = ? ORDER BY id
        """
    }

    /// Those of the last week, and those without a result.
    static var selectCurrent: StaticString {
        """
        SELECT id, version, case_id, asset_key, part, offered_at, probability, horizon_s, terms, slots, answer,
            answered_at, slot_id, due_at, result
        FROM prevent_offer WHERE result IS NULL OR offered_at > ? ORDER BY id
        """
    }

    func putColumns(_ statement: Statement) {
        statement.put(caseID)
        statement.put(asset)
        statement.put(part)
        statement.put(offeredAt)
        statement.put(probability)
        statement.put(horizon)
        statement.put(ForecastTerm.json(terms))
        statement.put(slots.map(String.init).joined(separator: " "))
        statement.put(answer?.rawValue)
        statement.put(answeredAt)
        statement.put(slot)
        statement.put(dueAt)
        statement.put(result?.rawValue)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), caseID: row.int(2), asset: row.int(3), part: row.text(4), offeredAt: row.time(5),
            probability: row.double(6), horizon: row.int(7), terms: ForecastTerm.read(row.text(8)),
            slots: row.text(9).split(separator: " ").compactMap { Int64($0) }, dueAt: row.time(13))
        version = row.int(1)
        answer = try row.wordOrNil(10)
        answeredAt = row.timeOrNil(11)
        slot = row.intOrNil(12)
        result = try row.wordOrNil(14)
    }
}

extension ForecastTerm {
    /// Terms as they are stored.
    package static func json(_ terms: [ForecastTerm]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(terms)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    /// Terms from their stored form; none from anything else.
    package static func read(_ json: String) -> [ForecastTerm] {
        (try? JSONDecoder().decode([ForecastTerm].self, from: Data(json.utf8))) ?? []
    }
}
