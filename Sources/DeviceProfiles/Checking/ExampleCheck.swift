internal import Telemetry

extension ProfileSet {
    /// Runs every profile's examples; a mistake for each message that does not become what the profile says.
    package func checkExamples() -> [ProfileMistake] {
        profiles.flatMap { profile in profile.examples.compactMap { check($0, of: profile) } }
    }

    private func check(_ example: ProfileExample, of profile: DeviceProfile) -> ProfileMistake? {
        let symbols = SymbolTable()
        var assets: [DeviceKey: String] = [:]
        for (device, asset) in example.devices { assets[DeviceKey(profile: profile.name, device: device)] = asset }
        let decoder = Decoder(profiles: self, symbols: symbols, devices: DeviceDirectory(assets: assets))
        var observations: [Observation] = []
        let outcome = Array(example.topic.utf8).withUnsafeBytes { topic in
            Array(example.payload.utf8).withUnsafeBytes { payload in
                decoder.decode(
                    topic: topic, payload: payload, receivedAt: example.receivedAt, retained: example.retained,
                    into: &observations)
            }
        }
        let (word, reason): (ProfileExample.Outcome?, String) =
            switch outcome {
            case .decoded: (.decoded, "")
            case .ignored: (.ignored, "")
            case .noProfile: (nil, "no profile has this topic")
            case .quarantined(let reason): (.quarantined, reason.description)
            }
        func mistake(_ problem: String, _ allowed: String) -> ProfileMistake {
            ProfileMistake(
                file: profile.file, line: example.line, column: example.column, problem: problem, allowed: allowed)
        }
        guard word == example.outcome else {
            let found = word.map { "\($0.rawValue)\(reason.isEmpty ? "" : " (\(reason))")" } ?? reason
            return mistake("the example on \(example.topic) is \(found)", example.outcome.rawValue)
        }
        let lines = observations.map { observationJSON($0, symbols: symbols) }
        guard lines != example.observations else { return nil }
        return mistake(
            "the example on \(example.topic) gives \(lines.isEmpty ? "nothing" : lines.joined(separator: " "))",
            example.observations.isEmpty ? "nothing" : example.observations.joined(separator: " "))
    }
}
