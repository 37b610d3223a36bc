import Foundation
import GRDB
import Telemetry

extension StoreConnection {
    /// Messages in quarantine, the newest first.
    ///
    /// - Parameter limit: At most this many; `nil` for all.
    package func quarantine(limit: Int?) throws -> [QuarantinedMessage] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM quarantine ORDER BY id DESC LIMIT ?", arguments: [limit ?? -1])
                .map(QuarantinedMessage.init(row:))
        }
    }

    /// One message in quarantine, or `nil`.
    package func quarantined(_ id: Int64) throws -> QuarantinedMessage? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM quarantine WHERE id = ?", arguments: [id])
                .map(QuarantinedMessage.init(row:))
        }
    }

    /// Which asset each device belongs to, sorted by profile and device.
    package func importedDevices() throws -> [(profile: String, device: String, asset: String)] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT profile, device, asset_id FROM device ORDER BY profile, device")
                .map { ($0["profile"], $0["device"], $0["asset_id"]) }
        }
    }
}

extension QuarantinedMessage {
    init(row: Row) {
        self.init(
            id: row["id"], at: Timestamp(milliseconds: row["at"]), topic: row["topic"],
            payload: Array(row["payload"] as Data), payloadBytes: row["payload_bytes"], reason: row["reason"],
            profile: row["profile"], state: row["state"])
    }
}
