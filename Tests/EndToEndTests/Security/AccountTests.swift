import Foundation
import MQTT
import TestSupport
import Testing

extension AtTheDesk {
    /// The shipped access list and encrypted broker, with accounts as an administrator makes them.
    @Suite("Accounts at the broker", .enabled(if: Accounts.hasTools, "needs openssl and mosquitto_passwd"))
    struct AccountTests {
        @Test("devices and crews speak and hear only as themselves, over TLS", .timeLimit(.minutes(1)))
        func onlyAsThemselves() throws {
            let accounts = try Accounts(
                certificates: ["callahead", "car-1", "car-2", "tow-1"], passwords: ["callahead", "car-3", "gateway"])
            let setting = try accounts.broker()
            try withCentre(setting.options) { centre in
                try centre.start(reference: Reference(units: 1, slots: 1, cars: 3), as: "callahead", of: accounts)
                let words = ["--broker", "mqtts://127.0.0.1:\(centre.broker.port)"] + accounts.options(of: "callahead")
                let serve = try centre.serve(more: words)
                let port = centre.broker.port
                let spied = ["#", "callahead/v1/units/+/offer", "callahead/v1/assets/car-1/advice", "$SYS/#"]
                let spy = try Peer(port, filters: spied, account: accounts.certificate(of: "car-2"))
                let crew = try Peer(
                    port, filters: ["callahead/v1/units/tow-1/offer"], account: accounts.certificate(of: "tow-1"))
                let car = try Peer(
                    port, filters: ["callahead/v1/assets/car-1/advice"], account: accounts.certificate(of: "car-1"))
                let phone = try Peer(setting.encrypted, filters: ["callahead/v1/messages/out"]) {
                    $0.tls = .init(authorityPath: "\(accounts.folder)/authority.crt")
                    $0.username = "car-3"
                    $0.password = try? accounts.password(of: "car-3")
                }

                // Speaking for another is refused, and the service sees nothing of it.
                let forged = [
                    Native.stop("car-1"), Native.position("car-1"), Native.online("tow-1"),
                    Native.job("tow-1", "accepted", offer: 1), ("callahead/v1/assets/car-1/advice", "{}"),
                    ("callahead/v1/units/tow-1/offer", "{}"), ("callahead/v1/messages/out", "{}"),
                    ("callahead/v1/service/status", "{}"), ("callahead/v1/assets/car-2/advice", "{}"),
                ]
                for (topic, payload) in forged {
                    let isRefused = try spy.isRefused(topic, payload)
                    #expect(isRefused, "\(topic)")
                }
                #expect(try phone.isRefused(Native.stop("car-1").topic, Native.stop("car-1").payload))
                #expect(try crew.isRefused(Native.online("tow-2").topic, "true"))

                // Each as itself is heard.
                try crew.publish([Native.online("tow-1")])
                try car.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                try phone.publish([Native.stop("car-3")])
                try centre.waitForCase(of: "car-3")
                try crew.wait("the crew hears its offer") { $0.received.contains { $0.topic.hasSuffix("/offer") } }
                try car.wait("the car hears its advice") { $0.received.contains { $0.topic.hasSuffix("/advice") } }
                #expect(try centre.cases(of: "car-2") == 0)
                let sources = try centre.texts("SELECT DISTINCT source FROM fault")
                #expect(sources.sorted() == ["callahead-v1/car-1", "callahead-v1/car-3"])

                // What comes after all that is the first thing that the spies hear.
                let own = try Peer(port, account: accounts.certificate(of: "callahead"))
                try own.publish("callahead/v1/assets/car-2/advice", "mark")
                try spy.wait("car-2 hears its own advice") { !$0.received.isEmpty }
                #expect(spy.received.allSatisfy { $0.topic == "callahead/v1/assets/car-2/advice" }, "\(spy.received)")
                try phone.turn()
                #expect(phone.received.isEmpty)

                // The broker restarts: the service comes back with its certificate.
                centre.broker.stop()
                try centre.broker.start()
                let later = try Peer(port, account: accounts.certificate(of: "car-2"))
                try later.publish([Native.stop("car-2")])
                try centre.waitForCase(of: "car-2")
                #expect(serve.end == nil)
            }
        }

        @Test(
            "an account that the broker does not take is told with what to do, and no secret", .timeLimit(.minutes(1)))
        func refused() throws {
            let accounts = try Accounts(certificates: ["callahead"], passwords: ["callahead"])
            let password = try accounts.password(of: "callahead")
            let setting = try accounts.broker()
            try withCentre(setting.options) { centre in
                func said(_ words: [String], _ environment: [String: String] = [:], until text: String) throws -> String
                {
                    let serve = try centre.serve(more: words, environment: environment)
                    try serve.waitForWords(text)
                    let arguments = try serve.pid.map {
                        try String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)
                    }
                    #expect(try #require(arguments).contains("serve"))
                    #expect(!(arguments ?? "").contains(password))
                    serve.send(SIGTERM)
                    _ = try serve.waitForEnd()
                    return serve.errors
                }
                let authority = ["--authority-file", "\(accounts.folder)/authority.crt"]
                let encrypted = ["--broker", "mqtts://127.0.0.1:\(setting.encrypted)"] + authority
                let file = ["--password-file", "\(accounts.folder)/callahead.password"]
                var errors = [
                    try said(encrypted + file, ["CALLAHEAD_MQTT_USER": "callahead"], until: "connected as callahead"),
                    try said(
                        encrypted, ["CALLAHEAD_MQTT_USER": "callahead", "CALLAHEAD_MQTT_PASSWORD": password],
                        until: "connected as callahead"),
                ]
                let wrong = ["CALLAHEAD_MQTT_USER": "callahead", "CALLAHEAD_MQTT_PASSWORD": password + "x"]
                errors.append(try said(encrypted, wrong, until: "check CALLAHEAD_MQTT_USER"))
                errors.append(try said(encrypted, until: "check CALLAHEAD_MQTT_USER"))
                let certificates = ["--broker", "mqtts://127.0.0.1:\(centre.broker.port)"]
                errors.append(try said(certificates + authority, until: "give --certificate-file and --key-file"))
                errors.append(
                    try said(
                        certificates + ["--authority-file", "\(accounts.folder)/callahead.crt"],
                        until: "signed by nobody we trust; name the authority"))
                #expect(errors.allSatisfy { !$0.contains(password) })
            }
        }

        @Test(
            "names that could speak for others are no accounts",
            arguments: ["+", "#", "a/b", "car 1", "owntracks", "", "-x", "a\nb", "N"])
        func names(name: String) throws {
            let folder = NSTemporaryDirectory() + "accounts-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let script = try Command(
                "/bin/bash", ["\(Accounts.repository)/Scripts/broker-account.sh", "password", name], directory: folder,
                environment: ["CALLAHEAD_ACCOUNTS": folder])
            #expect(try script.waitForEnd() == .exited(1))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/mosquitto.passwd"))
        }
    }
}

extension Centre {
    /// As ``prepare(_:)``, at a broker that asks for a certificate.
    func start(reference: Reference, as name: String, of accounts: Accounts) throws {
        let words = ["--broker", "mqtts://127.0.0.1:\(broker.port)", "--exit-when-idle", "0.05"]
        let serve = try serve(more: words + accounts.options(of: name))
        let end = try serve.waitForEnd()
        try #require(end == .exited(0), "\(serve.errors)")
        try write { try reference.insert(into: $0) }
    }
}
