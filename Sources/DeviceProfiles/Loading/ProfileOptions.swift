/// What an installation says about profiles without copying them.
package struct ProfileOptions: Sendable, Equatable {
    /// New values of variables, by profile and variable: `["obd2-mqtt": ["main": "cars"]]`.
    package var variables: [String: [String: String]]
    /// Names of profiles whose payloads may say which device they are about.
    package var trustedGateways: Set<String>

    /// Profiles whose keep-alive is published, each with devices that get it before they have said anything.
    package var keepAlive: [String: [String]]

    package init(
        variables: [String: [String: String]] = [:], trustedGateways: Set<String> = [],
        keepAlive: [String: [String]] = [:]
    ) {
        self.variables = variables
        self.trustedGateways = trustedGateways
        self.keepAlive = keepAlive
    }
}
