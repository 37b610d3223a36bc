import Casework
import Foundation
import Outreach
import Telemetry

/// Reads the file of one asset: what was imported about it, its faults and its open case.
final class FileReader {
    private let connection: SQLConnection
    private let defaults: LaneDefaults
    private var zones: [String: TimeZone] = [:]

    init(connection: SQLConnection, defaults: LaneDefaults) {
        self.connection = connection
        self.defaults = defaults
    }

    /// The file, or `nil` if no asset has this key.
    func file(_ key: Int64, at now: Timestamp) throws(StoreError) -> AssetFile? {
        guard let reference = try reference(key, at: now) else { return nil }
        var file = AssetFile(reference: reference)
        file.faults = try all(FaultRow.self, FaultRow.selectByAsset, key)
        file.sources = try all(FaultSourceRow.self, FaultSourceRow.selectByAsset, key)
        guard let row = try all(CaseRow.self, CaseRow.selectOpen, key).first else { return file }
        var current = CaseFile(row: row)
        current.problems = try all(ProblemRow.self, ProblemRow.selectByCase, row.id)
        current.plan = try all(PlanRow.self, PlanRow.selectByCase, row.id).first
        current.legs = try all(LegRow.self, LegRow.selectByCase, row.id)
        current.jobs = try all(JobRow.self, JobRow.selectByCase, row.id)
        current.holds = try all(HoldRow.self, HoldRow.selectLiveByCase, row.id)
        current.tasks = try all(TaskRow.self, TaskRow.selectOpenByCase, row.id)
        current.timers = try all(TimerRow.self, TimerRow.selectByCase, row.id)
        file.current = current
        return file
    }

    private func all<Row: StoredRow>(
        _ type: Row.Type, _ sql: StaticString, _ key: Int64
    ) throws(StoreError) -> [Row] {
        let statement = try connection.statement(sql)
        statement.put(key)
        var rows: [Row] = []
        while try statement.step() { rows.append(try Row(reading: statement)) }
        return rows
    }

    // MARK: Imported

    private func reference(_ key: Int64, at now: Timestamp) throws(StoreError) -> AssetReference? {
        let statement = try connection.statement(
            """
            SELECT a.id, a.known, a.kind, a.make, a.model, a.year, a.energy, a.drivetrain, a.gross_mass_kg, a.plate,
                a.customer_id, s.lat, s.lon, a.impact, a.site_id
            FROM asset a LEFT JOIN site s ON s.id = a.site_id
            WHERE a.key = ?
            """)
        statement.put(key)
        defer { statement.start() }
        guard try statement.step() else { return nil }
        let traits = AssetTraits(
            kind: try statement.word(2), make: statement.textOrNil(3), model: statement.textOrNil(4),
            year: statement.intOrNil(5).map { Int($0) }, energy: try statement.wordOrNil(6),
            drivetrain: try statement.wordOrNil(7), grossMassKg: statement.intOrNil(8).map { Int($0) })
        var reference = AssetReference(
            key: key, id: statement.text(0), known: statement.bool(1), traits: traits, plate: statement.textOrNil(9),
            customer: statement.textOrNil(10), site: statement.coordinateOrNil(11), impact: statement.textOrNil(13))
        reference.contacts = try contacts(of: reference, site: statement.textOrNil(14), at: now)
        return reference
    }

    /// Everybody with a role of the asset, its customer or its site at this time, and the customer itself as owner
    /// unless somebody else is named as owner.
    private func contacts(
        of asset: AssetReference, site: String?, at now: Timestamp
    ) throws(StoreError) -> [ContactReference] {
        var found: [ContactReference] = []
        let roles = try connection.statement(
            """
            SELECT p.id, r.role, p.language, p.timezone, p.do_not_call
            FROM contact_role r JOIN person p ON p.id = r.contact_id
            WHERE ((r.of_kind = 'asset' AND r.of_id = ?1) OR (r.of_kind = 'customer' AND r.of_id = ?2)
                    OR (r.of_kind = 'site' AND r.of_id = ?3))
                AND (r.valid_from IS NULL OR r.valid_from <= ?4) AND (r.valid_to IS NULL OR r.valid_to > ?4)
            """)
        roles.put(asset.id)
        roles.put(asset.customer)
        roles.put(site)
        roles.put(now)
        while try roles.step() {
            let role: Role = try roles.word(1)
            let contact = contact(roles, role: role, columns: (0, 2, 3, 4), at: now)
            if !found.contains(where: { $0.id == contact.id && $0.role == role }) { found.append(contact) }
        }
        if let customer = asset.customer, !found.contains(where: { $0.role == .owner }) {
            let owner = try connection.statement("SELECT id, language, timezone, do_not_call FROM person WHERE id = ?")
            owner.put(customer)
            defer { owner.start() }
            if try owner.step() { found.append(contact(owner, role: .owner, columns: (0, 1, 2, 3), at: now)) }
        }
        return found.sorted { (FileReader.rank($0.role), $0.id) < (FileReader.rank($1.role), $1.id) }
    }

    private func contact(
        _ row: Statement, role: Role, columns: (id: Int32, language: Int32, zone: Int32, doNotCall: Int32),
        at now: Timestamp
    ) -> ContactReference {
        ContactReference(
            id: row.text(columns.id), role: role, language: row.textOrNil(columns.language) ?? defaults.language,
            utcOffsetMinutes: offset(row.textOrNil(columns.zone) ?? defaults.timeZone, at: now),
            doNotCall: row.bool(columns.doNotCall))
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

    private func offset(_ identifier: String, at now: Timestamp) -> Int {
        let zone = zones[identifier] ?? TimeZone(identifier: identifier) ?? .gmt
        zones[identifier] = zone
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(now.milliseconds) / 1_000)) / 60
    }
}

/// What is assumed of people and places that don't say.
package struct LaneDefaults: Sendable {
    /// BCP-47.
    package var language: String
    /// IANA name.
    package var timeZone: String

    package init(language: String = "en", timeZone: String = "UTC") {
        self.language = language
        self.timeZone = timeZone
    }
}
