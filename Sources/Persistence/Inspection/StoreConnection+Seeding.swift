import GRDB
package import Telemetry

extension StoreConnection {
    /// Adds open cases with one call each, for measurements: asset, case and task share a number from `first` on.
    package func seedCalls(_ count: Int, from first: Int64, at now: Timestamp) throws {
        for start in stride(from: Int64(0), to: Int64(count), by: 1_000) {
            try write { db in
                for offset in start..<min(start + 1_000, Int64(count)) {
                    let id = first + offset
                    try db.execute(
                        sql: "INSERT INTO asset (key, id, known, customer_id) VALUES (?, ?, 1, ?)",
                        arguments: [id, "seed-\(id)", "seed-\(id)"])
                    try db.execute(
                        sql: "INSERT INTO customer (id, name, phone, language) VALUES (?, 'Seed', ?, 'en')",
                        arguments: ["seed-\(id)", "+999\(id)"])
                    try db.execute(
                        sql: """
                            INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only,
                                symptom, capabilities, codes, evidence, opened_at, fault_at)
                            VALUES (?1, 1, ?1, 'open', 'limp', 0, 0, 'engine_overheating', '', '[]', '[]', ?2, ?2)
                            """, arguments: [id, now.milliseconds])
                    try db.execute(
                        sql: """
                            INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at,
                                created_at, reasons, alarm)
                            VALUES (?1, 1, 'breakdown_call', 'ready', ?1, ?1, ?2, ?3, ?4, ?4, '[]', 0)
                            """,
                        arguments: [
                            id, "seed-\(id)", 6_000 + offset % 190, now.adding(seconds: offset % 300).milliseconds,
                        ])
                }
            }
        }
        try write { try $0.execute(sql: "UPDATE meta SET value = value + 1 WHERE name = 'reference_change'") }
    }
}
