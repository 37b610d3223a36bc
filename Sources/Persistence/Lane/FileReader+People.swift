import Casework
import Outreach
import Planning
import Telemetry

/// Who belongs to an asset.
extension FileReader {
    /// Where people are thought to be who don't say.
    struct Whereabouts {
        /// Zone of the site.
        var timeZone: String?
        var country: String?
    }

    /// Everybody with a role of the asset, its customer or its site now or later, the customer itself as owner unless
    /// somebody else is named as owner, and their second contacts.
    ///
    /// Who holds which role at which hour is decided when somebody is to be rung: a case may be open for days.
    func contacts(
        of asset: String, customer: String?, site: String?, in place: Whereabouts, at now: Timestamp
    ) throws(StoreError) -> [ContactReference] {
        var found: [ContactReference] = []
        let roles = try connection.statement(
            """
            SELECT p.id, p.language, p.timezone, p.do_not_call, p.channel, p.phone, p.second_contact, r.role, r.hours,
                r.valid_from, r.valid_to, r.may_authorise
            FROM contact_role r JOIN person p ON p.id = r.contact_id
            WHERE ((r.of_kind = 'asset' AND r.of_id = ?1) OR (r.of_kind = 'customer' AND r.of_id = ?2)
                    OR (r.of_kind = 'site' AND r.of_id = ?3))
                AND (r.valid_to IS NULL OR r.valid_to > ?4)
            ORDER BY p.id, r.id
            """)
        roles.put(asset)
        roles.put(customer)
        roles.put(site)
        roles.put(now)
        while try roles.step() {
            let duty = Duty(
                try roles.word(7), hours: hours(roles.textOrNil(8)), from: roles.timeOrNil(9), to: roles.timeOrNil(10),
                mayAuthorise: roles.bool(11))
            if let known = found.firstIndex(where: { $0.id == roles.text(0) }) {
                found[known].duties.append(duty)
            } else {
                found.append(try contact(roles, [duty], in: place))
            }
        }
        let hasOwner = found.contains { contact in contact.holds(.owner, at: now) }
        if let customer, !hasOwner {
            // Who pays may say yes.
            try add(customer, as: [Duty(.owner, mayAuthorise: true)], in: place, to: &found)
        }
        for index in found.indices { found[index].duties.sort { FileReader.rank($0.role) < FileReader.rank($1.role) } }
        let order = { (contact: ContactReference) in
            (FileReader.rank(contact.duties.first { $0.isHeld(at: now) }?.role), contact.id)
        }
        found.sort { order($0) < order($1) }
        for second in found.compactMap(\.secondContact) where !found.contains(where: { $0.id == second }) {
            try add(second, as: [], in: place, to: &found)
        }
        return found
    }

    /// Drivers and fleet managers of a trailer's tractor.
    func crew(ofTractor key: Int64, at now: Timestamp) throws(StoreError) -> [ContactReference] {
        let row = try connection.statement(
            """
            SELECT a.id, a.customer_id, a.site_id, s.timezone, s.country FROM asset a LEFT JOIN site s ON s.id = a.site_id
            WHERE a.key = ?
            """)
        row.put(key)
        defer { row.start() }
        guard try row.step() else { return [] }
        let (id, customer, site) = (row.text(0), row.textOrNil(1), row.textOrNil(2))
        let place = Whereabouts(timeZone: row.textOrNil(3), country: row.textOrNil(4))
        return try contacts(of: id, customer: customer, site: site, in: place, at: now).filter { contact in
            contact.duties.contains { $0.role == .driver || $0.role == .fleetManager }
        }
    }

    private func add(
        _ person: String, as duties: [Duty], in place: Whereabouts, to found: inout [ContactReference]
    ) throws(StoreError) {
        if let known = found.firstIndex(where: { $0.id == person }) {
            found[known].duties += duties
            return
        }
        let row = try connection.statement(
            "SELECT id, language, timezone, do_not_call, channel, phone, second_contact FROM person WHERE id = ?")
        row.put(person)
        defer { row.start() }
        guard try row.step() else { return }
        found.append(try contact(row, duties, in: place))
    }

    private func contact(
        _ row: Statement, _ duties: [Duty], in place: Whereabouts
    ) throws(StoreError) -> ContactReference {
        let country = CountryDefaults.of(place.country)
        let zone = row.textOrNil(2) ?? place.timeZone ?? country?.timeZone
        let phone = row.textOrNil(5)?.contains { $0.isNumber } ?? false
        return ContactReference(
            id: row.text(0), duties: duties, language: row.textOrNil(1) ?? country?.language ?? defaults.language,
            zone: defaults.zone(zone), holidays: defaults.holidays[place.country], doNotCall: row.bool(3),
            channel: try row.word(4), hasPhone: phone, secondContact: row.textOrNil(6))
    }

    /// The nearest to the asset first.
    private static func rank(_ role: Role?) -> Int {
        switch role {
        case .driver: 0
        case .owner: 1
        case .fleetManager: 2
        case .siteContact: 3
        case .keyholder: 4
        case .workshop: 5
        case .provider: 6
        case .authority: 7
        case nil: 8
        }
    }
}
