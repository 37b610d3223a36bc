import DeviceProfiles
import Foundation
import Telemetry
import Testing

@testable import Pipeline

/// The shipped access list beside the shipped profiles.
@Suite("Access list")
struct AccessListTests {
    /// One line that allows something to every account.
    private struct Pattern {
        var isRead: Bool
        var levels: [Substring]

        /// The account that may publish in a topic by this line; `nil` if none may.
        func account(in topic: String) -> Substring? {
            let words = topic.split(separator: "/", omittingEmptySubsequences: false)
            var account: Substring?
            for (index, level) in levels.enumerated() {
                if level == "#" { return index <= words.count ? account : nil }
                guard index < words.count else { return nil }
                if level == "%u" { account = words[index] } else if level != "+", level != words[index] { return nil }
            }
            return words.count == levels.count ? account : nil
        }
    }

    /// Formats whose topics can't be bound to an account by a pattern; the file shows lines for them.
    private static let ownLines = [
        "obd2-mqtt", "ebusd", "traccar", "ocpp-maeve", "teslamate", "tesla-fleet-telemetry",
    ]

    private static func text(_ name: String) throws -> String {
        try String(contentsOfFile: Repository.folder("deploy/\(name)"), encoding: .utf8)
    }

    private static func patterns(of lines: some Sequence<Substring>) -> [Pattern] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == "pattern" else { return nil }
            return Pattern(
                isRead: words[1] == "read", levels: words[2].split(separator: "/", omittingEmptySubsequences: false))
        }
    }

    @Test("every format that names its device in the topic has a line that binds it to the account")
    func coverage() throws {
        let text = try AccessListTests.text("mosquitto.acl").replacing("#pattern", with: "pattern")
        let patterns = AccessListTests.patterns(of: text.split(separator: "\n")).filter { !$0.isRead }
        let set = try ProfileSet.load(directory: Repository.folder("device-profiles"))
        for profile in set.profiles {
            let symbols = SymbolTable()
            let decoder = Decoder(profiles: set, symbols: symbols, devices: DeviceDirectory())
            var bound = 0
            for example in profile.exampleMessages {
                var observations: [Observation] = []
                _ = Array(example.topic.utf8).withUnsafeBytes { topic in
                    Array(example.payload.utf8).withUnsafeBytes { payload in
                        decoder.decode(
                            topic: topic, payload: payload, receivedAt: Timestamp(milliseconds: 1_795_000_000_000),
                            retained: false, into: &observations)
                    }
                }
                decoder.settle(into: &observations)
                guard let observation = observations.first else { continue }
                let accounts = patterns.compactMap { $0.account(in: example.topic) }
                if AccessListTests.ownLines.contains(profile.name) {
                    #expect(text.contains("# \(profile.name)") || text.contains(" \(profile.name)"), "\(profile.name)")
                } else {
                    // What the account is bound to is the device that the message is about.
                    let words = symbols[observation.source].lowercased().split(separator: "/")
                    let isBound = accounts.contains { account in words.contains { $0 == account.lowercased() } }
                    #expect(isBound, "\(profile.name): \(example.topic) of \(words), \(accounts)")
                    bound += 1
                }
            }
            let isCovered = bound > 0 || AccessListTests.ownLines.contains(profile.name)
            #expect(isCovered, "\(profile.name) has no example that shows it")
        }
    }

    @Test("as shipped only the native protocol is on, and a pattern never reads what is not its own")
    func shipped() throws {
        let lines = try AccessListTests.text("mosquitto.acl").split(separator: "\n")
        let patterns = AccessListTests.patterns(of: lines)
        #expect(patterns.count == 11)
        #expect(
            patterns.allSatisfy { $0.levels.contains("%u") && !$0.levels.contains("#") && !$0.levels.contains("+") })
        #expect(patterns.allSatisfy { $0.levels.starts(with: ["callahead", "v1"]) })
        let users = lines.filter { $0.hasPrefix("user ") }
        #expect(users == ["user callahead", "user gateway"])
    }

    @Test("what the script refuses as accounts are the first words of all topics of other devices")
    func reserved() throws {
        let script = try String(contentsOfFile: Repository.folder("Scripts/broker-account.sh"), encoding: .utf8)
        let reserved = Set(script.split(whereSeparator: { " \n\\\"".contains($0) }))
        let list = try AccessListTests.text("mosquitto.acl").replacing("#pattern", with: "pattern")
        for pattern in AccessListTests.patterns(of: list.split(separator: "\n")) {
            let first = pattern.levels.first { !$0.isEmpty } ?? ""
            guard !["%u", "+", "callahead"].contains(first) else { continue }
            #expect(reserved.contains(first), "\(first)")
        }
    }

    @Test("the encrypted broker keeps for Callahead what the other one keeps, and lets nobody in without an account")
    func settings() throws {
        func settings(_ name: String) throws -> [Substring] {
            try AccessListTests.text(name).split(separator: "\n").filter { !$0.hasPrefix("#") }
        }
        let plain = try settings("mosquitto.conf").filter {
            !$0.hasPrefix("listener") && !$0.hasPrefix("allow_anonymous")
        }
        let encrypted = try settings("mosquitto-tls.conf")
        #expect(plain.filter { !encrypted.contains($0) } == [])
        #expect(encrypted.contains("allow_anonymous false") && !encrypted.contains("allow_anonymous true"))
        // Without accounts the list would mean nothing.
        #expect(
            encrypted.contains { $0.hasPrefix("acl_file ") } && encrypted.contains { $0.hasPrefix("password_file ") })
    }
}
