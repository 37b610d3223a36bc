import Foundation
import GRDB

/// Imported rows: units, one workshop with slots, and cars with a driver.
struct Reference {
    /// `tow-1`, `tow-2`, … one kilometre apart; each must say that it is online before it is asked.
    var units = 0
    /// Half an hour each, from tomorrow on, confirmed by the workshop itself.
    var slots = 0
    /// `car-1`, `car-2`, …, all of one customer with a driver.
    var cars = 0

    /// A time zone in which it is about noon: at nine in the evening a call that can wait would wait for the morning,
    /// and the tests with it.
    private static var noon: String {
        let hour = Int(Milliseconds.now / 3_600_000 % 24)
        // The signs of these zones are those of POSIX: what is ahead of UTC has a minus.
        let offset = 12 - hour
        return offset == 0 ? "Etc/GMT" : "Etc/GMT\(offset > 0 ? "-" : "+")\(abs(offset))"
    }

    func insert(into db: Database) throws {
        for number in stride(from: 1, through: units, by: 1) {
            try db.execute(
                sql: """
                    INSERT INTO unit (id, name, kind, capabilities, lat, lon, phone, reach, readiness_minutes)
                    VALUES (?, ?, 'flatbed', 'flatbed;winch', ?, 24.75, '+3725550000', 'mqtt', 2)
                    """, arguments: ["tow-\(number)", "Tow \(number)", 59.43 + Double(number) / 110])
        }
        if slots > 0 {
            try db.execute(
                sql: """
                    INSERT INTO workshop (id, name, lat, lon, timezone, opening_hours, auto_confirm, night_drop)
                    VALUES ('workshop-1', 'Workshop', 59.42, 24.80, 'Europe/Tallinn', '24/7', 1, 1)
                    """)
        }
        let tomorrow = Milliseconds.now + 86_400_000
        for number in stride(from: 1, through: slots, by: 1) {
            try db.execute(
                sql: "INSERT INTO slot (workshop_id, start, minutes) VALUES ('workshop-1', ?, 30)",
                arguments: [tomorrow + Int64(number) * 1_800_000])
        }
        if cars > 0 {
            try db.execute(
                sql: """
                    INSERT INTO customer (id, name, phone, language, timezone)
                    VALUES ('customer-1', 'Example Fleet', '+3725550001', 'en', ?1);
                    INSERT INTO contact (id, name, phone, language, timezone)
                    VALUES ('driver-1', 'Example Driver', '+3725550002', 'en', ?1);
                    """.replacing("?1", with: "'\(Reference.noon)'"))
        }
        for number in stride(from: 1, through: cars, by: 1) {
            try db.execute(
                sql: """
                    INSERT INTO asset (id, known, customer_id, kind, energy, plate)
                    VALUES (?, 1, 'customer-1', 'car', 'petrol', '123 ABC')
                    """, arguments: ["car-\(number)"])
            try db.execute(
                sql: """
                    INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES ('driver-1', 'driver', 'asset', ?)
                    """, arguments: ["car-\(number)"])
        }
        try db.execute(sql: "UPDATE meta SET value = value + 1 WHERE name = 'reference_change'")
    }
}

enum Milliseconds {
    /// Since 1970, by this machine's clock.
    static var now: Int64 { Int64((Date().timeIntervalSince1970 * 1_000).rounded()) }
}

/// Messages of the native protocol.
enum Native {
    /// Oil pressure gone, standing in the town: `stop`.
    static func stop(
        _ asset: String, lat: Double = 59.437, lon: Double = 24.753, time: Int64 = Milliseconds.now
    ) -> (topic: String, payload: String) {
        (
            "callahead/v1/assets/\(asset)/faults",
            """
            {"time":\(time),"mode":"raise","codes":["P0524"],"position":{"lat":\(lat),"lon":\(lon),"speed":0}}
            """
        )
    }

    static func position(_ asset: String, time: Int64 = Milliseconds.now) -> (topic: String, payload: String) {
        ("callahead/v1/assets/\(asset)/position", "{\"time\":\(time),\"lat\":59.44,\"lon\":24.76,\"speed\":41}")
    }

    static func online(_ unit: String) -> (topic: String, payload: String) {
        ("callahead/v1/units/\(unit)/online", "true")
    }

    static func job(
        _ unit: String, _ state: String, offer: Int, eta: Int? = nil
    ) -> (topic: String, payload: String) {
        (
            "callahead/v1/units/\(unit)/job",
            "{\"time\":\(Milliseconds.now),\"offer_id\":\(offer),\"state\":\"\(state)\""
                + (eta.map { ",\"eta_minutes\":\($0)" } ?? "") + "}"
        )
    }
}
