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
    /// - Throws: ``StoreError``; `busy` if the log could not be written in time.
    package func lookup(_ query: LookupQuery, as actor: DeskActor, at now: Timestamp) throws -> LookupAnswer {
        let answer =
            query.isEmpty
            ? LookupAnswer(kind: query.likeliest, result: .nobody) : try read { try $0.lookup(query, at: now) }
        try write { try $0.log(answer, actor, at: now) }
        return answer
    }
}

extension DeskSQL {
    /// A row for each person that was shown, so that one can tell them who has seen their data.
    fileprivate func log(_ answer: LookupAnswer, _ actor: DeskActor, at now: Timestamp) throws {
        var seen: [(contact: String?, asset: String?)] = []
        switch answer.result {
        case .nobody: break
        case .card(let card):
            seen = card.people.map { ($0.person.contactID, card.assets.first?.id) }
            if seen.isEmpty { seen = [(nil, card.assets.first?.id)] }
        case .candidates(let candidates):
            seen = candidates.map { ($0.kind == .contact ? $0.id : nil, $0.kind == .asset ? $0.id : nil) }
        }
        let found = !seen.isEmpty
        for (contact, asset) in found ? seen : [(nil, nil)] {
            try run(
                """
                INSERT INTO lookup_log (at, actor, os_user, kind, contact_id, asset_id, found) VALUES (?,?,?,?,?,?,?)
                """
            ) {
                $0.put(now)
                $0.put(actor.name)
                $0.put(actor.osUser)
                $0.put(answer.kind.rawValue)
                $0.put(contact)
                $0.put(asset)
                $0.put(found)
            }
        }
    }
}
