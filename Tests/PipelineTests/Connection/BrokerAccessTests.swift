import Foundation
import MQTT
import Testing

@testable import Pipeline

@Suite("Who we are to the broker")
struct BrokerAccessTests {
    private static let secret = "correct-horse-battery"
    private static let certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    private static let key = "-----BEGIN PRIVATE KEY-----\n\(secret)\n-----END PRIVATE KEY-----\n"

    /// A file of this content and mode, gone afterwards.
    private func withFile<Result>(
        _ content: String, mode: Int = 0o600, _ body: (String) throws -> Result
    ) throws -> Result {
        let path = NSTemporaryDirectory() + "secret-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(content.utf8), attributes: [.posixPermissions: mode])
        try #require(isMade)
        return try body(path)
    }

    private func access(_ address: String = "mqtts://broker.example", _ change: (inout BrokerAccess) -> Void) throws
        -> BrokerAccess
    {
        var access = BrokerAccess(try #require(BrokerAddress(address)))
        change(&access)
        return access
    }

    @Test("the password is the first line of its file, and goes before the one of the environment")
    func passwordFile() throws {
        try withFile("\(BrokerAccessTests.secret)\r\nsecond\n") { path in
            let access = try access {
                $0.username = "callahead"
                $0.passwordFile = path
                $0.password = "other"
            }
            let configuration = try access.configuration(clientID: "c")
            #expect(configuration.password == BrokerAccessTests.secret)
            #expect(configuration.username == "callahead")
            #expect(configuration.tls == MQTTConfiguration.TLS())
            #expect(access.warnings().isEmpty)
        }
    }

    @Test("certificate, key and authority arrive where they belong")
    func certificates() throws {
        try withFile(BrokerAccessTests.certificate) { certificate in
            try withFile(BrokerAccessTests.key) { key in
                let access = try access {
                    ($0.authorityFile, $0.certificateFile, $0.keyFile) = (certificate, certificate, key)
                }
                let tls = try access.configuration(clientID: "c").tls
                #expect(
                    tls
                        == MQTTConfiguration.TLS(
                            authorityPath: certificate, certificatePath: certificate, keyPath: key))
            }
        }
    }

    @Test(
        "what does not fit together is refused with what to give",
        arguments: [
            ("mqtt://h", ["authority"], "--authority-file"), ("mqtt://h", ["certificate", "key"], "mqtts://h"),
            ("mqtts://h", ["certificate", "authority"], "--key-file"), ("mqtts://h", ["key"], "--certificate-file"),
            ("mqtts://h", ["certificate", "key"], "--authority-file"),
            ("mqtts://h", ["password"], "CALLAHEAD_MQTT_USER"),
        ])
    func contradictions(address: String, given: [String], wanted: String) throws {
        let access = try access(address) {
            if given.contains("authority") { $0.authorityFile = "/a" }
            if given.contains("certificate") { $0.certificateFile = "/c" }
            if given.contains("key") { $0.keyFile = "/k" }
            if given.contains("password") { $0.passwordFile = "/p" }
        }
        #expect(access.contradiction?.contains(wanted) == true, "\(access.contradiction ?? "none")")
        #expect(throws: BrokerAccessError.self) { try access.configuration(clientID: "c") }
    }

    @Test(
        "a file that can't serve is named with the reason, and nothing that stands in it",
        arguments: [
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n\(secret)\n", "pass phrase"),
            ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\(secret)\n", "pass phrase"),
            (secret, "no private key"), ("", "no private key"),
        ])
    func badKey(content: String, wanted: String) throws {
        try withFile(BrokerAccessTests.certificate) { certificate in
            try withFile(content) { key in
                let access = try access {
                    ($0.authorityFile, $0.certificateFile, $0.keyFile) = (certificate, certificate, key)
                }
                let error = #expect(throws: BrokerAccessError.self) { try access.configuration(clientID: "c") }
                let words = error?.description ?? ""
                #expect(words.contains(wanted) && words.contains(key) && !words.contains(BrokerAccessTests.secret))
            }
        }
    }

    @Test("a missing file, a folder and an empty password are told apart")
    func badPassword() throws {
        func words(_ path: String) throws -> String {
            let access = try access {
                $0.username = "callahead"
                $0.passwordFile = path
            }
            let error = #expect(throws: BrokerAccessError.self) { try access.configuration(clientID: "c") }
            return error?.description ?? ""
        }
        #expect(
            try words("/nonexistent/secret").hasSuffix("/nonexistent/secret can't be read: No such file or directory"))
        #expect(try words("/tmp").hasSuffix("/tmp is a folder"))
        #expect(try withFile("\nsecret", words).contains("begins with an empty line"))
    }

    @Test("secrets that everyone can read, and passwords that travel in the open, are warned of")
    func warnings() throws {
        for (mode, count) in [(0o600, 0), (0o640, 0), (0o644, 1), (0o604, 1)] {
            try withFile("x", mode: mode) { path in
                let access = try access {
                    $0.username = "callahead"
                    $0.passwordFile = path
                }
                let warnings = access.warnings()
                #expect(warnings.count == count, "\(mode)")
                #expect(warnings.allSatisfy { $0.contains("chmod o-rwx \(path)") })
            }
        }
        for (address, count) in [("mqtt://127.0.0.1", 0), ("mqtt://[::1]", 0), ("mqtt://broker.example", 1)] {
            let access = try access(address) { $0.password = "x" }
            #expect(access.warnings().count == count, "\(address)")
        }
    }

    @Test("an account in the address is refused, and not repeated")
    func accountInAddress() {
        #expect(BrokerAddress("mqtts://callahead:\(BrokerAccessTests.secret)@broker.example") == nil)
    }

    @Test("every refusal comes with what to do", arguments: [UInt8(0x84), 0x85, 0x86, 0x87, 0x88, 0x8A, 0x97, 0xFF])
    func advice(code: UInt8) {
        let advice = ConnectionAdvice.advice(for: BrokerReason(code: code, description: "no"))
        #expect(advice.count > 10)
        #expect(advice.contains("password") == [0x86, 0x87].contains(code))
    }
}
