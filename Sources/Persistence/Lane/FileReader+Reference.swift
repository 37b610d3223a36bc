import Casework
import Planning
import Telemetry

/// What was imported about an asset.
extension FileReader {
    func reference(_ key: Int64, at now: Timestamp) throws(StoreError) -> AssetReference? {
        let row = try connection.statement(
            """
            SELECT a.id, a.known, a.kind, a.make, a.model, a.year, a.energy, a.drivetrain, a.gross_mass_kg, a.plate,
                a.customer_id, s.lat, s.lon, a.impact, a.site_id, a.combination_mass_kg, a.height_m, a.trailer,
                s.timezone, s.height_limit_m, s.id, s.access_hours, s.country, a.purposes
            FROM asset a LEFT JOIN site s ON s.id = a.site_id
            WHERE a.key = ?
            """)
        row.put(key)
        defer { row.start() }
        guard try row.step() else { return nil }
        let traits = AssetTraits(
            kind: try row.word(2), make: row.textOrNil(3), model: row.textOrNil(4),
            year: row.intOrNil(5).map { Int($0) }, energy: try row.wordOrNil(6),
            drivetrain: try row.wordOrNil(7), grossMassKg: row.intOrNil(8).map { Int($0) })
        var reference = AssetReference(
            key: key, id: row.text(0), known: row.bool(1), traits: traits, plate: row.textOrNil(9),
            customer: row.textOrNil(10), site: row.coordinateOrNil(11), impact: row.textOrNil(13))
        reference.combinationMassKg = row.intOrNil(15).map { Int($0) }
        reference.heightM = row.doubleOrNil(16)
        reference.purposes = AssetPurposes(words: row.text(23))
        if row.textOrNil(20) != nil {
            reference.access = SiteAccess(
                hours: hours(row.textOrNil(21)), zone: defaults.zone(row.textOrNil(18)),
                holidays: defaults.holidays[row.textOrNil(22)], heightLimitM: row.doubleOrNil(19))
        }
        let site = row.textOrNil(14)
        reference.siteID = row.textOrNil(20)
        if let trailer = row.textOrNil(17), trailer != reference.id {
            reference.trailer = try coupled("SELECT key, id, gross_mass_kg FROM asset WHERE id = ?", trailer)
        }
        reference.tractor = try coupled(
            "SELECT key, id, gross_mass_kg FROM asset WHERE trailer = ?1 AND id <> ?1 ORDER BY id LIMIT 1", reference.id
        )
        reference.contract = try contract(of: reference, at: now)
        let place = Whereabouts(timeZone: row.textOrNil(18), country: row.textOrNil(22))
        reference.contacts = try contacts(
            of: reference.id, customer: reference.customer, site: site, in: place, at: now)
        if let tractor = reference.tractor {
            // Whoever drives the tractor stands beside the trailer.
            let own = reference.contacts.map(\.id)
            reference.contacts += try crew(ofTractor: tractor.key, at: now).filter { !own.contains($0.id) }
        }
        return reference
    }

    private func coupled(_ sql: StaticString, _ id: String) throws(StoreError) -> CoupledAsset? {
        let row = try connection.statement(sql)
        row.put(id)
        defer { row.start() }
        guard try row.step() else { return nil }
        return CoupledAsset(key: row.int(0), id: row.text(1), grossMassKg: row.intOrNil(2).map { Int($0) })
    }

    /// The asset's own contract, else its customer's: one that is valid now, else the one that ended last.
    private func contract(of asset: AssetReference, at now: Timestamp) throws(StoreError) -> Contract? {
        let row = try connection.statement(
            """
            SELECT id, approval, tow_km, valid_to, sla_minutes FROM contract
            WHERE (asset_id = ?1 OR (customer_id = ?2 AND asset_id IS NULL))
                AND (valid_from IS NULL OR valid_from <= ?3)
            ORDER BY (valid_to IS NULL OR valid_to > ?3) DESC, (asset_id IS NOT NULL) DESC,
                iif(valid_to <= ?3, valid_to, 0) DESC, valid_from DESC, id
            LIMIT 1
            """)
        row.put(asset.id)
        row.put(asset.customer)
        row.put(now)
        defer { row.start() }
        guard try row.step() else { return nil }
        var contract = Contract(
            id: row.text(0), approval: ContractWords.approval(row.textOrNil(1)) ?? .never, towKm: row.doubleOrNil(2),
            validTo: row.timeOrNil(3))
        contract.slaMinutes = row.intOrNil(4).map { Int($0) }
        return contract
    }
}
