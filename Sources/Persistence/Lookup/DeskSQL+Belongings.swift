import Casework
import Telemetry

/// The assets of some people: the first ones by key, and how many there are.
struct Owned {
    /// Of more assets than this nobody reads each.
    static let most = 200

    var keys: [Int64]
    var count: Int

    static func some(_ keys: [Int64]) -> Owned { Owned(keys: keys, count: keys.count) }
}

/// Who belongs to what, from both ends.
extension DeskSQL {
    private static let validRole = "(valid_from IS NULL OR valid_from <= ?2) AND (valid_to IS NULL OR valid_to > ?2)"

    func lookupPerson(_ id: String, at now: Timestamp) throws -> LookupPerson? {
        let person = try first(
            "SELECT id, name, phone, language, channel, needs FROM person WHERE id = ?", { $0.put(id) }
        ) {
            Person(
                contactID: $0.text(0), name: $0.textOrNil(1), phone: $0.textOrNil(2), language: $0.textOrNil(3),
                channel: $0.text(4), needs: $0.textOrNil(5))
        }
        guard var person else { return nil }
        var roles = try all(
            """
            SELECT role, of_kind, of_id, max(may_authorise) FROM contact_role
            WHERE contact_id = ?1 AND \(DeskSQL.validRole) GROUP BY role, of_kind, of_id
            ORDER BY CASE role WHEN 'driver' THEN 0 WHEN 'owner' THEN 1 WHEN 'fleet_manager' THEN 2
                WHEN 'site_contact' THEN 3 ELSE 4 END, of_kind, of_id LIMIT 50
            """
        ) {
            $0.put(id)
            $0.put(now)
        } row: {
            LookupRole(role: $0.text(0), ofKind: $0.text(1), ofID: $0.text(2), mayAuthorise: $0.bool(3))
        }
        let isCustomer = try first("SELECT 1 FROM customer WHERE id = ?", { $0.put(id) }) { $0.int(0) } != nil
        let owns = roles.contains { $0.role == Role.owner.rawValue && $0.ofKind == "customer" && $0.ofID == id }
        if isCustomer, !owns {
            // A customer's row makes its owner contact.
            roles.append(
                LookupRole(role: Role.owner.rawValue, ofKind: "customer", ofID: id, mayAuthorise: true))
        }
        person.role = roles.first?.role
        return LookupPerson(person: person, roles: roles)
    }

    /// Everybody who belongs to an asset, its customer or its site: drivers first.
    func people(of asset: LookupAsset, at now: Timestamp) throws -> [LookupPerson] {
        var ids = try all(
            """
            SELECT contact_id FROM contact_role
            WHERE ((of_kind = 'asset' AND of_id = ?1) OR (of_kind = 'customer' AND of_id = ?3)
                OR (of_kind = 'site' AND of_id = ?4)) AND \(DeskSQL.validRole)
            ORDER BY CASE role WHEN 'driver' THEN 0 WHEN 'owner' THEN 1 WHEN 'fleet_manager' THEN 2
                WHEN 'site_contact' THEN 3 ELSE 4 END, of_kind, id LIMIT 20
            """
        ) {
            $0.put(asset.id)
            $0.put(now)
            $0.put(asset.customer)
            $0.put(asset.site)
        } row: {
            $0.text(0)
        }
        if let customer = asset.customer, !ids.contains(customer) { ids.append(customer) }
        var people: [LookupPerson] = []
        for id in ids where !people.contains(where: { $0.person.contactID == id }) {
            if let person = try lookupPerson(id, at: now) { people.append(person) }
        }
        return people
    }

    func asset(_ key: Int64) throws -> LookupAsset? {
        var asset = try assetRow(key)
        asset?.foreseen = try foreseen(of: key)
        return asset
    }

    /// Parts of an asset that may fail soon.
    private func foreseen(of key: Int64) throws -> [ForecastRow] {
        try all(
            """
            SELECT asset_key, part, level, probability, horizon_s, since, at, terms FROM forecast WHERE asset_key = ?
            ORDER BY level = 'book' DESC, probability DESC, part
            """, { $0.put(key) }
        ) {
            ForecastRow(
                asset: $0.int(0), part: $0.text(1), level: try $0.word(2), probability: $0.double(3),
                horizon: $0.int(4), since: $0.time(5), at: $0.time(6), terms: ForecastTerm.read($0.text(7)))
        }
    }

    private func assetRow(_ key: Int64) throws -> LookupAsset? {
        try first(
            """
            SELECT key, id, known, kind, make, model, year, colour, plate, vin, customer_id, site_id,
                (SELECT c.id FROM case_file c
                    WHERE c.asset_key = asset.key AND c.state NOT IN (\(Words.endOfCase))),
                purposes
            FROM asset WHERE key = ?
            """, { $0.put(key) }
        ) {
            LookupAsset(
                key: $0.int(0), id: $0.text(1), known: $0.bool(2), kind: $0.text(3), make: $0.textOrNil(4),
                model: $0.textOrNil(5), year: $0.intOrNil(6), colour: $0.textOrNil(7), plate: $0.textOrNil(8),
                vin: $0.textOrNil(9), customer: $0.textOrNil(10), site: $0.textOrNil(11), openCase: $0.intOrNil(12),
                purposes: AssetPurposes(words: $0.text(13)))
        }
    }

    /// The assets that people belong to, by role or by their customer or site.
    func assets(of people: [LookupPerson]) throws -> Owned {
        var owned = Owned(keys: [], count: 0)
        for (column, id) in DeskSQL.scopes(of: people) {
            let keys = try all(
                "SELECT key FROM asset WHERE \(column) = ? ORDER BY key LIMIT \(Owned.most)", { $0.put(id) }
            ) { $0.int(0) }
            let count =
                keys.count < Owned.most
                ? keys.count
                : try first("SELECT count(*) FROM asset WHERE \(column) = ?", { $0.put(id) }) { Int($0.int(0)) } ?? 0
            let new = keys.filter { !owned.keys.contains($0) }
            owned.keys += new
            owned.count += count - (keys.count - new.count)
        }
        return owned
    }

    /// Open cases of the assets of people, and those in which somebody called them.
    func openCases(of owned: Owned, _ people: [LookupPerson]) throws -> [Int64] {
        var ids: [Int64] = []
        func add(_ more: [Int64]) { for id in more where !ids.contains(id) { ids.append(id) } }
        if owned.count > owned.keys.count || owned.keys.count > Owned.most {
            for (column, id) in DeskSQL.scopes(of: people) {
                // The few open cases are read, not the many assets.
                add(
                    try all(
                        """
                        SELECT c.id FROM case_file c CROSS JOIN asset a ON a.key = c.asset_key
                        WHERE c.state NOT IN (\(Words.endOfCase)) AND a.\(column) = ? ORDER BY c.id DESC LIMIT 100
                        """, { $0.put(id) }
                    ) { $0.int(0) })
            }
        } else {
            for key in owned.keys {
                add(
                    try all(
                        "SELECT id FROM case_file WHERE asset_key = ? AND state NOT IN (\(Words.endOfCase))",
                        { $0.put(key) }
                    ) { $0.int(0) })
            }
        }
        for contact in people.compactMap(\.person.contactID) {
            add(
                try all(
                    """
                    SELECT DISTINCT c.id FROM task t JOIN case_file c ON c.id = t.case_id
                    WHERE t.contact_id = ? AND c.state NOT IN (\(Words.endOfCase)) ORDER BY c.id DESC LIMIT 20
                    """, { $0.put(contact) }
                ) { $0.int(0) })
        }
        return ids
    }

    /// Open cases in which a unit, a firm or a workshop helps.
    func openCases(ofHelper helper: LookupHelper) throws -> [Int64] {
        let condition =
            switch helper.kind {
            case "unit": "h.kind = 'unit' AND h.resource = ?1"
            case "zone": "h.kind = 'unit' AND h.resource = 'zone:' || ?1"
            case "provider":
                """
                h.kind = 'unit' AND (h.resource IN (SELECT id FROM unit WHERE provider_id = ?1)
                    OR h.resource IN (SELECT 'zone:' || id FROM zone WHERE provider_id = ?1))
                """
            default:
                """
                h.kind = 'slot' AND h.resource IN (SELECT CAST(id AS TEXT) FROM slot WHERE workshop_id = ?1)
                """
            }
        return try all(
            """
            SELECT DISTINCT h.case_id FROM hold h JOIN case_file c ON c.id = h.case_id
            WHERE h.state IN (\(Words.liveHold)) AND \(condition) AND c.state NOT IN (\(Words.endOfCase))
            ORDER BY h.case_id DESC LIMIT 50
            """, { $0.put(helper.id) }
        ) { $0.int(0) }
    }

    /// The columns of `asset` that say whose it is, with the ids to look for.
    private static func scopes(of people: [LookupPerson]) -> [(column: String, id: String)] {
        var scopes: [(column: String, id: String)] = []
        for role in people.flatMap(\.roles) {
            let column: String
            switch role.ofKind {
            case "asset": column = "id"
            case "customer": column = "customer_id"
            case "site": column = "site_id"
            default: continue
            }
            if !scopes.contains(where: { $0 == (column, role.ofID) }) { scopes.append((column, role.ofID)) }
        }
        return scopes
    }
}
