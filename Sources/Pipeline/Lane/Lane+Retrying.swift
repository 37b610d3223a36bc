internal import Casework
internal import DeviceProfiles
internal import Logging
internal import Persistence
internal import Telemetry

/// What the lane remembers about kept messages that it was asked to decode again.
struct Retrying {
    /// What was asked for before this process had its profiles; they are the newest that there are for it.
    var isFirstPass = true
    /// Asked for later, and not understood by the profiles of this process: mended ones need a restart.
    var waitingForRestart: Set<Int64> = []
}

/// Kept messages that somebody has asked to be decoded again.
extension Lane {
    /// At most this many in one transaction.
    static let retryLimit = 50

    /// Takes in kept messages, each with its original time of receipt, and notes in the same transaction what became of
    /// it: so each is taken in once, however the process ends.
    ///
    /// Never together with messages of the broker: what can't be stored must not stop those.
    func retryKeptMessages() {
        do {
            if isolatesFirstBatch, retrying.isFirstPass {
                let reason = "the last starts of the service died early; it was not tried again"
                let abandoned = try store.abandonRetries(because: reason)
                if abandoned > 0 { log.warning("\(abandoned) kept messages are not decoded again: \(reason)") }
            }
            while !stop.isRaised, failure == nil {
                let messages = try store.retryingMessages(except: retrying.waitingForRestart, limit: Lane.retryLimit)
                guard !messages.isEmpty else { break }
                take(messages)
                // Devices wait: the rest has its turn after the next batch.
                if !retrying.isFirstPass {
                    seenDataVersion = -1
                    return
                }
            }
            retrying.isFirstPass = false
        } catch {
            log.error("kept messages can't be decoded again: \(error)")
        }
    }

    private func take(_ messages: [KeptMessage]) {
        withoutOtherWork { bring(messages) }
    }

    private func bring(_ messages: [KeptMessage]) {
        let decoded = decode(messages)
        guard !decoded.retried.isEmpty else { return }
        switch commit(decoded) {
        case .committed: log.info("took in \(decoded.retried.count { $0.reason == nil }) kept messages")
        case .poisoned(let reason):
            if messages.count > 1 { return messages.forEach { bring([$0]) } }
            var buried = Decoded()
            buried.retried = messages.map { RetriedMessage(id: $0.id, reason: "it can't be stored: \(reason)") }
            if case .poisoned(let again) = commit(buried) {
                fail(LaneFailure(.other, "a kept message can be neither stored nor set back: \(again)"))
            }
        case .stopped: break
        }
    }

    private func decode(_ messages: [KeptMessage]) -> Decoded {
        var decoded = Decoded()
        for message in messages {
            message.payload.withUnsafeBytes { failpoint.check($0) }
            var observations: [Observation] = []
            // As if the broker had kept it: without a time of its own it is never "now".
            let outcome = decoder.decode(message, into: &observations)
            var retried = RetriedMessage(id: message.id)
            switch outcome {
            case .decoded, .ignored: break
            case .noProfile: retried.reason = "no profile knows this topic: add one, or stop publishing it"
            case .quarantined(let reason):
                retried.reason = reason.description
                retried.profile = reason.profile
            }
            if let reason = retried.reason, !retrying.isFirstPass {
                log.warning("kept message \(message.id) waits for a restart with mended profiles: \(reason)")
                retrying.waitingForRestart.insert(message.id)
                continue
            }
            for observation in observations where observation.canComeLate {
                decoded.inputs.append(.observation(observation, retained: true))
                decoded.retriedOrigins.append(decoded.retried.count)
            }
            decoded.retried.append(retried)
        }
        return decoded
    }
}

extension Decoder {
    /// Decodes a kept message, as if the broker had kept it.
    fileprivate func decode(_ message: KeptMessage, into observations: inout [Observation]) -> DecodeOutcome {
        Array(message.topic.utf8).withUnsafeBytes { topic in
            message.payload.withUnsafeBytes { payload in
                decode(topic: topic, payload: payload, receivedAt: message.at, retained: true, into: &observations)
            }
        }
    }
}

extension Observation {
    /// Whether it still says something long after it was received: that somebody is there is true only then.
    fileprivate var canComeLate: Bool {
        switch body {
        case .liveness, .unitLiveness: false
        case .position, .signal, .faults, .driver, .unitPosition, .job: true
        }
    }
}
