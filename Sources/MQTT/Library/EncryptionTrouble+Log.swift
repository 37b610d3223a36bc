internal import CMosquitto
internal import Glibc

extension EncryptionTrouble {
    /// What an error message of the library means; `nil` if it is not about encryption.
    ///
    /// The library returns one result for everything that can go wrong with TLS and tells the rest only to its log
    /// callback: OpenSSL's error texts and one sentence of its own (libmosquitto 2.0.11).
    init?(log text: String, verification: Int?) {
        guard text.hasPrefix("OpenSSL Error") || text.contains("host name verification failed") else { return nil }
        let known: [(part: String, trouble: EncryptionTrouble)] = [
            ("host name verification failed", .otherName),
            ("certificate verify failed", EncryptionTrouble(verification: verification)),
            ("wrong version number", .notEncrypted), ("packet length too long", .notEncrypted),
            // Mosquitto without TLS closes at once; one that does not take our certificate may be quicker than its alert.
            ("unexpected eof", .closed), ("key values mismatch", .keyOfAnother),
            ("alert unknown ca", .ourAuthorityUnknown), ("alert certificate expired", .ourCertificateExpired),
            ("alert certificate required", .wantsCertificate),
            ("alert bad certificate", .ourCertificateRefused), ("alert certificate revoked", .ourCertificateRefused),
            ("alert certificate unknown", .ourCertificateRefused),
            ("alert unsupported certificate", .ourCertificateRefused),
        ]
        self = known.first { text.contains($0.part) }?.trouble ?? .other(EncryptionTrouble.shortened(text))
    }

    /// A result of checking a certificate (`X509_V_ERR_…` in openssl/x509_vfy.h).
    private init(verification: Int?) {
        switch verification {
        case 9: self = .notYetValid
        case 10: self = .expired
        case 62, 64: self = .otherName
        default: self = .unknownAuthority
        }
    }

    /// `OpenSSL Error[0]: error:0A00010B:SSL routines::wrong version number` without what only programmers want.
    private static func shortened(_ text: String) -> String {
        text.split(separator: ":").last.map(String.init) ?? text
    }
}

/// The result of checking the broker's certificate on the present connection; `nil` if it can't be had.
///
/// libmosquitto hands out OpenSSL's object and has OpenSSL loaded, but a program that links OpenSSL for one function
/// would need its headers to be installed as well; so the function is looked up.
func verificationResult(_ raw: OpaquePointer) -> Int? {
    typealias GetVerifyResult = @convention(c) (UnsafeRawPointer) -> Int
    guard let connection = mosquitto_ssl_get(raw), let symbol = dlsym(nil, "SSL_get_verify_result") else { return nil }
    return unsafeBitCast(symbol, to: GetVerifyResult.self)(connection)
}
