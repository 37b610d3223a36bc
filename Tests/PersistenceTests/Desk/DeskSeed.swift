import GRDB
import Telemetry

@testable import Persistence

let mari = DeskActor(name: "Mari", osUser: "mari")
let jaan = DeskActor(name: "Jaan", osUser: "jaan")

/// A desk over a new database; `seed` runs before it opens.
func withDesk<Result>(_ seed: (Database) throws -> Void, _ body: (Desk, String) throws -> Result) throws -> Result {
    try withStorePath { path in
        try edit(path, seed)
        let connection = try StoreConnection(path: path, role: .command(create: false))
        defer { try? connection.close() }
        return try body(Desk(connection), path)
    }
}

extension Database {
    /// An open case with one call; asset, case and task share a number.
    func addTask(
        _ id: Int64, priority: Int = 100, due: Timestamp = noon, state: String = "ready", notBefore: Timestamp? = nil,
        language: String? = nil, kind: String = "breakdown_call"
    ) throws {
        try execute(
            sql: "INSERT INTO asset (key, id, customer_id) VALUES (?, ?, ?)", arguments: [id, "car-\(id)", "c\(id)"])
        try execute(
            sql: "INSERT INTO contact (id, name, phone, language) VALUES (?, 'Kadri Kask', ?, ?)",
            arguments: ["c\(id)", "+372555\(id)", language])
        try execute(
            sql: """
                INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom,
                    capabilities, codes, evidence, opened_at, fault_at)
                VALUES (?1, 1, ?1, 'open', 'stop', 0, 0, 'oil_pressure_low', '', '["obd/P0520"]', '[]', ?2, ?2)
                """, arguments: [id, noon.milliseconds])
        try execute(
            sql: """
                INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, not_before,
                    created_at, reasons, alarm)
                VALUES (?1, 1, ?2, ?3, ?1, ?1, ?4, ?5, ?6, ?7, ?8, '[]', 0)
                """,
            arguments: [
                id, kind, state, "c\(id)", priority, due.milliseconds, notBefore?.milliseconds, noon.milliseconds,
            ])
    }

    /// A flatbed that has taken the job of a case and arrives at `eta`.
    func addUnit(caseID: Int64, state: String = "accepted", eta: Timestamp) throws {
        try execute(sql: "INSERT OR IGNORE INTO unit (id, name, kind) VALUES ('truck-1', 'Flatbed 1', 'flatbed')")
        try execute(
            sql: "INSERT INTO plan (id, version, case_id, current, state, reasons) VALUES (?1, 1, ?1, 1, 'made', '[]')",
            arguments: [caseID])
        try execute(
            sql: """
                INSERT INTO leg (id, version, case_id, plan_id, ordinal, kind, state, unit, eta_at, declined)
                VALUES (?1, 1, ?1, ?1, 1, 'tow', ?2, 'truck-1', ?3, '[]')
                """, arguments: [caseID, state, eta.milliseconds])
    }
}
