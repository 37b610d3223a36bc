package import Telemetry

/// A kept message that somebody has asked to be decoded again.
package struct KeptMessage: Sendable, Equatable {
    package var id: Int64
    /// When it was received.
    package var at: Timestamp
    package var topic: String
    /// All of it: one that was cut is never tried again.
    package var payload: [UInt8]
}

/// What became of a kept message that was decoded again.
package struct RetriedMessage: Sendable, Equatable {
    package var id: Int64
    /// Why it, or a part of it, is still not understood; `nil` if it is.
    package var reason: String?
    /// Name of the profile of its topic, beside a reason.
    package var profile: String?

    package init(id: Int64, reason: String? = nil, profile: String? = nil) {
        self.id = id
        self.reason = reason
        self.profile = profile
    }
}

extension LaneStore {
    /// Messages that wait to be decoded again, oldest first.
    ///
    /// - Parameters:
    ///   - passed: Ids that are left out.
    ///   - limit: At most this many.
    package func retryingMessages(except passed: Set<Int64>, limit: Int) throws(StoreError) -> [KeptMessage] {
        let row = try connection.statement(
            """
            SELECT id, at, topic, payload FROM quarantine
            WHERE state = 'retrying' AND length(payload) = payload_bytes ORDER BY id
            """)
        defer { row.start() }
        var messages: [KeptMessage] = []
        while messages.count < limit, try row.step() {
            guard !passed.contains(row.int(0)) else { continue }
            messages.append(
                KeptMessage(
                    id: row.int(0), at: row.time(1), topic: row.text(2), payload: row.withBlob(3) { Array($0) }))
        }
        return messages
    }

    /// Notes what became of a message, in the transaction with its consequences.
    func write(_ retried: RetriedMessage) throws(StoreError) {
        guard let reason = retried.reason else {
            let statement = try connection.statement(
                "UPDATE quarantine SET state = 'retried' WHERE id = ? AND state = 'retrying'")
            statement.put(retried.id)
            return try statement.run()
        }
        let statement = try connection.statement(
            "UPDATE quarantine SET state = 'new', reason = ?, profile = ? WHERE id = ? AND state = 'retrying'")
        statement.put(reason)
        statement.put(retried.profile)
        statement.put(retried.id)
        try statement.run()
    }

    /// Gives up on all that wait, so that a message of which the process dies does not stop the service.
    ///
    /// - Returns: How many there were.
    package func abandonRetries(because reason: String) throws(StoreError) -> Int {
        var abandoned = 0
        try inTransaction { () throws(StoreError) in
            let statement = try connection.statement(
                "UPDATE quarantine SET state = 'new', reason = ? WHERE state = 'retrying'")
            statement.put(reason)
            abandoned = try statement.runCounting()
        }
        afterCommit()
        return abandoned
    }
}
