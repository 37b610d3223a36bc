import ArgumentParser
import Pipeline
import Telemetry

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check broker, database, profiles, words and policy, and say what to do.",
        discussion: "Exits 1 if anything fails. The database is read once from end to end.")

    @OptionGroup var database: DatabaseOptions

    @OptionGroup var broker: BrokerOptions

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @OptionGroup var policy: PolicyOptions

    @Flag(help: "Print a JSON array.")
    var json = false

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
        do {
            let access = try broker.access()
            findings += access.warnings().map { Finding(.warn, $0) }
            findings.append(BrokerCheck(access).finding())
        } catch {
            findings.append(Finding(.fail, "\(error)"))
        }
        return findings
    }
}
