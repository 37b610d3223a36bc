import Casework
import Outreach
package import Telemetry

extension Desk {
    /// How many pages are read or noted in one transaction.
    private static let pagesAtOnce = 50

    /// Everything that is to be done, in the order of the queue, as it is to be printed: what each page promises is kept
    /// under the number of the sheet, so that an outcome that comes back refers to it.
    ///
    /// - Parameter limit: At most this many pages.
    /// - Returns: `nil` if nothing is to be done.
    package func printSheet(limit: Int? = nil, as actor: DeskActor, at now: Timestamp) throws -> PrintedSheet? {
        let ids = try tasksToPrint(limit, at: now)
        guard !ids.isEmpty else { return nil }
        var sheet: PrintedSheet?
        var pages: [TaskDetail] = []
        for start in stride(from: 0, to: ids.count, by: Desk.pagesAtOnce) {
            let part = try details(Array(ids[start..<min(start + Desk.pagesAtOnce, ids.count)]), at: now)
            let number = try write { sql in
                let number = try sheet?.number ?? sql.newSheet(actor, at: now)
                for page in part { try sql.notePage(page, of: number, at: now) }
                return number
            }
            sheet = sheet ?? PrintedSheet(number: number, printedAt: now, by: actor.name, pages: [])
            pages += part
        }
        sheet?.pages = pages
        return sheet
    }

    /// The same without a number, for a database that can't be written to: its outcomes can't be imported.
    package func unrecordedSheet(limit: Int? = nil, as actor: DeskActor, at now: Timestamp) throws -> PrintedSheet? {
        let ids = try tasksToPrint(limit, at: now)
        guard !ids.isEmpty else { return nil }
        return PrintedSheet(number: 0, printedAt: now, by: actor.name, pages: try details(ids, at: now))
    }

    /// The tasks that a sheet has pages of, in its order.
    package func pages(ofSheet number: Int64) throws -> [Int64] {
        try read { sql in
            try sql.all(
                """
                SELECT s.task_id FROM sheet_task s LEFT JOIN task t ON t.id = s.task_id WHERE s.sheet_id = ?
                ORDER BY t.priority DESC, t.due_at, s.task_id
                """, { $0.put(number) }
            ) { $0.int(0) }
        }
    }

    private func tasksToPrint(_ limit: Int?, at now: Timestamp) throws -> [Int64] {
        var filter = TaskFilter()
        filter.states = [.ready, .claimed, .waiting]
        let ids = try tasks(filter, at: now).filter { $0.pendingOutcome == nil }.map(\.row.id)
        return limit.map { Array(ids.prefix($0)) } ?? ids
    }
}

extension DeskSQL {
    fileprivate func newSheet(_ actor: DeskActor, at now: Timestamp) throws -> Int64 {
        let number = try first("INSERT INTO sheet (printed_at, actor, os_user) VALUES (?,?,?) RETURNING id") {
            $0.put(now)
            $0.put(actor.name)
            $0.put(actor.osUser)
        } row: {
            $0.int(0)
        }
        guard let number else { throw StoreError(.other, "the sheet got no number") }
        return number
    }

    fileprivate func notePage(_ page: TaskDetail, of sheet: Int64, at now: Timestamp) throws {
        try run(
            """
            INSERT INTO sheet_task (sheet_id, task_id, contact_id, promise_at, promise_unit, promise_latest, promise_slot)
            VALUES (?,?,?,?,?,?,?)
            """
        ) {
            $0.put(sheet)
            $0.put(page.entry.row.id)
            $0.put(page.entry.row.contact)
            $0.put(page.caseDetail?.promise(at: now) ?? Promise(at: now))
        }
    }
}
