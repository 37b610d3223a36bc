internal import MQTT

/// What to do about a broker that does not take us.
enum ConnectionAdvice {
    /// About an answer of the broker (MQTT 5, section 3.2.2.2, and the codes of MQTT 3.1.1).
    static func advice(for reason: BrokerReason) -> String {
        switch reason.code {
        case 0x86, 0x87, 4, 5:
            """
            it does not know the account or its password: check CALLAHEAD_MQTT_USER, --password-file and the broker's \
            password_file; with certificates, use_identity_as_username
            """
        case 0x85, 2: "it does not take our client id: give another one with --client-id"
        case 0x84, 1: "it does not speak MQTT 5: use a newer broker"
        case 0x88, 0x89, 0x97, 3: "it has no room or is being stopped; it is tried again"
        case 0x8A: "it has shut this account out"
        default: "check the account and the broker's log"
        }
    }

    /// About an attempt that did not come as far as an answer; `nil` if the encryption is not the reason.
    static func advice(for end: Disconnection) -> String? {
        guard let trouble = end.encryption else { return nil }
        return switch trouble {
        case .unknownAuthority: "name the authority that signed its certificate with --authority-file"
        case .expired: "give the broker a new certificate, and check this machine's clock"
        case .notYetValid: "check this machine's clock and the broker's"
        case .otherName: "connect to the name that stands in its certificate, or give it one for this name"
        case .notEncrypted: "it may be a port without encryption: write mqtt://, or the port of its mqtts listener"
        case .wantsCertificate: "give --certificate-file and --key-file"
        case .closed:
            "it may be a port without encryption, or it does not take our certificate: the broker's log says more"
        case .keyOfAnother: "give --key-file the key that --certificate-file was made with"
        case .ourAuthorityUnknown: "our certificate must be signed by an authority of the broker's cafile"
        case .ourCertificateExpired: "make a new certificate for --certificate-file"
        case .ourCertificateRefused: "check --certificate-file; the broker's log says more"
        case .other: "the broker's log says more"
        }
    }
}
