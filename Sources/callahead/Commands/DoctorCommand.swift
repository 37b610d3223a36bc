import ArgumentParser
import Pipeline
import Telemetry

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check broker, database, profiles, words and policy, and say what to do.",
        discussion: "Exits 1 if anything fails. The database is read once from end to end.")

    @OptionGroup var database: DatabaseOptions

    @Option(help: "The broker: mqtt://host:port or mqtts://host:port; else CALLAHEAD_BROKER.")
    var broker: String?

    @Option(help: "A file whose first line is the password at the broker; else CALLAHEAD_MQTT_PASSWORD.")
    var passwordFile: String?

    @Option(help: "With mqtts: a file of authorities to trust instead of the system's.")
    var authorityFile: String?

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @OptionGroup var policy: PolicyOptions

    @Flag(help: "Print a JSON array.")
    var json = false

    func validate() throws {
        guard BrokerAddress(brokerText) != nil else {
            throw ValidationError(
                "--broker \(brokerText) is no address of a broker; write mqtt://host:port or mqtts://host:port.")
        }
    }

    func run() throws {
        let findings = examine()
        if json {
            let values = findings.map { finding in
                JSONValue.object([
                    "level": .text(finding.level.rawValue), "what": .text(finding.what),
                    "advice": JSONValue(finding.advice.isEmpty ? nil : finding.advice),
                ])
            }
            Terminal.show(try JSONValue.array(values).text(indented: Terminal.isInteractive))
        } else {
            Terminal.show(findings.map(\.line))
        }
        if findings.contains(where: { $0.level == .fail }) { throw ExitCode.failure }
    }

    private func examine() -> [Finding] {
        var findings: [Finding] = []
        do {
            let installation = try Installation.find(profiles: profiles)
            findings = Doctor(
                deviceProfiles: installation.deviceProfiles, outreach: installation.outreach,
                holidays: installation.holidays, policy: policy.path(in: installation), database: database.path
            ).findings(at: .now)
        } catch {
            findings = [Finding(.fail, "\(error)", advice: "without profiles nothing can be decoded")]
        }
        findings.append(brokerFinding())
        return findings
    }

    private func brokerFinding() -> Finding {
        guard let address = BrokerAddress(brokerText) else { return Finding(.fail, "\(brokerText) is no address") }
        var password = Environment.value("CALLAHEAD_MQTT_PASSWORD")
        if let passwordFile {
            guard let bytes = try? InputFile.bytes(of: passwordFile) else {
                return Finding(.fail, "\(passwordFile) can't be read", advice: "check --password-file")
            }
            password = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        return BrokerCheck(
            address, username: Environment.value("CALLAHEAD_MQTT_USER"), password: password,
            authorityFile: authorityFile
        ).finding()
    }

    private var brokerText: String { broker ?? Environment.value("CALLAHEAD_BROKER") ?? "mqtt://127.0.0.1:1883" }
}
