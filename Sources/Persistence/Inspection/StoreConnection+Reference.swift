import GRDB
import Planning

extension StoreConnection {
    /// Imported values that were taken before they were checked, and that nobody can use: one sentence each.
    package func unusableReference() throws -> [String] {
        try read { db in
            var sentences: [String] = []
            let zones = try Row.fetchCursor(db, sql: "SELECT id, area FROM zone WHERE area IS NOT NULL ORDER BY id")
            while let row = try zones.next() {
                let (id, area): (String, String) = (row[0], row[1])
                do throws(ZoneAreaMistake) {
                    _ = try ZoneArea.polygons(area)
                } catch {
                    sentences.append("zone \(id): \(error.text)")
                }
            }
            let contracts = try Row.fetchCursor(
                db, sql: "SELECT id, approval FROM contract WHERE approval IS NOT NULL ORDER BY id")
            while let row = try contracts.next() {
                let (id, approval): (String, String) = (row[0], row[1])
                guard ContractWords.approval(approval) == nil else { continue }
                let words = ContractWords.approvals.joined(separator: ", ")
                sentences.append("contract \(id): approval “\(approval)” counts as none; it is one of \(words)")
            }
            let hours = try Row.fetchCursor(
                db,
                sql: """
                    SELECT 'workshop ' || id, opening_hours, 1 FROM workshop WHERE opening_hours <> ''
                    UNION ALL SELECT 'site ' || id, access_hours, 2 FROM site WHERE access_hours <> ''
                    UNION ALL SELECT 'role of ' || contact_id, hours, 3 FROM contact_role WHERE hours <> ''
                    ORDER BY 3, 1, 2
                    """)
            while let row = try hours.next() {
                let (owner, text): (String, String) = (row[0], row[1])
                do throws(OpeningHoursError) {
                    _ = try OpeningHours(text)
                } catch {
                    sentences.append("\(owner): hours \(error)")
                }
            }
            return sentences
        }
    }
}
