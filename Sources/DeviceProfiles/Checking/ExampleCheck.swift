internal import Telemetry

/// An example of a profile that does not come true.
package struct ExampleFailure: Sendable {
    /// What is wrong, and where, in one line.
    package var mistake: ProfileMistake
    /// Line by line what the example expects and what it got, for a person; empty if only the outcome differs.
    package var difference: [String]
}

extension ProfileSet {
    /// Runs every profile's examples; a mistake for each message that does not become what the profile says.
    package func checkExamples() -> [ProfileMistake] {
        exampleFailures().map { failure in
            var mistake = failure.mistake
            mistake.problem = ([mistake.problem] + failure.difference).joined(separator: "\n")
            return mistake
        }
    }

    /// Runs the examples of the profiles, with a readable difference for each that fails.
    ///
    /// - Parameter files: Only profiles of these files; `nil` for all.
    package func exampleFailures(ofFiles files: Set<String>? = nil) -> [ExampleFailure] {
        profiles.filter { files?.contains($0.file) ?? true }.flatMap { profile in
            profile.examples.compactMap { check($0, of: profile) }
        }
    }

    private func check(_ example: ProfileExample, of profile: DeviceProfile) -> ExampleFailure? {
        let symbols = SymbolTable()
        var assets: [DeviceKey: String] = [:]
        for (device, asset) in example.devices { assets[DeviceKey(profile: profile.name, device: device)] = asset }
        let decoder = Decoder(profiles: self, symbols: symbols, devices: DeviceDirectory(assets: assets))
        decoder.trustsGateways = example.trustedGateway
        var observations: [Observation] = []
        func decode(_ topic: String, _ payload: String) -> DecodeOutcome {
            observations.removeAll()
            return Array(topic.utf8).withUnsafeBytes { topic in
                Array(payload.utf8).withUnsafeBytes { payload in
                    decoder.decode(
                        topic: topic, payload: payload, receivedAt: example.receivedAt, retained: example.retained,
                        into: &observations)
                }
            }
        }
        for message in example.before { _ = decode(message.topic, message.payload) }
        let outcome = decode(example.topic, example.payload)
        decoder.settle(into: &observations)
        let (word, reason): (ProfileExample.Outcome?, String) =
            switch outcome {
            case .decoded: (.decoded, "")
            case .ignored: (.ignored, "")
            case .noProfile: (nil, "no profile has this topic")
            case .quarantined(let reason): (.quarantined, reason.description)
            }
        let lines = observations.map { observationJSON($0, symbols: symbols) }
        let difference =
            lines == example.observations
            ? [] : ObservationDifference(expected: example.observations, got: lines).lines
        func failure(_ problem: String, _ allowed: String = "") -> ExampleFailure {
            ExampleFailure(
                mistake: ProfileMistake(
                    file: profile.file, line: example.line, column: example.column, problem: problem, allowed: allowed),
                difference: difference)
        }
        guard word == example.outcome else {
            let found = word.map { "\($0.rawValue)\(reason.isEmpty ? "" : " (\(reason))")" } ?? reason
            if word == .decoded, example.outcome == .ignored, example.observations.isEmpty {
                return failure("the example on \(example.topic) has no observations yet; it gives what follows")
            }
            return failure(
                "the example on \(example.topic) becomes something else: \(found)",
                "expected \(example.outcome.rawValue)")
        }
        guard !difference.isEmpty else { return nil }
        return failure("the example on \(example.topic) gives other observations than it says")
    }
}
