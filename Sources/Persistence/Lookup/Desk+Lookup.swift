import Casework
package import Telemetry

extension Desk {
    /// How many assets a screen shows of somebody who has more.
    package static let lookedUpAssets = 50
    /// How many open cases are shown with everything; of further ones only how many there are.
    package static let lookedUpCases = 3

    /// Finds out who rings in, or whose asset it is, and writes into the log that somebody has looked.
    ///
    /// The log has who looked, by what kind of query, and whom they saw; never what was typed. Nothing is returned
    /// before that is on disk.
    ///
    /// - Parameter reason: Why they looked; else the case that is open, if there is one.
    /// - Throws: ``StoreError``; `busy` if the log could not be written in time.
    package func lookup(
        _ query: LookupQuery, as actor: DeskActor, because reason: String? = nil, at now: Timestamp
    ) throws -> LookupAnswer {
        let answer =
            query.isEmpty
            ? LookupAnswer(kind: query.likeliest, result: .nobody) : try read { try $0.lookup(query, at: now) }
        try write { try $0.log(answer, actor, reason, at: now) }
        return answer
    }
}

extension DeskSQL {
    /// A row for each person that was shown, so that one can tell them who has seen their data.
    fileprivate func log(
        _ answer: LookupAnswer, _ actor: DeskActor, _ reason: String?, at now: Timestamp
    ) throws {
        var reason = reason
        var seen: [(contact: String?, asset: String?)] = []
        switch answer.result {
        case .nobody: break
        case .card(let card):
            seen = card.people.map { ($0.person.contactID, card.assets.first?.id) }
            if seen.isEmpty { seen = [(nil, card.assets.first?.id)] }
            reason = reason ?? card.openCases.first.map { "case \($0.detail.current.row.id)" }
        case .candidates(let candidates):
            seen = candidates.map { ($0.kind == .contact ? $0.id : nil, $0.kind == .asset ? $0.id : nil) }
        }
        let found = !seen.isEmpty
        for (contact, asset) in found ? seen : [(nil, nil)] {
            try run(
                """
                INSERT INTO lookup_log (at, actor, os_user, kind, contact_id, asset_id, found, reason)
                VALUES (?,?,?,?,?,?,?,?)
                """
            ) {
                $0.put(now)
                $0.put(actor.name)
                $0.put(actor.osUser)
                $0.put(answer.kind.rawValue)
                $0.put(contact)
                $0.put(asset)
                $0.put(found)
                $0.put(reason)
            }
        }
    }
}

/// That somebody looked at somebody's data.
package struct LoggedLookup: Sendable, Equatable {
    package var at: Timestamp
    package var actor: String?
    package var osUser: String?
    /// What they asked by: `phone`, `plate`, …; `export` for all that is stored.
    package var kind: String
    package var contactID: String?
    package var assetID: String?
    package var reason: String?
}

extension Desk {
    /// Who has looked at the data of a person or an asset, newest first.
    ///
    /// - Parameter query: The id of a contact, a customer or an asset, or a telephone number.
    package func lookups(of query: String) throws -> [LoggedLookup] {
        try read { sql in
            var ids = [query]
            if let phone = PhoneNumber(query) { ids += try sql.people(withNumber: phone) }
            return try sql.all(
                """
                SELECT at, actor, os_user, kind, contact_id, asset_id, reason FROM lookup_log
                WHERE contact_id IN (SELECT value FROM json_each(?1))
                    OR asset_id IN (SELECT value FROM json_each(?1))
                ORDER BY id DESC
                """, { $0.put(TextList.encode(ids)) }
            ) {
                LoggedLookup(
                    at: $0.time(0), actor: $0.textOrNil(1), osUser: $0.textOrNil(2), kind: $0.text(3),
                    contactID: $0.textOrNil(4), assetID: $0.textOrNil(5), reason: $0.textOrNil(6))
            }
        }
    }

    /// Contacts and customers with a telephone number, however it is written, by id.
    package func people(withNumber phone: PhoneNumber) throws -> [String] {
        try read { try $0.people(withNumber: phone) }
    }
}
