import Casework
import Planning
import Telemetry

/// Who belongs to an asset.
extension FileReader {
    /// Everybody with a role of the asset, its customer or its site at this time, and the customer itself as owner
    /// unless somebody else is named as owner.
    func contacts(
        of asset: String, customer: String?, site: String?, at now: Timestamp
    ) throws(StoreError) -> [ContactReference] {
        var found: [ContactReference] = []
        var outOfHours: [ContactReference] = []
        let roles = try connection.statement(
            """
            SELECT p.id, r.role, p.language, p.timezone, p.do_not_call, r.may_authorise,
                r.hours
            FROM contact_role r JOIN person p ON p.id = r.contact_id
            WHERE ((r.of_kind = 'asset' AND r.of_id = ?1) OR (r.of_kind = 'customer' AND r.of_id = ?2)
                    OR (r.of_kind = 'site' AND r.of_id = ?3))
                AND (r.valid_from IS NULL OR r.valid_from <= ?4) AND (r.valid_to IS NULL OR r.valid_to > ?4)
            """)
        roles.put(asset)
        roles.put(customer)
        roles.put(site)
        roles.put(now)
        while try roles.step() {
            let role: Role = try roles.word(1)
            let contact = contact(
                roles, role: role, columns: (0, 2, 3, 4), mayAuthorise: roles.bool(5), at: now)
            let zone = defaults.zone(roles.textOrNil(3))
            if hours(roles.textOrNil(6))?.state(at: now, zone: zone, holidays: .none) == .closed {
                FileReader.add(contact, to: &outOfHours)
            } else {
                FileReader.add(contact, to: &found)
            }
        }
        // Somebody who is not at work is still better than nobody.
        let present = found.map(\.role)
        for contact in outOfHours where !present.contains(contact.role) { found.append(contact) }
        if let customer, !found.contains(where: { $0.role == .owner }) {
            let owner = try connection.statement("SELECT id, language, timezone, do_not_call FROM person WHERE id = ?")
            owner.put(customer)
            defer { owner.start() }
            if try owner.step() {
                // Who pays may say yes.
                found.append(contact(owner, role: .owner, columns: (0, 1, 2, 3), mayAuthorise: true, at: now))
            }
        }
        return found.sorted { (FileReader.rank($0.role), $0.id) < (FileReader.rank($1.role), $1.id) }
    }

    /// Of two rows for one person in one role the one that allows more counts.
    private static func add(_ contact: ContactReference, to found: inout [ContactReference]) {
        if let known = found.firstIndex(where: { $0.id == contact.id && $0.role == contact.role }) {
            found[known].mayAuthorise = found[known].mayAuthorise || contact.mayAuthorise
        } else {
            found.append(contact)
        }
    }

    /// Drivers and fleet managers of a trailer's tractor.
    func crew(ofTractor key: Int64, at now: Timestamp) throws(StoreError) -> [ContactReference] {
        let row = try connection.statement("SELECT id, customer_id, site_id FROM asset WHERE key = ?")
        row.put(key)
        defer { row.start() }
        guard try row.step() else { return [] }
        let (id, customer, site) = (row.text(0), row.textOrNil(1), row.textOrNil(2))
        return try contacts(of: id, customer: customer, site: site, at: now).filter {
            $0.role == .driver || $0.role == .fleetManager
        }
    }

    private func contact(
        _ row: Statement, role: Role, columns: (id: Int32, language: Int32, zone: Int32, doNotCall: Int32),
        mayAuthorise: Bool, at now: Timestamp
    ) -> ContactReference {
        ContactReference(
            id: row.text(columns.id), role: role, language: row.textOrNil(columns.language) ?? defaults.language,
            utcOffsetMinutes: offset(row.textOrNil(columns.zone) ?? defaults.timeZone, at: now),
            doNotCall: row.bool(columns.doNotCall), mayAuthorise: mayAuthorise)
    }

    private static func rank(_ role: Role) -> Int {
        switch role {
        case .driver: 0
        case .owner: 1
        case .fleetManager: 2
        case .siteContact: 3
        case .keyholder: 4
        case .workshop: 5
        case .provider: 6
        case .authority: 7
        }
    }
}
