package import DeviceProfiles
package import Persistence
package import Telemetry

/// Tries kept messages with the profiles on disk and hands those that are understood now to the lane.
package struct QuarantineRetry {
    /// What became of the messages.
    package struct Report: Sendable, Equatable {
        /// How many the lane will take in.
        package var handedOver = 0
        /// Still not understood, with the reason of now.
        package var failed: [FailedRetry] = []
        /// Too long to have been kept whole; nothing can be done with them.
        package var cut: [Int64] = []
        /// Asked for by number, and not there or dealt with already.
        package var missing: [Int64] = []

        /// 0 if anything was handed over, 1 if nothing is understood yet, 2 if there is nothing to try.
        package var exitCode: Int32 {
            if handedOver > 0 { return 0 }
            return failed.isEmpty && cut.isEmpty ? 2 : 1
        }
    }

    /// Messages in one transaction: a lane waits for milliseconds at most.
    private static let chunk = 200

    private let store: StoreConnection
    private let profiles: ProfileSet
    private let decoder: Decoder

    /// - Parameters:
    ///   - store: A connection that may write.
    ///   - profiles: The newest ones, not those of a lane that runs.
    package init(store: StoreConnection, profiles: ProfileSet) {
        self.store = store
        self.profiles = profiles
        decoder = Decoder(profiles: profiles, symbols: SymbolTable(), devices: DeviceDirectory())
    }

    /// Tries messages, oldest first.
    ///
    /// - Parameter profile: Only messages that this profile has refused, or whose topic is its own now.
    package func run(
        _ selection: QuarantineSelection, profile: String? = nil, as actor: DeskActor, at now: Timestamp
    ) throws -> Report {
        var report = Report()
        var last: Int64 = 0
        var seen: Set<Int64> = []
        while true {
            let messages = try store.quarantineToRetry(selection, after: last, limit: QuarantineRetry.chunk)
            guard let end = messages.last?.id else { break }
            last = end
            var understood: [Int64] = []
            var failed: [FailedRetry] = []
            for message in messages where concerns(message, profile) {
                seen.insert(message.id)
                if message.payload.count < message.payloadBytes {
                    report.cut.append(message.id)
                } else if let failure = failure(of: message) {
                    failed.append(failure)
                } else {
                    understood.append(message.id)
                }
            }
            report.handedOver += try store.retry(understood, failed: failed, as: actor, at: now)
            report.failed += failed
        }
        if case .ids(let ids) = selection { report.missing = ids.filter { !seen.contains($0) } }
        return report
    }

    private func concerns(_ message: QuarantinedMessage, _ profile: String?) -> Bool {
        guard let profile else { return true }
        return message.profile == profile || profiles.explain(topic: message.topic).contains { $0.profile == profile }
    }

    /// Why a message is not to be handed over; `nil` if anything in it is understood.
    private func failure(of message: QuarantinedMessage) -> FailedRetry? {
        var observations: [Observation] = []
        let outcome = Array(message.topic.utf8).withUnsafeBytes { topic in
            message.payload.withUnsafeBytes { payload in
                decoder.decode(
                    topic: topic, payload: payload, receivedAt: message.at, retained: true, into: &observations)
            }
        }
        switch outcome {
        case .decoded, .ignored: return nil
        case .noProfile:
            return FailedRetry(
                id: message.id, reason: "no profile knows this topic: add one, or stop publishing it", profile: nil)
        case .quarantined(let reason):
            // What is sound in it may be new; the lane takes that in and keeps the message with its reason.
            guard observations.isEmpty || reason.description == message.reason else { return nil }
            return FailedRetry(id: message.id, reason: reason.description, profile: reason.profile)
        }
    }
}

extension QuarantineRetry.Report {
    /// For a person.
    ///
    /// - Parameter isLaneRunning: Whether `serve` runs with this database now.
    package func lines(isLaneRunning: Bool) -> [String] {
        var lines: [String] = []
        if handedOver > 0 {
            lines.append(
                "\(handedOver) handed over: "
                    + (isLaneRunning
                        ? "serve takes them in now, if its profiles understand them; else after a restart"
                        : "serve takes them in when it starts"))
        }
        lines += failed.map { "\($0.id)  still not understood: \($0.reason)" }
        lines += cut.map { "\($0)  was too long to be kept whole, so it can't be tried" }
        lines += missing.map { "\($0)  is not there, or was dealt with already" }
        return lines
    }

    /// For a program.
    package var json: JSONValue {
        .object([
            "handed_over": .whole(Int64(handedOver)),
            "failed": .array(
                failed.map {
                    .object(["id": .whole($0.id), "reason": .text($0.reason), "profile": JSONValue($0.profile)])
                }),
            "cut": .array(cut.map { .whole($0) }), "missing": .array(missing.map { .whole($0) }),
        ])
    }
}
