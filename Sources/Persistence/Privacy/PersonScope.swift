import Foundation
import GRDB

/// What hangs on a person: their assets, the cases of those, and the tasks that were for them.
struct PersonScope: Sendable, Equatable {
    /// The id of the contact or customer.
    var person: String
    /// Keys of assets that are theirs alone: nobody else drives, owns or manages them.
    var theirs: [Int64] = []
    /// Keys of those, and of assets of others that only they drive.
    var assets: [Int64] = []
    /// The ids of ``theirs``.
    var theirIDs: [String] = []
    /// Cases of ``assets``.
    var own: [Int64] = []
    /// Tasks that were for them.
    var tasks: [Int64] = []

    /// The named parameters of the conditions in ``DataInventory``.
    var arguments: StatementArguments {
        [
            "person": person, "theirs": PersonScope.json(theirs), "assets": PersonScope.json(assets),
            "own": PersonScope.json(own), "tasks": PersonScope.json(tasks), "theirIDs": TextList.encode(theirIDs),
        ]
    }

    private static func json(_ numbers: [Int64]) -> String {
        "[\(numbers.map(String.init).joined(separator: ","))]"
    }

    /// - Parameter id: A contact's or a customer's; one that nobody has gives an empty scope.
    init(_ id: String, in db: Database) throws {
        person = id
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT a.key, a.id, a.customer_id IS NOT NULL AND a.customer_id != :person AS others_own,
                    EXISTS (SELECT 1 FROM contact_role r WHERE r.of_kind = 'asset' AND r.of_id = a.id
                        AND r.contact_id != :person AND r.role IN ('driver', 'owner', 'fleet_manager')) AS others,
                    EXISTS (SELECT 1 FROM contact_role r WHERE r.of_kind = 'asset' AND r.of_id = a.id
                        AND r.contact_id != :person AND r.role = 'driver') AS others_drive,
                    EXISTS (SELECT 1 FROM contact_role r WHERE r.of_kind = 'asset' AND r.of_id = a.id
                        AND r.contact_id = :person AND r.role = 'driver') AS drives
                FROM asset a WHERE a.customer_id = :person OR a.id IN (
                    SELECT of_id FROM contact_role WHERE contact_id = :person AND of_kind = 'asset'
                        AND role IN ('driver', 'owner'))
                ORDER BY a.key
                """, arguments: ["person": id])
        for row in rows {
            let key: Int64 = row["key"]
            if !row["others_own"], !row["others"] {
                theirs.append(key)
                theirIDs.append(row["id"])
                assets.append(key)
            } else if row["drives"], !row["others_drive"] {
                assets.append(key)
            }
        }
        own = try Int64.fetchAll(
            db,
            sql: "SELECT id FROM case_file WHERE asset_key IN (SELECT value FROM json_each(:assets)) ORDER BY id",
            arguments: arguments)
        tasks = try Int64.fetchAll(
            db, sql: "SELECT id FROM task WHERE contact_id = :person ORDER BY id", arguments: arguments)
    }

    /// Why nothing may be forgotten now: what is open with them; `nil` if nothing is.
    func whatIsOpen(in db: Database) throws -> String? {
        let cases = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM case_file WHERE state NOT IN (\(Words.endOfCase))
                    AND (asset_key IN (SELECT value FROM json_each(:assets))
                        OR id IN (SELECT case_id FROM task WHERE contact_id = :person
                            AND state NOT IN (\(Words.endOfTask)))
                        OR id IN (SELECT case_id FROM case_addressee WHERE contact_id = :person))
                ORDER BY id
                """, arguments: arguments)
        if let first = cases.first {
            return "case \(first)\(cases.count > 1 ? " and \(cases.count - 1) more are" : " is") open with them: help "
                + "may be on its way; `callahead cases close \(first) --reason …` ends it"
        }
        let tasks = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM task WHERE state NOT IN (\(Words.endOfTask)) AND (contact_id = :person
                    OR asset_key IN (SELECT value FROM json_each(:assets))) ORDER BY id
                """, arguments: arguments)
        if let first = tasks.first {
            return "task \(first) is open with them; `callahead tasks finish \(first)` ends it"
        }
        let waits = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM action WHERE contact_id = :person
                    OR asset_id IN (SELECT value FROM json_each(:theirIDs)))
                """, arguments: arguments)
        return waits == true ? "something told about them waits for `callahead serve`" : nil
    }

    /// What they can be recognised by, as far as it is only theirs.
    func terms(in db: Database) throws -> PersonTerms {
        var terms = PersonTerms()
        terms.add(person)
        for table in ["contact", "customer"] {
            let row = try Row.fetchOne(db, sql: "SELECT name, phone FROM \(table) WHERE id = ?", arguments: [person])
            terms.add(row?["name"])
            terms.add(phone: row?["phone"])
        }
        let assets = try Row.fetchAll(
            db,
            sql: "SELECT id, plate, vin FROM asset WHERE key IN (SELECT value FROM json_each(:theirs)) ORDER BY key",
            arguments: arguments)
        for asset in assets {
            for column in ["id", "plate", "vin"] { terms.add(asset[column]) }
        }
        let devices = try String.fetchAll(
            db,
            sql: """
                SELECT device FROM device WHERE asset_id IN (SELECT value FROM json_each(:theirIDs)) ORDER BY device
                """, arguments: arguments)
        for device in devices { terms.add(device) }
        return terms
    }
}
