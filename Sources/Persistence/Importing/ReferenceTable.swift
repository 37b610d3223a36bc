/// A table that imports fill.
package enum ReferenceTable: String, Sendable, CaseIterable {
    case customer, contact, asset, device, site, provider, unit, workshop, slot, stock, zone, contract, place, repair
    case role = "contact_role"

    /// The columns that tell one row from another.
    package var key: [String] {
        switch self {
        case .device: ["profile", "device"]
        case .slot: ["workshop_id", "start", "bay"]
        case .stock: ["holder", "part"]
        case .role: ["of_kind", "of_id", "role", "contact_id", "valid_from"]
        case .place: ["lat", "lon", "name"]
        case .repair: ["asset", "time", "part"]
        default: ["id"]
        }
    }

    /// What an imported row gets beside its own values.
    var addedOnInsert: (columns: String, values: String) { self == .asset ? (", known", ", 1") : ("", "") }

    /// What changes in a row besides the values of the file.
    var addedOnUpdate: String {
        switch self {
        case .asset: ", known = 1"
        case .unit: ", version = version + 1"
        default: ""
        }
    }

    /// What else makes a row one that is there already.
    var isSameBesides: String { self == .asset ? "known = 1" : "1" }

    /// When only `retired` may be written to a row, because somebody was promised it.
    var isHeld: String {
        guard self == .slot else { return "0" }
        return """
            EXISTS (SELECT 1 FROM hold WHERE hold.kind = 'slot' AND hold.resource = CAST(slot.id AS TEXT)
                AND hold.state IN (\(Words.liveHold)))
            """
    }

    /// Whether the lane numbers new rows of this table too: it must hear of every part of an import at once.
    var isSharedWithLane: Bool { self == .asset }
}

/// What a cell may refer to.
package enum ReferenceTarget: String, Sendable, Hashable {
    case customer, contact, asset, site, provider, unit, workshop
    /// A contact, or a customer that is its own contact.
    case person
    /// Whoever has parts on the shelf: a workshop or a unit.
    case holder

    /// A query with one parameter that gives a row if the id is known.
    var query: String {
        switch self {
        case .asset: "SELECT 1 FROM asset WHERE id = ? AND known = 1"
        case .holder: "SELECT 1 FROM workshop WHERE id = ?1 UNION ALL SELECT 1 FROM unit WHERE id = ?1"
        default: "SELECT 1 FROM \(rawValue) WHERE id = ?"
        }
    }
}
