import ArgumentParser
import DeviceProfiles
import Diagnostics
import Foundation
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
            \(BrokerOptions.discussion)
            """)

    @Option(name: .customLong("db"), help: "The database file; else CALLAHEAD_DB, else callahead.db.")
    var database: String?

    @OptionGroup var broker: BrokerOptions

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @OptionGroup var policy: PolicyOptions

    @OptionGroup var reporting: ReportingOptions

    @Option(
        help: """
            A road router, osrm=http://host:port or valhalla=http://host:port?costing=truck; else the policy's.
            """)
    var router: String?

    @Option(help: "Our name at the broker: it keeps our session under it, so it must be ours alone.")
    var clientID = "callahead"

    @Option(help: ArgumentHelp("End after this many seconds without a message and print figures.", visibility: .hidden))
    var exitWhenIdle: Double?

    func run() throws {
        reporting.startLog()
        let reporting = reporting.startFigures()
        let environment = ProcessInfo.processInfo.environment
        do {
            let installation = try Installation.find(profiles: profiles)
            let values = try policy.values(in: installation)
            var configuration = LaneConfiguration(
                databasePath: database ?? environment["CALLAHEAD_DB"] ?? "callahead.db",
                mqtt: try broker.configuration(clientID: clientID),
                profiles: try ProfileSet.load(directory: installation.deviceProfiles),
                diagnostician: Diagnostician(
                    catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles)),
                phrasebook: try Phrasebook.load(directory: installation.outreach), policy: values.casework,
                failpoint: environment["CALLAHEAD_FAILPOINT"], exitWhenIdle: exitWhenIdle)
            configuration.throttle = values.throttle
            configuration.defaults.language = configuration.phrasebook.defaultLanguage
            configuration.defaults.holidays = try HolidayCalendars.load(of: installation)
            configuration.retention = values.retention
            configuration.router = try router.map { try RouterConfiguration(parsing: $0) } ?? values.routerConfiguration
            configuration.report = reporting.report
            configuration.mqtt.will = ServiceStatusMessage.lastWill
            let lane = try Lane(configuration)
            let watch = try reporting.start(database: configuration.databasePath)
            let learning = Relearning(for: configuration)
            learning?.start()
            let metrics = try lane.run()
            learning?.stop()
            watch.stop()
            if exitWhenIdle != nil { print(metrics.json) }
        } catch let error as StoreError {
            throw ended(by: error, code: error.kind == .busy || error.kind == .epoch ? 75 : 1)
        } catch let error as LaneFailure {
            throw ended(by: error, code: error.kind == .takenOver ? 75 : 1)
        } catch {
            throw ended(by: error, code: 1)
        }
    }

    private func ended(by error: any Error, code: Int32) -> ExitCode {
        Terminal.say("\(error)".logSafe)
        return ExitCode(code)
    }
}
