import Casework
package import Planning
import Telemetry

/// Reads the file of one asset: what was imported about it, its faults and its open case.
final class FileReader {
    let connection: SQLConnection
    let defaults: LaneDefaults
    private var readHours: [String: OpeningHours?] = [:]

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
        file.errands = try all(TaskRow.self, TaskRow.selectErrands, key)
        file.offers = try all(PreventOfferRow.self, PreventOfferRow.selectByAsset, key).reversed()
        guard let row = try all(CaseRow.self, CaseRow.selectOpen, key).first else { return file }
        var current = CaseFile(row: row)
        current.problems = try all(ProblemRow.self, ProblemRow.selectByCase, row.id)
        current.plan = try all(PlanRow.self, PlanRow.selectByCase, row.id).first
        current.legs = try all(LegRow.self, LegRow.selectByCase, row.id)
        current.jobs = try all(JobRow.self, JobRow.selectByCase, row.id)
        current.holds = try all(HoldRow.self, HoldRow.selectKeptByCase, row.id)
        current.tasks = try all(TaskRow.self, TaskRow.selectOpenByCase, row.id)
        current.timers = try all(TimerRow.self, TimerRow.selectByCase, row.id)
        current.addressees = try all(AddresseeRow.self, AddresseeRow.selectByCase, row.id)
        current.facts = try facts(ofCase: row.id)
        current.offers = file.offers.filter { $0.caseID == row.id }
        file.offers.removeAll { $0.caseID == row.id }
        file.current = current
        return file
    }

    /// The newest answer to each question.
    private func facts(ofCase id: Int64) throws(StoreError) -> CaseFacts {
        let told = try connection.statement("SELECT key, value FROM fact_told WHERE case_id = ? ORDER BY id")
        told.put(id)
        var facts = CaseFacts()
        while try told.step() { facts[told.text(0)] = told.text(1) }
        return facts
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

    /// Hours as they were imported; `nil` if there are none, or an older database has a text that is none.
    func hours(_ text: String?) -> OpeningHours? {
        guard let text, !text.isEmpty else { return nil }
        if let known = readHours[text] { return known }
        let hours = try? OpeningHours(text)
        readHours[text] = .some(hours)
        return hours
    }
}

/// What is assumed of people and places that don't say.
package struct LaneDefaults: Sendable {
    /// BCP-47.
    package var language: String
    /// IANA name.
    package var timeZone: String
    /// The public holidays of each country.
    package var holidays: HolidayCalendars

    package init(
        language: String = "en", timeZone: String = "UTC", holidays: HolidayCalendars = HolidayCalendars()
    ) {
        self.language = language
        self.timeZone = timeZone
        self.holidays = holidays
    }

    /// The clock of a place: that of a zone, else the installation's.
    func zone(_ name: String?) -> ZoneRule {
        name.flatMap { ZoneRule.system($0) } ?? ZoneRule.system(timeZone) ?? .utc
    }
}
