import GRDB
package import Planning

extension StoreConnection {
    /// Hours that can't be understood, which databases of earlier versions may hold; they count as unknown.
    ///
    /// - Returns: For each whose they are, like `workshop w1`, and what is wrong, sorted; at most 20.
    /// - Throws: ``StoreError``.
    package func unreadableHours() throws -> [(whose: String, mistake: OpeningHoursError)] {
        let rows = try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT 'workshop ' || id, opening_hours FROM workshop WHERE opening_hours <> '' AND retired = 0
                    UNION ALL SELECT 'site ' || id, access_hours FROM site WHERE access_hours <> ''
                    UNION ALL SELECT 'contact ' || contact_id || ', ' || role || ' of ' || of_id, hours
                        FROM contact_role WHERE hours <> ''
                    ORDER BY 1, 2
                    """)
        }
        var found: [(String, OpeningHoursError)] = []
        for row in rows where found.count < 20 {
            do throws(OpeningHoursError) {
                _ = try OpeningHours(row[1])
            } catch {
                found.append((row[0], error))
            }
        }
        return found
    }
}
