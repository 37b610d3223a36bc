import ArgumentParser
import CoreMetrics
import Foundation
import Logging
import Monitoring
import Persistence
import Pipeline

/// How the service tells how it does.
struct ReportingOptions: ParsableArguments {
    @Option(
        help: """
            Answer Prometheus at http://ADDRESS/metrics, for example 127.0.0.1:9464. Without users and encryption: \
            for this machine or a network of your own. Off unless given.
            """)
    var metrics: String?

    @Option(
        help: "Write the same figures to this file every few seconds, for node_exporter's textfile collector (.prom).",
        completion: .file())
    var metricsFile: String?

    @Option(
        help: "Lines of the log as text or json; else CALLAHEAD_LOG_FORMAT.", transform: ReportingOptions.format)
    var logFormat: LogFormat?

    @Option(
        help: "The least that is logged: trace, debug, info, notice, warning, error, critical.",
        transform: ReportingOptions.level)
    var logLevel: Logger.Level = .info

    private static func format(_ text: String) throws -> LogFormat {
        guard let format = LogFormat(rawValue: text) else { throw ValidationError("write text or json.") }
        return format
    }

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("write \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return level
    }

    func validate() throws {
        if let metrics, MetricsServer.Address(metrics) == nil {
            throw ValidationError("--metrics \(metrics) is no address; write 127.0.0.1:9464 or [::1]:9464.")
        }
        if let text = Environment.value("CALLAHEAD_LOG_FORMAT"), LogFormat(rawValue: text) == nil {
            throw ValidationError("CALLAHEAD_LOG_FORMAT=\(text) is neither text nor json.")
        }
    }

    /// Begins to log; once for a process.
    func startLog() {
        let named = Environment.value("CALLAHEAD_LOG_FORMAT").flatMap { LogFormat(rawValue: $0) }
        let log = ServiceLog(format: logFormat ?? named ?? .text, level: logLevel)
        LoggingSystem.bootstrap { log.handler($0).cleaned }
    }

    /// Begins to collect figures, if anybody wants them, and makes what the lane tells itself to; once for a process.
    func startFigures() -> Reporting {
        var registry: PrometheusRegistry?
        if metrics != nil || metricsFile != nil {
            let made = PrometheusRegistry()
            ServiceFigures.describe(in: made)
            MetricsSystem.bootstrap(made)
            registry = made
        }
        let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        return Reporting(registry: registry, report: LaneReport(manager: manager), options: self)
    }

    /// What a service has for telling how it does.
    struct Reporting {
        let registry: PrometheusRegistry?
        let report: LaneReport
        let options: ReportingOptions

        /// Begins to look at the database and to answer; the lane must have opened it.
        ///
        /// - Throws: If nobody can listen at the address.
        func start(database: String) throws -> ServiceWatch {
            let watch = ServiceWatch(
                path: database, report: report, registry: registry, file: options.metricsFile)
            watch.start()
            if let address = options.metrics.flatMap({ MetricsServer.Address($0) }) {
                let port = try MetricsServer.start(address) { watch.text() }
                Logger(label: "callahead.metrics").info("figures at http://\(address.host):\(port)/metrics")
            }
            return watch
        }
    }
}
