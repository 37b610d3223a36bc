import Foundation
import MQTT
import Subprocess
import TestSupport
import Testing

@Suite("Encryption", .timeLimit(.minutes(10)))
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

    /// An authority in a folder of its own, and what it signs; made by the project's script.
    private func makeAuthority(_ folder: String, _ words: [[String]]) async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Scripts/broker-account.sh").path
        for words in [["authority"]] + words {
            // A first word that is a number: days that the certificate is good for.
            let days = Int(words[0]).map { "\($0)" } ?? "2"
            let made = try await run(
                .name("bash"), arguments: Arguments([script] + words.drop { Int($0) != nil }),
                environment: .inherit.updating([
                    "CALLAHEAD_ACCOUNTS": folder, "CALLAHEAD_CERTIFICATE_DAYS": days,
                ]), output: .discarded, error: .string(limit: 10_000))
            try #require(made.terminationStatus.isSuccess, "\(words): \(made.standardError)")
        }
    }

    @Test("what is wrong with the encryption is told apart", .enabled(if: hasOpenSSL, "needs openssl"))
    func troubles() async throws {
        let folder = NSTemporaryDirectory() + "authorities-" + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (ours, old, elsewhere, other) = (folder + "/a", folder + "/b", folder + "/c", folder + "/d")
        try await makeAuthority(
            ours, [["broker", "127.0.0.1"], ["certificate", "car-1", "car-2"], ["-1", "certificate", "old"]])
        try await makeAuthority(old, [["-1", "broker", "127.0.0.1"]])
        try await makeAuthority(elsewhere, [["broker", "elsewhere.example"]])
        try await makeAuthority(other, [["certificate", "car-1"]])
        let ports = try (0..<4).map { _ in try freePort() }
        func listener(_ port: UInt16, _ folder: String, _ more: [String] = []) -> [String] {
            ["listener \(port) 127.0.0.1", "certfile \(folder)/broker.crt", "keyfile \(folder)/broker.key"] + more
        }
        let demanding = ["cafile \(ours)/authority.crt", "require_certificate true"]
        let lines =
            listener(ports[0], ours) + listener(ports[1], old) + listener(ports[2], elsewhere)
            + listener(ports[3], ours, demanding)
        try withBroker(Broker.Options(extraLines: lines)) { broker in
            func trouble(_ port: UInt16, _ tls: MQTTConfiguration.TLS) throws -> EncryptionTrouble? {
                let lane = try Lane(port, id: "lane") { $0.tls = tls }
                lane.client.connect()
                try lane.run { !$0.events.isEmpty }
                guard case .disconnected(let end) = lane.events.first else { return nil }
                return end.encryption
            }
            func trust(_ folder: String, _ certificate: String? = nil, key: String? = nil) -> MQTTConfiguration.TLS {
                .init(
                    authorityPath: "\(folder)/authority.crt", certificatePath: certificate.map { $0 + ".crt" },
                    keyPath: (key ?? certificate).map { $0 + ".key" })
            }
            let found: [EncryptionTrouble?] = [
                try trouble(ports[0], trust(ours)), try trouble(ports[0], trust(other)), try trouble(ports[0], .init()),
                try trouble(ports[1], trust(old)), try trouble(ports[2], trust(elsewhere)),
                try trouble(ports[3], trust(ours)), try trouble(ports[3], trust(ours, ours + "/car-1")),
                try trouble(ports[3], trust(ours, other + "/car-1")), try trouble(ports[3], trust(ours, ours + "/old")),
                try trouble(ports[3], trust(ours, ours + "/car-1", key: ours + "/car-2")),
                try trouble(broker.port, trust(ours)),
            ]
            let wanted: [EncryptionTrouble?] = [
                nil, .unknownAuthority, .unknownAuthority, .expired, .otherName, .wantsCertificate, nil,
                .ourAuthorityUnknown, .ourCertificateExpired, .keyOfAnother, .closed,
            ]
            // A broker that refuses our certificate closes; that can be quicker than its reason.
            let isTold = zip(found, wanted).enumerated().allSatisfy { index, pair in
                pair.0 == pair.1 || ([5, 7, 8].contains(index) && pair.0 == .closed)
            }
            #expect(isTold, "\(found)")
            #expect(found.compactMap { $0?.description }.allSatisfy { $0.count > 10 })
        }
    }
}
