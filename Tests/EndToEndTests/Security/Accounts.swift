import Foundation
import MQTT
import TestSupport
import Testing

/// Accounts at a broker, made as an administrator makes them: by `Scripts/broker-account.sh`, in a folder of their own.
final class Accounts {
    let folder: String

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static let hasTools = ["openssl", "mosquitto_passwd"].allSatisfy { tool in
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/usr/local/sbin"
        return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
    }

    /// An authority, the broker's certificate for 127.0.0.1, and accounts.
    init(certificates: [String], passwords: [String]) throws {
        folder = NSTemporaryDirectory() + "accounts-" + UUID().uuidString.lowercased()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for words in [
            ["authority"], ["broker", "127.0.0.1"], ["certificate"] + certificates, ["password"] + passwords,
        ] {
            let end = try make(words).end
            try #require(end == .exited(0))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs the script.
    func make(_ words: [String]) throws -> (end: Command.Ending, errors: String) {
        let script = try Command(
            "/bin/bash", ["\(Accounts.repository)/Scripts/broker-account.sh"] + words, directory: folder,
            environment: ["CALLAHEAD_ACCOUNTS": folder])
        return (try script.waitForEnd(), script.errors)
    }

    func password(of name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name).password", encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    /// Fills in who a client with a certificate is.
    func certificate(of name: String) -> (inout MQTTConfiguration) -> Void {
        { [folder] in
            $0.tls = .init(
                authorityPath: "\(folder)/authority.crt", certificatePath: "\(folder)/\(name).crt",
                keyPath: "\(folder)/\(name).key")
        }
    }

    /// What `serve` and `doctor` are given for a certificate.
    func options(of name: String) -> [String] {
        [
            "--authority-file", "\(folder)/authority.crt", "--certificate-file", "\(folder)/\(name).crt", "--key-file",
            "\(folder)/\(name).key",
        ]
    }

    /// The shipped `deploy/mosquitto-tls.conf` with these accounts and ports: certificates at the broker's first port,
    /// passwords over TLS and, last, passwords in the open at the others.
    func broker() throws -> (options: Broker.Options, encrypted: UInt16, plain: UInt16) {
        let encrypted = try freePort()
        let plain = try freePort()
        let text = try String(contentsOfFile: "\(Accounts.repository)/deploy/mosquitto-tls.conf", encoding: .utf8)
            .replacing("/etc/callahead/mosquitto.acl", with: "\(Accounts.repository)/deploy/mosquitto.acl")
            .replacing("/etc/callahead/", with: "\(folder)/")
        // Each listener with the lines below it.
        var listeners: [String: [String]] = [:]
        var general: [String] = []
        var current: String?
        for line in text.split(separator: "\n").map(String.init) where !line.hasPrefix("#") {
            let word = line.prefix { $0 != " " }
            if word == "listener" {
                current = line.split(separator: " ")[1].description
            } else if [
                "certfile", "keyfile", "cafile", "tls_version", "require_certificate", "use_identity_as_username",
            ]
            .contains(word) {
                listeners[current ?? "", default: []].append(line)
            } else if !word.hasPrefix("persistence"), !word.hasPrefix("log_"), !word.hasPrefix("autosave"),
                word != "connection_messages", word != "allow_anonymous"
            {
                general.append(line)
            }
        }
        let lines =
            try #require(listeners["8884"]) + general + ["listener \(encrypted) 127.0.0.1"]
            + (try #require(listeners["8883"])) + ["listener \(plain) 127.0.0.1"]
        return (Broker.Options(allowAnonymous: false, extraLines: lines), encrypted, plain)
    }
}
