import ArgumentParser
import DeviceProfiles
import Diagnostics
import Foundation
import Logging
import MQTT
import Outreach
import Persistence
import Pipeline
import Planning
import Roads

/// The service itself: one lane for one database.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Take messages from the broker and turn faults into calls.",
        discussion: """
            Runs until SIGTERM or SIGINT; then it finishes its batch, commits, acknowledges and disconnects. A second \
            serve on the same database exits with 75.
            The account at the broker: CALLAHEAD_MQTT_USER, and the password in the file named by \
            --password-file or in CALLAHEAD_MQTT_PASSWORD; never in an argument, which everybody can read.
            """)

    @Option(name: .customLong("db"), help: "The database file; else CALLAHEAD_DB, else callahead.db.")
    var database: String?

    @Option(help: "The broker: mqtt://host:port or mqtts://host:port; else CALLAHEAD_BROKER.")
    var broker: String?

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @OptionGroup var policy: PolicyOptions

    @Option(
        help: """
            A road router, osrm=http://host:port or valhalla=http://host:port?costing=truck; else the policy's.
            """)
    var router: String?

    @Option(help: "Our name at the broker: it keeps our session under it, so it must be ours alone.")
    var clientID = "callahead"

    @Option(help: "A file whose first line is the password at the broker.")
    var passwordFile: String?

    @Option(help: "With mqtts: a file of authorities to trust instead of the system's.")
    var authorityFile: String?

    @Option(help: ArgumentHelp("End after this many seconds without a message and print figures.", visibility: .hidden))
    var exitWhenIdle: Double?

    func validate() throws {
        guard BrokerAddress(brokerText) != nil else {
            throw ValidationError(
                "--broker \(brokerText) is no address of a broker; write mqtt://host:port or mqtts://host:port.")
        }
    }

    func run() throws {
        LoggingSystem.bootstrap { label in StreamLogHandler.standardError(label: label) }
        let environment = ProcessInfo.processInfo.environment
        do {
            let installation = try Installation.find(profiles: profiles)
            let values = try policy.values(in: installation)
            var configuration = LaneConfiguration(
                databasePath: database ?? environment["CALLAHEAD_DB"] ?? "callahead.db",
                mqtt: try connection(environment),
                profiles: try ProfileSet.load(directory: installation.deviceProfiles),
                diagnostician: Diagnostician(
                    catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles)),
                phrasebook: try Phrasebook.load(directory: installation.outreach), policy: values.casework,
                failpoint: environment["CALLAHEAD_FAILPOINT"], exitWhenIdle: exitWhenIdle)
            configuration.defaults.language = configuration.phrasebook.defaultLanguage
            configuration.defaults.holidays = try HolidayCalendars.load(of: installation)
            configuration.retention = values.retention
            configuration.router = try router.map { try RouterConfiguration(parsing: $0) } ?? values.routerConfiguration
            let lane = try Lane(configuration)
            let metrics = try lane.run()
            if exitWhenIdle != nil { print(metrics.json) }
        } catch let error as StoreError {
            throw ended(by: error, code: error.kind == .busy || error.kind == .epoch ? 75 : 1)
        } catch let error as LaneFailure {
            throw ended(by: error, code: error.kind == .takenOver ? 75 : 1)
        } catch {
            throw ended(by: error, code: 1)
        }
    }

    private var brokerText: String {
        broker ?? ProcessInfo.processInfo.environment["CALLAHEAD_BROKER"] ?? "mqtt://127.0.0.1:1883"
    }

    private func connection(_ environment: [String: String]) throws -> MQTTConfiguration {
        guard let address = BrokerAddress(brokerText) else {
            throw ValidationError("--broker \(brokerText) is no address of a broker.")
        }
        var mqtt = MQTTConfiguration(host: address.host, port: address.port, clientID: clientID)
        if address.usesTLS { mqtt.tls = MQTTConfiguration.TLS(authorityPath: authorityFile) }
        mqtt.username = environment["CALLAHEAD_MQTT_USER"]
        if let passwordFile {
            let text = try String(contentsOfFile: passwordFile, encoding: .utf8)
            mqtt.password = text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init)
        } else {
            mqtt.password = environment["CALLAHEAD_MQTT_PASSWORD"]
        }
        return mqtt
    }

    private func ended(by error: any Error, code: Int32) -> ExitCode {
        Terminal.say("\(error)")
        return ExitCode(code)
    }
}
