import Planning
import Telemetry

/// Reads units, workshops, slots and devices: what imports change.
struct ReferenceReader {
    let connection: SQLConnection
    let defaults: LaneDefaults
    /// Slots from the start of the board on; later ones are read when their time comes.
    static let slotWindowMilliseconds: Int64 = 14 * 86_400_000
    /// A slot that began a little while ago may still be promised.
    static let slotGraceMilliseconds: Int64 = 3_600_000

    func read(at now: Timestamp) throws(StoreError) -> ReferenceSnapshot {
        var snapshot = ReferenceSnapshot()
        snapshot.change = try Meta.referenceChange(on: connection)
        snapshot.board = OperationsBoard(
            units: try units(), workshops: try workshops(), slots: try slots(at: now), stock: try stock(),
            zones: try zones())
        let devices = try connection.statement("SELECT profile, device, asset_id FROM device ORDER BY profile, device")
        while try devices.step() {
            snapshot.devices.append(
                DeviceMapping(profile: devices.text(0), device: devices.text(1), assetID: devices.text(2)))
        }
        let unwanted = try connection.statement(
            "SELECT key FROM asset WHERE instr(purposes, 'assist') = 0 ORDER BY key")
        while try unwanted.step() { snapshot.withoutAssist.append(unwanted.int(0)) }
        let unforeseen = try connection.statement(
            "SELECT key FROM asset WHERE instr(purposes, 'prevent') = 0 ORDER BY key")
        while try unforeseen.step() { snapshot.withoutPrevent.append(unforeseen.int(0)) }
        return snapshot
    }

    private func units() throws(StoreError) -> [Unit] {
        let row = try connection.statement(
            """
            SELECT u.id, u.name, u.kind, u.capabilities, u.max_mass_kg, u.lat, u.lon, u.phone, u.shift_start, u.shift_end,
                u.provider_id, u.reach, u.seats, u.height_m, u.readiness_minutes, p.timezone, s.lat, s.lon,
                s.position_time, s.online
            FROM unit u LEFT JOIN provider p ON p.id = u.provider_id LEFT JOIN unit_state s ON s.unit_id = u.id
            WHERE u.retired = 0 ORDER BY u.id
            """)
        var units: [Unit] = []
        while try row.step() {
            let reach: Unit.Reach = try row.word(11)
            let live = row.coordinateOrNil(16)
            var unit = Unit(
                id: row.text(0), name: row.textOrNil(1) ?? row.text(0), kind: row.text(2),
                capabilities: WordList.capabilities(row.text(3)), maxMassKg: row.intOrNil(4).map { Int($0) },
                coordinate: live ?? row.coordinateOrNil(5), positionTime: live == nil ? nil : row.timeOrNil(18),
                phone: row.textOrNil(7), shift: shift(row.textOrNil(8), row.textOrNil(9), zone: row.textOrNil(15)),
                providerID: row.textOrNil(10), reach: reach, seats: row.intOrNil(12).map { Int($0) },
                heightM: row.doubleOrNil(13), readinessMinutes: row.doubleOrNil(14) ?? 0,
                online: reach == .phone || row.bool(19))
            unit.base = row.coordinateOrNil(5)
            units.append(unit)
        }
        return units
    }

    private func shift(_ start: String?, _ end: String?, zone: String?) -> Shift? {
        guard let from = start.flatMap(ReferenceReader.minutes), let to = end.flatMap(ReferenceReader.minutes) else {
            return nil
        }
        return Shift(from: from, to: to, zone: defaults.zone(zone))
    }

    /// Minutes since midnight of `HH:MM`; `24:00` is midnight.
    static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0..<60).contains(minute), hour < 24 || minute == 0
        else { return nil }
        return (hour * 60 + minute) % 1_440
    }

    /// Hours that an older database took without reading them may be none: then they are unknown.
    private func hours(_ text: String) -> OpeningHours? { text.isEmpty ? nil : try? OpeningHours(text) }

    /// A workshop without a place can't be driven to and is left out.
    private func workshops() throws(StoreError) -> [Workshop] {
        let row = try connection.statement(
            """
            SELECT id, name, lat, lon, timezone, opening_hours, skills, brands, phone, night_drop, auto_confirm,
                hv_quarantine, country
            FROM workshop WHERE retired = 0 ORDER BY id
            """)
        var workshops: [Workshop] = []
        while try row.step() {
            guard let coordinate = row.coordinateOrNil(2) else { continue }
            let country = row.textOrNil(12)
            workshops.append(
                Workshop(
                    id: row.text(0), name: row.textOrNil(1) ?? row.text(0), coordinate: coordinate,
                    zone: defaults.zone(row.textOrNil(4)), openingHours: hours(row.text(5)), country: country,
                    holidays: defaults.holidays[country], skills: WordList.split(row.text(6)),
                    brands: WordList.split(row.text(7)), phone: row.textOrNil(8), nightDrop: row.bool(9),
                    autoConfirm: row.bool(10), hvQuarantine: row.bool(11)))
        }
        return workshops
    }

    private func slots(at now: Timestamp) throws(StoreError) -> [Slot] {
        let row = try connection.statement(
            """
            SELECT id, workshop_id, start, minutes, skills FROM slot
            WHERE start >= ? AND start < ? AND retired = 0 ORDER BY start, id
            """)
        row.put(now.adding(milliseconds: -ReferenceReader.slotGraceMilliseconds))
        row.put(now.adding(milliseconds: ReferenceReader.slotWindowMilliseconds))
        var slots: [Slot] = []
        while try row.step() {
            slots.append(
                Slot(
                    id: row.int(0), workshopID: row.text(1), start: row.time(2), minutes: Int(row.int(3)),
                    skills: WordList.split(row.text(4))))
        }
        return slots
    }
}
