import Casework
import Planning
import Telemetry

extension DeskSQL {
    private static let unitColumns = """
        SELECT u.id, u.name, u.kind, u.capabilities, u.max_mass_kg, u.lat, u.lon, u.phone, u.provider_id, u.reach,
            u.seats, u.height_m, u.readiness_minutes, s.lat, s.lon, s.position_time, s.online,
            u.shift_start, u.shift_end, s.offline_since
        FROM unit u LEFT JOIN unit_state s ON s.unit_id = u.id
        """

    func unit(_ id: String) throws -> Unit? {
        try first("\(DeskSQL.unitColumns) WHERE u.id = ?") {
            $0.put(id)
        } row: {
            try DeskSQL.readUnit($0)
        }
    }

    /// Units that may be sent, by id, each with its hours and with the case that it is held for.
    func unitEntries() throws -> [UnitEntry] {
        let units = try all("\(DeskSQL.unitColumns) WHERE u.retired = 0 ORDER BY u.id") { row in
            var entry = UnitEntry(
                unit: try DeskSQL.readUnit(row), shiftStart: row.textOrNil(17), shiftEnd: row.textOrNil(18))
            entry.offlineSince = entry.unit.reach == .mqtt && !entry.unit.online ? row.timeOrNil(19) : nil
            return entry
        }
        return try units.map { entry in
            var entry = entry
            entry.caseID = try first(
                "SELECT case_id FROM hold WHERE kind = 'unit' AND resource = ? AND state IN ('held', 'asked', 'confirmed')"
            ) {
                $0.put(entry.unit.id)
            } row: {
                $0.int(0)
            }
            entry.parts = try parts(of: entry.unit.id)
            entry.job = try entry.caseID.flatMap { try job(of: entry.unit.id, caseID: $0) }
            return entry
        }
    }

    /// A pick-up ends where its leg ends; a unit that mends on the spot stays until the asset is repaired.
    private func job(of unit: String, caseID: Int64) throws -> UnitJob? {
        try first(
            """
            SELECT j.id, j.state, coalesce(w.to_lat, w.from_lat), coalesce(w.to_lon, w.from_lon), l.workshop,
                iif(w.to_lat IS NULL AND l.workshop IS NULL, p.repaired_at, NULL)
            FROM job j JOIN leg l ON l.id = j.leg_id LEFT JOIN leg_place w ON w.leg_id = l.id
                LEFT JOIN plan p ON p.id = l.plan_id
            WHERE j.case_id = ? AND j.unit = ? ORDER BY j.id DESC LIMIT 1
            """
        ) {
            $0.put(caseID)
            $0.put(unit)
        } row: {
            UnitJob(
                id: $0.int(0), state: try $0.word(1), endsIn: $0.coordinateOrNil(2), workshop: $0.textOrNil(4),
                endsAt: $0.timeOrNil(5))
        }
    }

    private func parts(of holder: String) throws -> [PartEntry] {
        let held = try all(
            """
            SELECT resource FROM hold WHERE kind = 'stock' AND state IN ('held', 'asked', 'confirmed')
                AND substr(resource, 1, length(?1) + 1) = ?1 || ':'
            """, { $0.put(holder) }, row: { StockBook.holderAndPart(of: $0.text(0)) })
        return try all("SELECT part, quantity FROM stock WHERE holder = ? ORDER BY part", { $0.put(holder) }) { row in
            let part = row.text(0)
            return PartEntry(
                part: part, quantity: Int(clamping: row.int(1)),
                held: held.count { $0?.holder == holder && $0?.part == part })
        }
    }

    private static func readUnit(_ row: Statement) throws(StoreError) -> Unit {
        let reach: Unit.Reach = try row.word(9)
        let live = row.coordinateOrNil(13)
        return Unit(
            id: row.text(0), name: row.textOrNil(1) ?? row.text(0), kind: row.text(2),
            capabilities: WordList.capabilities(row.text(3)), maxMassKg: row.intOrNil(4).map { Int($0) },
            coordinate: live ?? row.coordinateOrNil(5), positionTime: live == nil ? nil : row.timeOrNil(15),
            phone: row.textOrNil(7), providerID: row.textOrNil(8), reach: reach,
            seats: row.intOrNil(10).map { Int($0) }, heightM: row.doubleOrNil(11),
            readinessMinutes: row.doubleOrNil(12) ?? 0, online: reach == .phone || row.bool(16))
    }

    func slot(_ id: Int64) throws -> Slot? {
        try first("SELECT id, workshop_id, start, minutes, skills FROM slot WHERE id = ?") {
            $0.put(id)
        } row: {
            DeskSQL.readSlot($0)
        }
    }

    private static func readSlot(_ row: Statement) -> Slot {
        Slot(
            id: row.int(0), workshopID: row.text(1), start: row.time(2), minutes: Int(row.int(3)),
            skills: WordList.split(row.text(4)))
    }

    /// Slots that end after `now`, by start, each with what holds it.
    func slotEntries(after now: Timestamp) throws -> [SlotEntry] {
        try all(
            """
            SELECT s.id, s.workshop_id, s.start, s.minutes, s.skills, coalesce(w.name, w.id),
                coalesce(h.state, r.state), coalesce(h.case_id, r.case_id), s.retired
            FROM slot s LEFT JOIN workshop w ON w.id = s.workshop_id
                LEFT JOIN hold h ON h.kind = 'slot' AND h.resource = CAST(s.id AS TEXT)
                    AND h.state IN ('held', 'asked', 'confirmed')
                LEFT JOIN hold r ON r.id = (
                    SELECT max(f.id) FROM hold f JOIN case_file c ON c.id = f.case_id
                    WHERE f.kind = 'slot' AND f.resource = CAST(s.id AS TEXT) AND f.state = 'refused'
                        AND c.state NOT IN (\(Words.endOfCase)))
            WHERE (s.retired = 0 OR h.id IS NOT NULL) AND s.start + s.minutes * 60000 > ? ORDER BY s.start, s.id
            """, { $0.put(now) }
        ) {
            SlotEntry(
                slot: DeskSQL.readSlot($0), workshop: $0.textOrNil(5), state: try $0.wordOrNil(6),
                caseID: $0.intOrNil(7), withdrawn: $0.bool(8))
        }
    }

    /// A workshop; one without a place is shown all the same, at 0,0, which nobody drives to.
    func workshop(_ id: String) throws -> Workshop? {
        try first("SELECT id, name, lat, lon, timezone, phone, opening_hours FROM workshop WHERE id = ?") {
            $0.put(id)
        } row: { row in
            guard let coordinate = row.coordinateOrNil(2) else { return nil }
            return Workshop(
                id: row.text(0), name: row.textOrNil(1) ?? row.text(0), coordinate: coordinate,
                zone: row.textOrNil(4).flatMap { ZoneRule.system($0) } ?? .utc,
                openingHours: row.textOrNil(6).flatMap { try? OpeningHours($0) }, phone: row.textOrNil(5))
        } ?? nil
    }
}
