/// Why a connection could not be encrypted, as far as the library tells.
package enum EncryptionTrouble: Sendable, Hashable {
    /// Nobody we trust has signed the broker's certificate.
    case unknownAuthority
    /// The broker's certificate is too old, or not valid yet.
    case expired, notYetValid
    /// The broker's certificate is for another name.
    case otherName
    /// The broker does not speak TLS at this port.
    case notEncrypted
    /// The broker closed the connection meanwhile, without a word.
    case closed
    /// Our certificate and our key are of two pairs.
    case keyOfAnother
    /// The broker asks for a certificate and we have none.
    case wantsCertificate
    /// The broker does not take ours: its authority is unknown, it has expired, or for another reason.
    case ourAuthorityUnknown, ourCertificateExpired, ourCertificateRefused
    /// Anything else, in the words of the library.
    case other(String)
}

extension EncryptionTrouble: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownAuthority: "the broker's certificate is signed by nobody we trust"
        case .expired: "the broker's certificate has expired"
        case .notYetValid: "the broker's certificate is not valid yet"
        case .otherName: "the broker's certificate is for another name"
        case .notEncrypted: "the broker does not answer in TLS here"
        case .closed: "the broker closed the connection while it was being encrypted"
        case .keyOfAnother: "our key does not belong to our certificate"
        case .wantsCertificate: "the broker asks for a certificate of ours"
        case .ourAuthorityUnknown: "the broker does not know the authority of our certificate"
        case .ourCertificateExpired: "the broker says that our certificate has expired"
        case .ourCertificateRefused: "the broker does not take our certificate"
        case .other(let text): "the encryption failed: \(text)"
        }
    }
}
