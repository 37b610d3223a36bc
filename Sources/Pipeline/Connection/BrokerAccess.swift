package import MQTT

/// What a command was told about the broker: where it is, how the connection is encrypted, and who we are there.
///
/// Secrets come from files or from the environment, never from an argument, which everybody on the machine can read.
package struct BrokerAccess: Sendable, Equatable {
    package var address: BrokerAddress
    /// The account's name; `nil` if the broker asks for none, or takes it from our certificate.
    package var username: String?
    /// A file whose first line is the password; it goes before ``password``.
    package var passwordFile: String?
    package var password: String?
    /// Authorities to trust instead of the system's.
    package var authorityFile: String?
    /// Our own certificate and its key.
    package var certificateFile: String?
    package var keyFile: String?

    package init(
        _ address: BrokerAddress, username: String? = nil, passwordFile: String? = nil, password: String? = nil,
        authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil
    ) {
        self.address = address
        self.username = username
        self.passwordFile = passwordFile
        self.password = password
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }

    /// What contradicts itself, as a sentence; `nil` if it fits together.
    package var contradiction: String? {
        let files = [
            ("--authority-file", authorityFile), ("--certificate-file", certificateFile), ("--key-file", keyFile),
        ]
        if !address.usesTLS, let file = files.first(where: { $0.1 != nil }) {
            return "\(file.0) is for an encrypted connection; write --broker mqtts://\(address.hostText):PORT."
        }
        if (certificateFile == nil) != (keyFile == nil) {
            return "a certificate and its key go together: give --certificate-file and --key-file."
        }
        if certificateFile != nil, authorityFile == nil {
            return "with a certificate of ours the broker's authority must be named as well: give --authority-file."
        }
        if passwordFile != nil, username == nil {
            return "there is a password and no account that it belongs to; set CALLAHEAD_MQTT_USER."
        }
        return nil
    }

    /// How to connect; reads the password and looks at the files.
    ///
    /// - Parameter clientID: Our name at the broker.
    /// - Throws: ``BrokerAccessError`` with the file and what is wrong with it, never with what stands in it.
    package func configuration(clientID: String) throws(BrokerAccessError) -> MQTTConfiguration {
        if let contradiction { throw BrokerAccessError(contradiction) }
        var mqtt = MQTTConfiguration(host: address.host, port: address.port, clientID: clientID)
        mqtt.username = username
        mqtt.password = try secret()
        guard address.usesTLS else { return mqtt }
        if let authorityFile {
            _ = try SecretFile(authorityFile, "--authority-file").text(holding: "CERTIFICATE")
        }
        if let certificateFile, let keyFile {
            _ = try SecretFile(certificateFile, "--certificate-file").text(holding: "CERTIFICATE")
            let key = try SecretFile(keyFile, "--key-file").text(holding: "PRIVATE KEY")
            guard !key.contains("ENCRYPTED") else {
                // The library would ask for the pass phrase at a terminal and wait for ever.
                throw BrokerAccessError(
                    "--key-file \(keyFile) is locked with a pass phrase, which a service can't type; "
                        + "take it off (openssl pkey -in OLD -out NEW) and keep the file to yourself")
            }
        }
        mqtt.tls = MQTTConfiguration.TLS(
            authorityPath: authorityFile, certificatePath: certificateFile, keyPath: keyFile)
        return mqtt
    }

    /// What is allowed and unwise, each a sentence with what to do.
    package func warnings() -> [String] {
        var warnings: [String] = []
        for (file, option) in [(passwordFile, "--password-file"), (keyFile, "--key-file")] {
            guard let file, SecretFile(file, option).isReadableByOthers else { continue }
            warnings.append("\(option) \(file) can be read by everyone on this machine: chmod o-rwx \(file)")
        }
        if !address.usesTLS, !address.isLoopback, passwordFile != nil || password != nil {
            warnings.append("the password goes unencrypted to \(address.host): use mqtts://")
        }
        return warnings
    }

    private func secret() throws(BrokerAccessError) -> String? {
        guard let passwordFile else { return username == nil ? nil : password }
        let text = try SecretFile(passwordFile, "--password-file").text()
        let line = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first.map(String.init)
        guard let line, !line.isEmpty else {
            throw BrokerAccessError(
                "--password-file \(passwordFile) begins with an empty line; write the password there")
        }
        return line
    }
}

/// Why the broker can't be asked with what was given.
package struct BrokerAccessError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
