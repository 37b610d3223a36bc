package import Casework
package import Telemetry

/// Cases of people without telemetry.
extension Desk {
    /// Opens a case about what a caller tells; rows of the asset and of the caller are made if there are none.
    ///
    /// - Parameter make: The case, once the rows are known.
    /// - Throws: ``DeskError/refused(_:)`` if too little was told to know which asset it is.
    package func open(
        _ told: ToldAsset, as actor: DeskActor, at now: Timestamp, _ make: (ToldRows) -> NewCase
    ) throws -> (rows: ToldRows, ticket: DeskTicket) {
        try write { sql in
            let asset = try sql.asset(for: told)
            let contact = try sql.contact(for: told, of: asset.id)
            let rows = ToldRows(
                asset: asset.id, contact: contact?.id, isNewAsset: asset.isNew, isNewContact: contact?.isNew ?? false)
            if asset.isNew || contact?.isNew == true {
                // The lane numbers assets too: it must hear of a new one at once.
                try sql.run("UPDATE meta SET value = value + 1 WHERE name = 'reference_change'") { _ in }
            }
            let action = try sql.post(.open(make(rows)), actor, at: now)
            try sql.audit("open", actor, caseID: nil, at: now, detail: asset.id)
            return (rows, DeskTicket(action: action, after: try sql.lastEvent()))
        }
    }

    /// Imported places whose name or road holds these words, by name, a few at most.
    package func places(named words: String) throws -> [NamedPlace] {
        try read { sql in
            try sql.all(
                """
                SELECT name, road, km, lat, lon FROM place
                WHERE instr(lower(name), lower(?1)) OR instr(lower(ifnull(road, '') || ' ' || name), lower(?1))
                ORDER BY lower(name) != lower(?1), name, id LIMIT 8
                """, { $0.put(words) }
            ) { row in
                row.coordinateOrNil(3).map { coordinate in
                    var place = NamedPlace(name: row.text(0), coordinate: coordinate)
                    place.road = row.textOrNil(1)
                    place.kilometre = row.doubleOrNil(2)
                    return place
                }
            }.compactMap(\.self)
        }
    }
}

extension DeskSQL {
    /// By id, else by plate whatever its spaces and letters' size, else a new one.
    fileprivate func asset(for told: ToldAsset) throws -> (id: String, isNew: Bool) {
        if let id = told.id {
            if try first("SELECT 1 FROM asset WHERE id = ?", { $0.put(id) }, row: { _ in true }) == true {
                return (id, false)
            }
            guard told.kind != nil else {
                throw DeskError.refused("asset \(id) is not known; say what it is with --kind, or give --plate")
            }
            try insertAsset(id, told)
            return (id, true)
        }
        if let plate = told.plate {
            let known = try first(
                "SELECT id FROM asset WHERE plate_key = ? ORDER BY plate != ?, known DESC, id LIMIT 1"
            ) {
                $0.put(PlateKey.folded(plate))
                $0.put(plate)
            } row: {
                $0.text(0)
            }
            if let known { return (known, false) }
        }
        guard told.kind != nil, told.plate != nil || told.phone != nil || told.name != nil || told.contactID != nil
        else {
            throw DeskError.refused(
                "which asset is it? Give --asset or --plate; of one that is not known also --kind")
        }
        let id: String
        if let plate = told.plate {
            id = "told:\(DeskSQL.bare(plate))"
        } else {
            let next = try first("SELECT ifnull(max(key), 0) + 1 FROM asset") { $0.int(0) } ?? 1
            id = "told:\(next)"
        }
        try insertAsset(id, told)
        return (id, true)
    }

    private func insertAsset(_ id: String, _ told: ToldAsset) throws {
        try run(
            """
            INSERT INTO asset (id, known, kind, make, model, energy, plate) VALUES (?, 1, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET known = 1
            """
        ) {
            $0.put(id)
            $0.put(told.kind?.rawValue ?? AssetKind.other.rawValue)
            $0.put(told.make)
            $0.put(told.model)
            $0.put(told.energy?.rawValue)
            $0.put(told.plate)
        }
    }

    /// Whoever has a number, however it is written; of several the one who belongs to the asset.
    private func caller(withNumber text: String, of asset: String) throws -> String? {
        guard let phone = PhoneNumber(text) else { return nil }
        let people = try self.people(withNumber: phone)
        if people.count < 2 { return people.first }
        let own = try all(
            """
            SELECT contact_id FROM contact_role WHERE of_kind = 'asset' AND of_id = ?1
            UNION SELECT customer_id FROM asset WHERE id = ?1 AND customer_id IS NOT NULL
            """, { $0.put(asset) }, row: { $0.text(0) })
        if let known = people.first(where: own.contains) { return known }
        throw DeskError.refused("\(people.joined(separator: " and ")) have this number: say who it is with --contact")
    }

    /// By id, else by number, else a new one; drives the asset from now on.
    fileprivate func contact(for told: ToldAsset, of asset: String) throws -> (id: String, isNew: Bool)? {
        var id = told.contactID
        var isNew = false
        if let id {
            guard try first("SELECT 1 FROM person WHERE id = ?", { $0.put(id) }, row: { _ in true }) == true else {
                throw DeskError.notFound("contact \(id)")
            }
        } else if told.phone != nil || told.name != nil {
            let phone = told.phone.map { $0.filter { !$0.isWhitespace && !"()-".contains($0) } }
            id = try told.phone.flatMap { try caller(withNumber: $0, of: asset) }
            if id == nil {
                let next = try first("SELECT ifnull(max(rowid), 0) + 1 FROM contact") { $0.int(0) } ?? 1
                let made = "told:\(next)"
                try run("INSERT INTO contact (id, name, phone, language) VALUES (?, ?, ?, ?)") {
                    $0.put(made)
                    $0.put(told.name)
                    $0.put(phone)
                    $0.put(told.language)
                }
                id = made
                isNew = true
            }
        }
        guard let id else { return nil }
        let hasRole = try first(
            "SELECT 1 FROM contact_role WHERE of_kind = 'asset' AND of_id = ? AND contact_id = ?",
            {
                $0.put(asset)
                $0.put(id)
            }, row: { _ in true })
        if hasRole != true {
            isNew = true
            try run("INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES (?, 'driver', 'asset', ?)") {
                $0.put(id)
                $0.put(asset)
            }
        }
        return (id, isNew)
    }

    /// A plate without what people write differently.
    private static func bare(_ plate: String) -> String { plate.uppercased().filter { !$0.isWhitespace } }
}
