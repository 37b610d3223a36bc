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

    /// Forgets again whom this database still knows although they were forgotten: to be called once a backup was restored.
    ///
    /// Goes by the list in `<database>.forgotten`, which stands beside the database and is no part of a backup.
    /// - Returns: How many people were forgotten again, and ids of those with whom a case is open: they stay, and must be
    ///   forgotten by hand.
    package func reapplyForgotten(as actor: DeskActor, at now: Timestamp) throws -> (forgotten: Int, left: [String]) {
        let wanted = ForgottenList.read(of: path)
        guard !wanted.isEmpty else { return (0, []) }
        let ids = try read { db in
            let key = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'digest_key'") ?? Data()
            return try String.fetchAll(db, sql: "SELECT id FROM person ORDER BY id").filter {
                wanted.contains(SHA256.hexadecimal(Array(key) + Array("person:\($0)".utf8)))
            }
        }
        var left: [String] = []
        for id in ids {
            do {
                _ = try forget(id, as: actor, at: now)
            } catch let error as StoreError where error.kind == .busy {
                left.append(id)
            }
        }
        return (ids.count - left.count, left)
    }
}
