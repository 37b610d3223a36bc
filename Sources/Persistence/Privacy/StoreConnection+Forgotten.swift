import Foundation
import GRDB
package import Telemetry

/// Who was forgotten: so that a backup or an import does not bring them back unnoticed.
extension StoreConnection {
    /// A keyed digest of a contact's id: it tells nobody who it was.
    func digest(ofPerson id: String) throws -> String {
        try read { try digest(of: id, kind: "person", in: $0) }
    }

    func digest(of id: String, kind: String, in db: Database) throws -> String {
        let key = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'digest_key'") ?? Data()
        return SHA256.hexadecimal(Array(key) + Array("\(kind):\(id)".utf8))
    }

    /// Those of some contacts and customers who were forgotten, with the time, in the order given.
    package func forgotten(among ids: [String]) throws -> [(id: String, at: Timestamp)] {
        try read { db in
            let times = try Row.fetchAll(db, sql: "SELECT digest, max(at) FROM forgotten GROUP BY digest")
            guard !times.isEmpty else { return [] }
            let byDigest = Dictionary(uniqueKeysWithValues: times.map { (row) -> (String, Int64) in (row[0], row[1]) })
            let key = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'digest_key'") ?? Data()
            return ids.compactMap { id in
                byDigest[SHA256.hexadecimal(Array(key) + Array("person:\(id)".utf8))].map {
                    (id, Timestamp(milliseconds: $0))
                }
            }
        }
    }

    /// Forgets again whom this database still knows although they were forgotten: for a copy that is put in the place of
    /// a database.
    ///
    /// Goes by the list in `<database>.forgotten`, which stands beside the database and is no part of a copy.
    /// - Parameter database: Beside which the list stands, if not this one.
    package func reapplyForgotten(
        listedBeside database: String? = nil, as actor: DeskActor, at now: Timestamp
    ) throws -> ForgottenAgain {
        var again = ForgottenAgain()
        let wanted = ForgottenList.read(of: database ?? path)
        guard !wanted.isEmpty else { return again }
        let ids = try read { db in
            let key = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'digest_key'") ?? Data()
            return try String.fetchAll(db, sql: "SELECT id FROM person ORDER BY id").filter {
                wanted.contains(SHA256.hexadecimal(Array(key) + Array("person:\($0)".utf8)))
            }
        }
        for id in ids {
            do {
                _ = try forget(id, as: actor, at: now, in: DataInventory.tables)
                again.forgotten += 1
            } catch let error as StoreError where error.kind == .busy {
                again.left.append(id)
            }
        }
        return again
    }
}

/// Who was forgotten once more.
package struct ForgottenAgain: Sendable, Equatable {
    package var forgotten = 0
    /// Ids of those with whom a case is open: they stay, and must be forgotten by hand.
    package var left: [String] = []

    /// What somebody should know, a sentence each.
    package var remarks: [String] {
        var remarks: [String] = []
        if forgotten > 0 {
            remarks.append("people who were forgotten since the copy was made, forgotten again: \(forgotten)")
        }
        if !left.isEmpty {
            remarks.append(
                "were forgotten, and have an open case in the copy: \(left.joined(separator: ", ")); end it, then "
                    + "`callahead forget` them")
        }
        return remarks
    }
}
