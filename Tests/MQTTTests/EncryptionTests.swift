import Foundation
import MQTT
import Subprocess
import TestSupport
import Testing

@Suite("Encryption", .timeLimit(.minutes(1)))
struct EncryptionTests {
    private static let hasOpenSSL = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .contains { FileManager.default.isExecutableFile(atPath: "\($0)/openssl") }

    /// Makes a key and a certificate for 127.0.0.1 that vouches for itself; returns the paths.
    private func makeCertificate() async throws -> (certificate: String, key: String, directory: String) {
        let directory = NSTemporaryDirectory() + "certificate-" + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let (certificate, key) = (directory + "/certificate.pem", directory + "/key.pem")
        let made = try await run(
            .name("openssl"),
            arguments: [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ], output: .discarded, error: .string(limit: 10_000))
        try #require(made.terminationStatus.isSuccess, "openssl: \(made.standardError)")
        return (certificate, key, directory)
    }

    @Test(
        "an encrypted connection carries a backlog and late acknowledgement", .enabled(if: hasOpenSSL, "needs openssl"))
    func encrypted() async throws {
        let (certificate, key, directory) = try await makeCertificate()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let lines = ["certfile \(certificate)", "keyfile \(key)"]
        try withBroker(Broker.Options(extraLines: lines)) { broker in
            let lane = try Lane.connected(broker.port, id: "lane", subscriptions: [Subscription("work/#")]) {
                $0.tls = .init(authorityPath: certificate)
            }
            lane.isAcknowledging = false
            let publisher = try Lane.connected(broker.port, id: "publisher") {
                $0.tls = .init(authorityPath: certificate)
            }
            let expected = (0..<500).map { "m\($0)" }
            try publisher.publish("work/a", expected)
            for _ in 0..<2 {
                try lane.run { $0.messages.count == 500 }
                #expect(lane.texts == expected)
                lane.client.abandon()
                lane.messages = []
                lane.client.connect()
            }
        }
    }

    @Test("a broker whose certificate nobody vouches for is refused", .enabled(if: hasOpenSSL, "needs openssl"))
    func unknownAuthority() async throws {
        let (certificate, key, directory) = try await makeCertificate()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let lines = ["certfile \(certificate)", "keyfile \(key)"]
        try withBroker(Broker.Options(extraLines: lines)) { broker in
            let lane = try Lane(broker.port, id: "lane") { $0.tls = .init() }
            lane.client.connect()
            try lane.run { !$0.events.isEmpty }
            #expect(lane.disconnections == [.unreachable])
            #expect(lane.sessionsPresent == [])
        }
    }
}
