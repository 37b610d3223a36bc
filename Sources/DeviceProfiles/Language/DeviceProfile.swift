internal import Telemetry

/// How one family of devices speaks: its topics, and what their payloads mean.
package struct DeviceProfile: Sendable {
    /// Unique among the profiles of a set; first part of every source.
    package let name: String
    package let version: Int
    /// One line for people.
    package let title: String
    /// File that it was read from.
    package let file: String
    /// Namespace of codes that bring none and are no OBD codes.
    let namespace: String
    /// Whether the configuration lets this profile take a device's identity from the payload.
    let trustedGateway: Bool
    /// What its devices must be sent now and then.
    let keepAlive: KeepAlive?
    /// Devices that get it from the start; `nil` as long as the installation has not switched it on.
    let keepAliveDevices: [String]?
    let rules: [Rule]
    let examples: [ProfileExample]

    /// Names of the rules, in the order of the file.
    package var ruleNames: [String] { rules.map(\.name) }
    /// Its keep-alive, if it is switched on, and the devices that get it from the start.
    var activeKeepAlive: (keepAlive: KeepAlive, configured: [String])? {
        guard let keepAlive, let keepAliveDevices else { return nil }
        return (keepAlive, keepAliveDevices)
    }
    /// How many examples the profile carries.
    package var exampleCount: Int { examples.count }
}

/// A message and the observations that it must give.
struct ProfileExample: Sendable {
    var line: Int
    var column: Int
    var topic: String
    var payload: String
    var receivedAt: Timestamp
    var retained: Bool
    var devices: [String: String]
    /// Whether the installation trusts the profile's gateway with identities.
    var trustedGateway = false
    /// What the device said just before.
    var before: [(topic: String, payload: String)] = []
    var outcome: Outcome
    /// Lines as `callahead decode` prints them.
    var observations: [String]

    enum Outcome: String, CaseIterable, Sendable {
        case decoded, ignored, quarantined
    }
}

extension ProfileSet {
    /// The examples of all profiles as messages, each with the names of its profile and topic.
    package var exampleMessages: [(name: String, topic: String, payload: [UInt8])] {
        profiles.flatMap { profile in
            profile.examples.map {
                (name: "\(profile.name) \($0.topic)", topic: $0.topic, payload: Array($0.payload.utf8))
            }
        }
    }
}
