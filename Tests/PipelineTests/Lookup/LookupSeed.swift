import Diagnostics
import GRDB
import Outreach
import Telemetry

@testable import Persistence
@testable import Pipeline

/// The moment of all look-ups: 2026-11-22 00:00 UTC.
let ringing = Timestamp(milliseconds: 1_795_305_600_000)

/// A driver with a van whose case is open: they were told twenty minutes ago that a flatbed comes within thirty.
enum LookupSeed {
    static let minute: Int64 = 60_000

    /// A moment this many minutes after the call that comes in, as it stands in a table.
    static func at(_ minutes: Int64) -> Int64 { ringing.milliseconds + minutes * minute }

    static let rows = """
        INSERT INTO customer (id, name, phone, language) VALUES ('firm', 'Põhja Veod', '+3725550000', 'en');
        INSERT INTO contact (id, name, phone, language) VALUES ('kadri', 'Kadri Kask', '+3725550001', 'et');
        INSERT INTO asset (key, id, known, customer_id, kind, plate) VALUES (1, 'van-1', 1, 'firm', 'van', '123 ABC');
        INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES ('kadri', 'driver', 'asset', 'van-1');
        INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom,
            capabilities, codes, evidence, opened_at, fault_at, told_at, promise_at, promise_unit, promise_latest)
        VALUES (7, 1, 1, 'told', 'stop', 1, 0, 'oil_pressure_low', '', '["obd/P0520"]', '[]',
            \(at(-30)), \(at(-30)), \(at(-20)), \(at(-20)), 'truck-1', \(at(10)));
        INSERT INTO unit (id, name, kind, phone) VALUES ('truck-1', 'Flatbed 1', 'flatbed', '+3725559999');
        INSERT INTO plan (id, version, case_id, current, state, reasons) VALUES (5, 1, 7, 1, 'made', '[]');
        INSERT INTO plan_place (plan_id, lat, lon, time, accuracy, source, confirmed)
        VALUES (5, 59.437, 24.754, \(at(-30)), 8, 'gps', 0);
        INSERT INTO leg (id, version, case_id, plan_id, ordinal, kind, state, unit, eta_at, declined)
        VALUES (6, 1, 7, 5, 1, 'tow', 'accepted', 'truck-1', \(at(8)), '[]');
        INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
        VALUES (8, 1, 7, 6, 1, 'truck-1', 'accepted', \(at(-28)), \(at(-27)));
        INSERT INTO hold (id, version, case_id, kind, resource, state, since)
        VALUES (1, 1, 7, 'unit', 'truck-1', 'confirmed', \(at(-28)));
        INSERT INTO workshop (id, name, lat, lon, timezone, phone)
        VALUES ('w1', 'Laagna Auto', 59.44, 24.8, 'Europe/Tallinn', '+3725558888');
        INSERT INTO said (at, case_id, task_id, contact_id, channel, actor, template, promise_at, promise_unit,
            promise_latest)
        VALUES (\(at(-20)), 7, 3, 'kadri', 'voice', 'Mari', 'breakdown_call', \(at(-20)), 'truck-1', \(at(10)));
        """

    /// Adds an open task for the driver.
    static func task(_ kind: String, reason: String = "", state: String = "ready") -> String {
        """
        INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, created_at,
            reasons, alarm)
        VALUES (3, 1, '\(kind)', '\(state)', 7, 1, 'kadri', 900, \(at(1)), \(at(-1)), '["\(reason)"]', 0);
        """
    }

    /// Nobody has spoken to them, and nobody comes yet.
    static let untold = "UPDATE case_file SET told_at = NULL, promise_at = NULL, promise_latest = NULL;"

    /// The case is over since two hours.
    static let over = """
        UPDATE case_file SET state = 'solved', closed_at = \(at(-120)), opened_at = \(at(-300));
        UPDATE hold SET state = 'fulfilled';
        """
}

/// Looks somebody up in a new database; `sql` changes what the seed says.
func lookUp(
    _ query: String = "+3725550001", adding sql: String = "", language: String = "en",
    _ body: (LookupAnswer, ScriptBuilder?) throws -> Void
) throws {
    try withDatabase { store in
        try store.write { db in
            try db.execute(sql: LookupSeed.rows)
            try db.execute(sql: sql)
        }
        let answer = try Desk(store).lookup(LookupQuery(query), as: DeskActor(name: "Mari"), at: ringing)
        let home = Repository.folder("outreach").dropLast("/outreach".count)
        let installation = try Installation.find(environment: [Installation.variable: String(home)])
        try body(answer, try LookupWords.scripts(for: answer, in: installation, dispatcherLanguage: language))
    }
}
