import ArgumentParser
import MQTT
import Pipeline

/// Which broker, and who we are there.
///
/// Flags go before environment. A password is no flag: everybody on the machine can read a process's arguments.
struct BrokerOptions: ParsableArguments {
    @Option(help: "The broker: mqtt://host:port or mqtts://host:port; else CALLAHEAD_BROKER.")
    var broker: String?

    @Option(help: "A file whose first line is the password at the broker; else CALLAHEAD_MQTT_PASSWORD_FILE.")
    var passwordFile: String?

    @Option(help: "With mqtts: a file of authorities to trust instead of the system's; else CALLAHEAD_AUTHORITY_FILE.")
    var authorityFile: String?

    @Option(help: "With mqtts: our own certificate, if the broker asks for one; else CALLAHEAD_CERTIFICATE_FILE.")
    var certificateFile: String?

    @Option(help: "The key of our certificate; else CALLAHEAD_KEY_FILE.")
    var keyFile: String?

    /// For the discussion of a command with this group.
    static let discussion = """
        The account at the broker: CALLAHEAD_MQTT_USER, and the password in the file named by --password-file or in \
        CALLAHEAD_MQTT_PASSWORD; never in an argument, which everybody can read.
        """

    func validate() throws {
        let address = try address()
        if let contradiction = access(to: address).contradiction { throw ValidationError(contradiction) }
    }

    /// What was asked for.
    ///
    /// - Throws: `ValidationError` for a text that is no address.
    func access() throws -> BrokerAccess { access(to: try address()) }

    /// How to connect, under this name.
    ///
    /// What is unwise is said on stderr.
    /// - Throws: ``BrokerAccessError``
    func configuration(clientID: String) throws -> MQTTConfiguration {
        let access = try access()
        access.warnings().forEach { Terminal.say("warning: \($0)") }
        return try access.configuration(clientID: clientID)
    }

    private func address() throws -> BrokerAddress {
        let text = broker ?? Environment.value("CALLAHEAD_BROKER") ?? "mqtt://127.0.0.1:1883"
        guard let address = BrokerAddress(text) else {
            // Not the text itself: a password may stand in it.
            throw ValidationError(
                "--broker is no address of a broker; write mqtt://host:port or mqtts://host:port, without an account.")
        }
        return address
    }

    private func access(to address: BrokerAddress) -> BrokerAccess {
        BrokerAccess(
            address, username: Environment.value("CALLAHEAD_MQTT_USER"),
            passwordFile: passwordFile ?? Environment.value("CALLAHEAD_MQTT_PASSWORD_FILE"),
            password: Environment.value("CALLAHEAD_MQTT_PASSWORD"),
            authorityFile: authorityFile ?? Environment.value("CALLAHEAD_AUTHORITY_FILE"),
            certificateFile: certificateFile ?? Environment.value("CALLAHEAD_CERTIFICATE_FILE"),
            keyFile: keyFile ?? Environment.value("CALLAHEAD_KEY_FILE"))
    }
}
