internal import Casework
internal import DeviceProfiles
internal import Persistence
internal import Telemetry

/// From the bytes of messages to what the engine takes.
extension Lane {
    /// What a batch, or a part of it, comes to before the step.
    struct Decoded {
        var inputs: [Input] = []
        /// Which message each input comes from.
        var origins: [Int] = []
        var quarantined: [QuarantineRow] = []
        /// Digests of the QoS 1 messages.
        var digests: [UInt64] = []
        /// Kept messages that were decoded again; never beside messages of the broker.
        var retried: [RetriedMessage] = []
        /// Which of `retried` each input comes from.
        var retriedOrigins: [Int] = []
        /// What of devices that flood counts.
        var thinning = BatchThinning()

        /// Leaves the room that the batch took for the next one: fresh memory is zeroed by the kernel, page by page.
        mutating func empty() {
            quarantined.removeAll()
            retried.removeAll()
            retriedOrigins.removeAll()
            thinning = BatchThinning()
            inputs.removeAll(keepingCapacity: true)
            origins.removeAll(keepingCapacity: true)
            digests.removeAll(keepingCapacity: true)
        }
    }

    /// What has been decoded of a batch from its first message on.
    struct HeadStart {
        var decoded = Decoded()
        /// How many messages.
        var messages = 0
    }

    /// Decodes messages of the batch, beginning with what of them was decoded when they were read ahead.
    func decode(_ messages: [Int]) -> Decoded {
        var start = takeHeadStart()
        // Held here, so that not every message retains it.
        let batch = batch
        decode(messages.dropFirst(start.messages), of: batch, into: &start, ahead: false)
        settleThinned(&start.decoded)
        tellFloods()
        return start.decoded
    }

    private func takeHeadStart() -> HeadStart {
        if let start = headStart {
            headStart = nil
            return start
        }
        defer { spare = Decoded() }
        return HeadStart(decoded: spare)
    }

    /// Decodes messages in their order.
    ///
    /// - Parameter ahead: Stops before a message that must know what became of those before it.
    func decode(_ messages: some Sequence<Int>, of batch: MessageBatch, into start: inout HeadStart, ahead: Bool) {
        var observations: [Observation] = []
        for index in messages {
            let entry = batch.entries[index]
            observations.removeAll(keepingCapacity: true)
            let outcome = batch.withMessage(index) { topic, payload -> DecodeOutcome? in
                failpoint.check(payload)
                guard !ahead else {
                    return decoder.decodeAhead(
                        topic: topic, payload: payload, receivedAt: entry.receivedAt, retained: entry.isRetained,
                        into: &observations)
                }
                return decoder.decode(
                    topic: topic, payload: payload, receivedAt: entry.receivedAt, retained: entry.isRetained,
                    into: &observations)
            }
            guard let outcome else { return }
            start.messages += 1
            if entry.isAcknowledged { start.decoded.digests.append(entry.digest) }
            take(observations, of: index, entry, into: &start.decoded)
            switch outcome {
            case .decoded: break
            case .ignored: metrics.ignored += 1
            case .noProfile where mayQuarantine(index, of: batch):
                start.decoded.quarantined.append(
                    quarantined(
                        index, of: batch, "no profile knows this topic: add one, or stop publishing it", profile: nil))
            case .quarantined(let reason) where mayQuarantine(index, of: batch):
                start.decoded.quarantined.append(
                    quarantined(index, of: batch, reason.description, profile: reason.profile))
            case .noProfile, .quarantined: break
            }
        }
    }

    /// The row that keeps a message of a batch for people to look at.
    func quarantined(_ index: Int, of batch: MessageBatch, _ reason: String, profile: String?) -> QuarantineRow {
        metrics.quarantined += 1
        return batch.withMessage(index) { topic, payload in
            QuarantineRow(
                at: batch.entries[index].receivedAt, topic: String(decoding: topic, as: UTF8.self),
                payload: payload, reason: reason, profile: profile)
        }
    }
}
