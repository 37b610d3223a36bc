import Casework
import Outreach
import Telemetry

extension DeskSQL {
    /// Whom a task is for.
    ///
    /// Calls to helpers have no contact of their own: their numbers stand with unit and workshop.
    func addressee(_ task: TaskRow, _ reference: AssetReference?) throws -> Person? {
        if let contact = task.contact {
            var person = try first(
                "SELECT id, name, phone, language, channel, needs FROM person WHERE id = ?", { $0.put(contact) }
            ) {
                Person(
                    contactID: $0.text(0), name: $0.textOrNil(1), phone: $0.textOrNil(2), language: $0.textOrNil(3),
                    channel: $0.text(4), needs: $0.textOrNil(5))
            }
            person?.role = try role(of: contact, reference)
            return person ?? Person(contactID: contact)
        }
        switch task.kind {
        case .authorityCall:
            // 112 answers in every country of the European Union: directive (EU) 2018/1972, article 109.
            return Person(role: Role.authority.rawValue, phone: "112")
        case .providerCall: return try task.unit.flatMap { try provider(of: $0) }
        case .workshopCall:
            if let slot = task.slot { return try workshopDesk(ofSlot: slot) }
            return try task.caseID.flatMap { try workshopDesk(ofCase: $0) }
        default: return nil
        }
    }

    func customer(_ id: String) throws -> Person? {
        try first("SELECT id, name, phone, language FROM customer WHERE id = ?") {
            $0.put(id)
        } row: {
            Person(
                contactID: $0.text(0), name: $0.textOrNil(1), phone: $0.textOrNil(2), language: $0.textOrNil(3))
        }
    }

    /// The role by which a contact belongs to an asset: its own, its customer's or its site's.
    private func role(of contact: String, _ reference: AssetReference?) throws -> String? {
        guard let reference else { return nil }
        let role = try first(
            """
            SELECT role FROM contact_role, asset
            WHERE contact_id = ?1 AND asset.key = ?2
                AND ((of_kind = 'asset' AND of_id = asset.id) OR (of_kind = 'customer' AND of_id = asset.customer_id)
                    OR (of_kind = 'site' AND of_id = asset.site_id))
            ORDER BY CASE role WHEN 'driver' THEN 0 WHEN 'owner' THEN 1 WHEN 'fleet_manager' THEN 2
                WHEN 'site_contact' THEN 3 ELSE 4 END, of_kind, contact_role.id LIMIT 1
            """
        ) {
            $0.put(contact)
            $0.put(reference.key)
        } row: {
            $0.text(0)
        }
        return role ?? (contact == reference.customer ? Role.owner.rawValue : nil)
    }

    /// Name and number of whoever helps; only the id if nobody knows them.
    func helper(_ id: String) throws -> Helper {
        let row = try first(DeskSQL.helperQuery(id)) {
            $0.put(DeskSQL.zone(id) ?? id)
        } row: {
            var helper = Helper(id: id, name: $0.text(0), phone: $0.textOrNil(1))
            helper.firm = $0.textOrNil(3)
            if DeskSQL.zone(id) == nil {
                helper.kind = $0.textOrNil(4)
            } else {
                helper.rule = try $0.wordOrNil(4)
            }
            return helper
        }
        return row ?? Helper(id: id, name: id)
    }

    /// The desk of a unit's provider, or of the firm that may recover in a zone.
    private func provider(of helper: String) throws -> Person? {
        try first(DeskSQL.helperQuery(helper)) {
            $0.put(DeskSQL.zone(helper) ?? helper)
        } row: {
            Person(
                role: Role.provider.rawValue,
                name: $0.textOrNil(3).map { [name = $0.text(0)] in "\($0), \(name)" }
                    ?? $0.text(0), phone: $0.textOrNil(1), language: $0.textOrNil(2))
        }
    }

    /// The id of a zone in the name that stands in place of a unit.
    private static func zone(_ helper: String) -> String? {
        helper.hasPrefix("zone:") ? String(helper.dropFirst(5)) : nil
    }

    /// Name, number, language and firm of a unit, or of a zone.
    private static func helperQuery(_ helper: String) -> String {
        zone(helper) == nil
            ? """
            SELECT coalesce(u.name, u.id), coalesce(u.phone, p.phone), p.language, p.name, u.kind
            FROM unit u LEFT JOIN provider p ON p.id = u.provider_id WHERE u.id = ?
            """
            : """
            SELECT coalesce(z.name, z.road, z.id), coalesce(z.phone, p.phone), p.language, p.name, z.rule
            FROM zone z LEFT JOIN provider p ON p.id = z.provider_id WHERE z.id = ?
            """
    }

    private func workshopDesk(ofSlot id: Int64) throws -> Person? {
        try first(
            """
            SELECT coalesce(w.name, w.id), w.phone FROM slot s JOIN workshop w ON w.id = s.workshop_id WHERE s.id = ?
            """, { $0.put(id) }
        ) {
            Person(role: Role.workshop.rawValue, name: $0.text(0), phone: $0.textOrNil(1))
        }
    }

    private func workshopDesk(ofCase id: Int64) throws -> Person? {
        try first(
            """
            SELECT coalesce(w.name, w.id), w.phone FROM hold h JOIN slot s ON s.id = CAST(h.resource AS INTEGER)
                JOIN workshop w ON w.id = s.workshop_id
            WHERE h.case_id = ? AND h.kind = 'slot' AND h.state IN ('held', 'asked', 'confirmed')
            ORDER BY h.id DESC LIMIT 1
            """, { $0.put(id) }
        ) {
            Person(role: Role.workshop.rawValue, name: $0.text(0), phone: $0.textOrNil(1))
        }
    }
}
