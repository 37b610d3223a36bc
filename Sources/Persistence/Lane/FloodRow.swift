package import Telemetry

/// Somebody who sent more than the policy allows.
package struct FloodRow: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Named by its asset or unit.
        case device
        /// Messages that nobody understands, named by their topic above its last level.
        case quarantine
    }

    package var kind: Kind
    package var name: String
    /// The device that began, `profile/device`.
    package var source: String?
    package var since: Timestamp
    package var lastAt: Timestamp
    /// Messages too many.
    package var messages: Int
    /// Codes that were not taken.
    package var droppedCodes: Int
    /// `nil` while it goes on.
    package var endedAt: Timestamp?

    package init(
        kind: Kind, name: String, source: String?, since: Timestamp, lastAt: Timestamp, messages: Int,
        droppedCodes: Int = 0, endedAt: Timestamp? = nil
    ) {
        self.kind = kind
        self.name = name
        self.source = source
        self.since = since
        self.lastAt = lastAt
        self.messages = messages
        self.droppedCodes = droppedCodes
        self.endedAt = endedAt
    }
}

extension LaneStore {
    /// How a flood stands now; of each sender the newest is kept.
    func write(_ row: FloodRow) throws(StoreError) {
        let statement = try connection.statement(
            """
            INSERT INTO flood (kind, name, source, since, last_at, messages, dropped_codes, ended_at)
            VALUES (?,?,?,?,?,?,?,?)
            ON CONFLICT (kind, name) DO UPDATE SET source = excluded.source, since = excluded.since,
                last_at = excluded.last_at, messages = excluded.messages, dropped_codes = excluded.dropped_codes,
                ended_at = excluded.ended_at
            """)
        statement.put(row.kind.rawValue)
        statement.put(row.name)
        statement.put(row.source)
        statement.put(row.since)
        statement.put(row.lastAt)
        statement.put(row.messages)
        statement.put(row.droppedCodes)
        statement.put(row.endedAt)
        try statement.run()
    }

    /// Floods that a process left open when it ended: what it counted is all that is known.
    package func endFloods(at now: Timestamp) throws(StoreError) {
        try inTransaction { () throws(StoreError) in
            let statement = try connection.statement("UPDATE flood SET ended_at = ? WHERE ended_at IS NULL")
            statement.put(now)
            try statement.run()
        }
        afterCommit()
    }
}
