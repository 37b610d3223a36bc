internal import Casework
internal import DeviceProfiles
internal import Logging
internal import MQTT
internal import Persistence
internal import Telemetry

/// Positions whose axes come in messages of their own.
///
/// What waits for its partner is in the decoder's memory and, as a signal, on disk; where an asset was seen last holds
/// for the other axis. So nothing acknowledged is lost when the process dies between two axes.
extension Lane {
    /// Whether an axis has waited long enough for its partner.
    var hasAssembledPositionsDue: Bool { decoder.nextFlush.map { $0 <= now } ?? false }

    /// Adds to a decoded batch the positions that are due, and the axes that are to survive a crash.
    func addAssembled(to decoded: inout Decoded) {
        var observations: [Observation] = []
        // First what waits: an axis whose partner was never seen gives no position and must be on disk all the same.
        decoder.settle(into: &observations)
        decoder.flush(now: now, into: &observations)
        guard !observations.isEmpty else { return }
        // They come of no single message, so they stand after those that do.
        decoded.inputs += observations.map { .observation($0, retained: false) }
        if batch.isEmpty { unfoldedBatches += 1 }
    }

    /// Commits what is due by itself, before messages are taken one by one; what can't be stored is given up.
    func commitAssembled() {
        var decoded = Decoded()
        addAssembled(to: &decoded)
        guard !decoded.inputs.isEmpty, case .poisoned(let reason) = commit(decoded) else { return }
        log.error("\(decoded.inputs.count) positions in the making could not be stored: \(reason)")
        var lost = Decoded()
        addAssembled(to: &lost)
        decoder.keepAssembled()
    }

    /// Takes over what an earlier process left, and tells the decoder where to ask for last places.
    func primeAssembly(_ snapshot: Snapshot, at now: Timestamp) {
        decoder.lastPlace = { [unowned self] in lastPlace(of: $0) }
        let names = Decoder.settledSignals.map { symbols.intern($0) }
        // The journals come last in the order of the batches: of each signal the newest counts.
        var newest: [SettledKey: AssetSignal] = [:]
        for signal in snapshot.signals where names.contains(signal.name) {
            let key = SettledKey(asset: signal.asset, name: signal.name)
            if newest[key].map({ $0.time <= signal.time }) ?? true { newest[key] = signal }
        }
        let ordered = newest.values.sorted { left, right in
            guard left.asset == right.asset else { return left.asset < right.asset }
            // Flags, which tell of the fix, before axes.
            if case .flag = left.value { return true }
            if case .flag = right.value { return false }
            return (left.time, left.name.index) < (right.time, right.name.index)
        }
        for signal in ordered {
            decoder.prime(
                workingSet.assets.symbol(of: signal.asset), symbols[signal.name], signal.value, at: signal.time,
                isTrusted: signal.timeTrusted, now: now)
        }
    }

    private struct SettledKey: Hashable {
        var asset: Int64
        var name: Symbol
    }

    /// Where an asset was said to be last; `nil` if several devices tell of it, for their axes must not meet.
    ///
    /// A place that was refused counts: its axes have met, and none of them waits for an axis of the place before.
    private func lastPlace(of asset: Symbol) -> (Coordinate, Timestamp)? {
        if sharedAssets.change != reference.change {
            var seen: Set<String> = []
            sharedAssets = (reference.change, [])
            for device in reference.devices where !seen.insert(device.assetID).inserted {
                sharedAssets.ids.insert(device.assetID)
            }
        }
        guard let key = workingSet.assets.key(of: asset), !sharedAssets.ids.contains(symbols[asset]),
            let fix = workingSet.assets.newestReport(of: key)
        else { return nil }
        return (fix.position.coordinate, fix.time)
    }

    /// Publishes what devices must be sent to make them speak; not through the outbox, and never later than due.
    func publishKeepAlives() {
        guard link.isConnected, let due = decoder.nextKeepAlive, due <= now else { return }
        for message in decoder.keepAlives(at: now) {
            do {
                // One that is not taken now is of no use later: the next one comes anyway.
                _ = try link.publish(
                    topic: message.topic, payload: message.payload,
                    expirySeconds: UInt32(clamping: max(1, message.every / 1_000)), qualityOfService: 0)
            } catch {
                log.warning("a keep-alive can't be sent to \(message.topic): \(error)")
            }
        }
        flush()
    }
}
