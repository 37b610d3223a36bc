internal import Casework
internal import DeviceProfiles
package import Persistence
package import Telemetry

/// What a test looks at between two turns.
extension Lane {
    /// When something is due by itself at the latest: a timer, a position in the making, the next try to connect.
    package var nextDue: Timestamp? {
        if let restsUntil { return restsUntil }
        return [nextTimer, decoder.nextFlush, reconnectAt, decidesBy].compactMap(\.self).min()
    }

    /// Whether the consequences of a QoS 1 message are on disk, as far as the receipts tell.
    package func hasReceipt(topic: String, payload: [UInt8]) -> Bool {
        let digest = Array(topic.utf8).withUnsafeBytes { topic in
            payload.withUnsafeBytes { MessageDigest.digest(topic: topic, payload: $0, key: digestKey) }
        }
        return receipts.contains(digest)
    }

    /// Whether starts before this one died early, so that batches have other boundaries.
    package var takesMessagesOneByOne: Bool { isolatesFirstBatch }

    /// Whether one axis of a position waits for the other.
    package var awaitsAnAxis: Bool { decoder.nextFlush != nil }

    /// Whether it waits after a failure before it looks at timers and actions again.
    package var isResting: Bool { restsUntil != nil }

    /// Whether offers stand beyond their time, because a crew's answer may wait at the broker.
    package var letsOffersStand: Bool { isListening }

    /// Whether dispatchers have asked for something that is not done.
    ///
    /// - Throws: ``StoreError`` if the database can't be read.
    package func hasWaitingActions() throws(StoreError) -> Bool { try !store.pendingActions().isEmpty }

    /// Assets whose open case is not the same in memory and on disk.
    ///
    /// - Throws: ``StoreError`` if the database can't be read.
    package func assetsOutOfStep() throws(StoreError) -> [String] {
        var wrong: [String] = []
        try store.begin(at: now)
        defer { store.rollback() }
        for asset in workingSet.openAssets {
            let memory = workingSet.file(of: asset)
            guard let disk = try store.file(asset), let held = memory?.current, let stored = disk.current,
                held == stored
            else {
                wrong.append(symbols[workingSet.assets.symbol(of: asset)])
                continue
            }
        }
        return wrong
    }

    /// Lets the lane go as a kill would: nothing is acknowledged and nothing is written any more.
    package func drop() { store.close() }
}
