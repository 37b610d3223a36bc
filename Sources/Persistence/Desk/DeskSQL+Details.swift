import Casework
import Outreach
import Planning
import Telemetry

extension DeskSQL {
    /// A task with everything that its screen shows, or `nil`.
    ///
    /// - Parameter actor: Who looks; what others are doing is told to them.
    func detail(_ id: Int64, for actor: DeskActor? = nil, at now: Timestamp) throws -> TaskDetail? {
        guard let entry = try task(id) else { return nil }
        var caseDetail = try entry.row.caseID.flatMap { try self.caseDetail($0) }
        if let slot = try entry.row.slot.flatMap({ try self.slot($0) }), slot.id != caseDetail?.slot?.id {
            // The call is about this slot, also if the workshop has refused it or taken it away.
            caseDetail?.slot = slot
            caseDetail?.workshop = try workshop(slot.workshopID)
        }
        caseDetail = try caseDetail.map { try offering($0, entry.row, at: now) }
        let reference = try caseDetail?.reference ?? entry.row.asset.flatMap { try self.reference($0) }
        var detail = TaskDetail(
            entry: entry, assetID: reference?.id, addressee: try addressee(entry.row, reference),
            customer: try reference?.customer.flatMap { try customer($0) }, caseDetail: caseDetail,
            attempts: try attempts(id), notes: try notes(entry.row))
        try addGroup(to: &detail)
        guard entry.row.isOpen else { return detail }
        detail.sameContact = try otherTasks(forContactOf: entry.row)
        let me = actor?.name ?? entry.claimedBy ?? ""
        detail.inConversation = try conversation(of: entry.row, besides: me, at: now)?.with
        detail.isAloneInEmergency = try isAlone(me, with: entry.row, at: now)
        return detail
    }

    /// Other open tasks for the same person, the most urgent first.
    private func otherTasks(forContactOf task: TaskRow) throws -> [OtherTask] {
        guard task.contact != nil else { return [] }
        return try all(
            """
            SELECT task.id, task.kind, ifnull(asset.plate, asset.id), task.case_id
            FROM task LEFT JOIN asset ON asset.key = task.asset_key
            WHERE task.contact_id = ? AND task.state NOT IN ('done', 'withdrawn') AND task.id != ?
            \(DeskSQL.queueOrder)
            """
        ) {
            $0.put(task.contact)
            $0.put(task.id)
        } row: {
            OtherTask(id: $0.int(0), kind: try $0.word(1), asset: $0.textOrNil(2), caseID: $0.intOrNil(3))
        }
    }

    /// Whether one person has both calls of an emergency.
    private func isAlone(_ actor: String, with task: TaskRow, at now: Timestamp) throws -> Bool {
        guard task.isCall || task.kind == .authorityCall, let caseID = task.caseID else { return false }
        return try first(
            """
            SELECT 1 FROM task WHERE case_id = ? AND id != ? AND claimed_by = ? AND lease_until > ?
                AND state NOT IN ('done', 'withdrawn') AND (kind = 'authority_call') != ?
                AND kind IN (\(Words.callKind), 'authority_call')
            """
        ) {
            $0.put(caseID)
            $0.put(task.id)
            $0.put(actor)
            $0.put(now)
            $0.put(task.kind == .authorityCall)
        } row: { _ in
            true
        } ?? false
    }

    /// A case with everything that its screen and its scripts need, or `nil`.
    func caseDetail(_ id: Int64) throws -> CaseDetail? {
        let key = { (statement: Statement) in statement.put(id) }
        guard
            let row = try first(
                DeskSQL.select(CaseRow.selectOpen, where: "id = ?"), key, row: { try CaseRow(reading: $0) })
        else { return nil }
        guard let reference = try reference(row.asset) else { throw DeskError.notFound("the asset of case \(id)") }
        var file = CaseFile(row: row)
        file.problems = try all(ProblemRow.selectByCase.description, key) { try ProblemRow(reading: $0) }
        file.plan = try first(PlanRow.selectByCase.description, key) { try PlanRow(reading: $0) }
        file.legs = try all(LegRow.selectByCase.description, key) { try LegRow(reading: $0) }
        file.jobs = try all(JobRow.selectByCase.description, key) { try JobRow(reading: $0) }
        file.holds = try all(DeskSQL.select(HoldRow.selectLive, where: "case_id = ? ORDER BY id"), key) {
            try HoldRow(reading: $0)
        }
        file.offers = try all(PreventOfferRow.selectByCase.description, key) { try PreventOfferRow(reading: $0) }
        file.tasks = try all("\(DeskSQL.tasks) WHERE task.case_id = ? ORDER BY task.id", key) {
            try DeskSQL.entry($0).task.row
        }
        var detail = CaseDetail(current: file, reference: reference, facts: [])
        detail.fix = try fix(asset: row.asset, caseID: id)
        detail.unit = try detail.leg?.unit.flatMap { try unit($0) }
        if let id = detail.helperID {
            var helper = try helper(id)
            helper.state = detail.leg?.state
            detail.helper = helper
        }
        for job in file.jobs where job.state == .stoodDown && job.unit != detail.helperID {
            guard !detail.alsoComing.contains(where: { $0.id == job.unit }) else { continue }
            var helper = try helper(job.unit)
            helper.state = job.state
            detail.alsoComing.append(helper)
        }
        detail.slot = try detail.liveSlotHold.flatMap { Int64($0.resource) }.flatMap { try slot($0) }
        detail.workshop = try detail.slot.flatMap { try workshop($0.workshopID) }
        detail.surroundings = try surroundings(of: row.asset, caseID: id, at: detail.place?.coordinate)
        detail.surroundings.campaign = try spokenCampaign(row.campaign)
        // Reading the rules of a zone takes as long as all the rest: only where a script says a time of the place.
        if row.severity == .emergency || file.plan?.state == .noneAvailable || file.plan?.nextTryAt != nil {
            detail.surroundings.zone = try zone(of: reference, in: detail.surroundings.country)
        }
        detail.facts = try all("SELECT at, actor, key, value FROM fact_told WHERE case_id = ? ORDER BY id", key) {
            Fact(at: $0.time(0), actor: $0.text(1), key: $0.text(2), value: $0.text(3))
        }
        return detail
    }

    /// A case with the times that an offer to replace a part can still give, the best first; none is held for it.
    func offering(_ detail: CaseDetail, _ task: TaskRow, at now: Timestamp) throws -> CaseDetail {
        guard task.kind == .preventOffer, task.isOpen, detail.slot == nil,
            let offer = detail.current.offers.last(where: \.isOpen)
        else { return detail }
        var detail = detail
        for id in offer.slots {
            let isFree = try first(
                """
                SELECT 1 FROM slot WHERE id = ?1 AND start > ?2 AND retired = 0
                    AND NOT EXISTS (SELECT 1 FROM hold WHERE kind = 'slot' AND resource = CAST(slot.id AS TEXT)
                        AND state IN (\(Words.liveHold)))
                """
            ) {
                $0.put(id)
                $0.put(now)
            } row: { _ in
                true
            }
            guard isFree == true, let slot = try slot(id) else { continue }
            detail.offered.append(OfferedTime(slot: slot, workshop: try workshop(slot.workshopID)))
        }
        detail.slot = detail.offered.first?.slot
        detail.workshop = detail.offered.first?.workshop
        return detail
    }

    /// The clock of the people with an asset: their customer's, else that of the country.
    private func zone(of reference: AssetReference, in country: String?) throws -> ZoneRule? {
        let own = try first("SELECT timezone FROM customer WHERE id = ?", { $0.put(reference.customer) }) {
            $0.textOrNil(0)
        }
        return ((own ?? nil) ?? CountryDefaults.of(country)?.timeZone).flatMap { ZoneRule.system($0) }
    }

    private func reference(_ key: Int64) throws -> AssetReference? {
        try first(
            """
            SELECT a.key, a.id, a.known, a.kind, a.make, a.model, a.year, a.energy, a.drivetrain, a.gross_mass_kg,
                a.plate, a.customer_id, a.impact, s.lat, s.lon, s.timezone, s.access_hours, s.id
            FROM asset a LEFT JOIN site s ON s.id = a.site_id WHERE a.key = ?
            """, { $0.put(key) }
        ) { row in
            let traits = AssetTraits(
                kind: try row.word(3), make: row.textOrNil(4), model: row.textOrNil(5),
                year: row.intOrNil(6).map { Int($0) }, energy: try row.wordOrNil(7), drivetrain: try row.wordOrNil(8),
                grossMassKg: row.intOrNil(9).map { Int($0) })
            var reference = AssetReference(
                key: row.int(0), id: row.text(1), known: row.bool(2), traits: traits, plate: row.textOrNil(10),
                customer: row.textOrNil(11), site: row.coordinateOrNil(13), impact: row.textOrNil(12))
            if row.textOrNil(17) != nil {
                reference.access = SiteAccess(
                    hours: row.textOrNil(16).flatMap { try? OpeningHours($0) },
                    zone: row.textOrNil(15).flatMap { ZoneRule.system($0) } ?? .utc)
            }
            return reference
        }
    }

    /// The newest fix that has a row: of an asset with an open case that is the newest one there is.
    private func fix(asset: Int64, caseID: Int64) throws -> AssetFix? {
        guard var fix = try newestFix(asset: asset, caseID: caseID) else { return nil }
        if fix.position.speed == nil { fix.position.speed = try speed(asset: asset, since: fix.time) }
        return fix
    }

    /// The speed that a device tells apart from its places: some tell none with them.
    private func speed(asset: Int64, since time: Timestamp) throws -> Float? {
        let value = try first(
            """
            SELECT value FROM signal JOIN signal_name ON signal_name.id = signal.name_id
            WHERE signal.asset_key = ? AND signal_name.name = 'Vehicle.Speed' AND signal.time >= ?
                AND typeof(value) IN ('real', 'integer')
            """
        ) {
            $0.put(asset)
            $0.put(time.adding(seconds: -Situation.movingLasts))
        } row: {
            $0.double(0)
        }
        return value.flatMap { (0...500).contains($0) ? Float($0) : nil }
    }

    private func newestFix(asset: Int64, caseID: Int64) throws -> AssetFix? {
        try first(
            """
            SELECT time, time_trusted, lat, lon, speed, heading, accuracy FROM position WHERE asset_key = ?1
            UNION ALL SELECT time, 1, lat, lon, speed, heading, accuracy FROM track WHERE case_id = ?2
            ORDER BY time DESC LIMIT 1
            """
        ) {
            $0.put(asset)
            $0.put(caseID)
        } row: { row in
            row.coordinateOrNil(2).map {
                AssetFix(
                    asset: asset, time: row.time(0), timeTrusted: row.bool(1),
                    position: Position(
                        coordinate: $0, speed: row.floatOrNil(4), heading: row.floatOrNil(5),
                        accuracy: row.floatOrNil(6)))
            }
        } ?? nil
    }

    private func attempts(_ task: Int64) throws -> [Attempt] {
        try all(
            "SELECT actor, contact_id, channel, at, ended_at, outcome, override FROM attempt WHERE task_id = ? ORDER BY id"
        ) {
            $0.put(task)
        } row: {
            Attempt(
                actor: $0.text(0), contactID: $0.textOrNil(1), channel: $0.text(2), at: $0.time(3),
                endedAt: $0.timeOrNil(4), outcome: $0.textOrNil(5), override: $0.textOrNil(6))
        }
    }

    private func notes(_ task: TaskRow) throws -> [Note] {
        try all("SELECT at, actor, kind, text FROM note WHERE task_id = ?1 OR case_id = ?2 ORDER BY id") {
            $0.put(task.id)
            $0.put(task.caseID)
        } row: {
            Note(at: $0.time(0), actor: $0.text(1), kind: $0.text(2), text: $0.text(3))
        }
    }
}
