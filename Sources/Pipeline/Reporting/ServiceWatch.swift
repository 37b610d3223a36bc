internal import Foundation
internal import Logging
package import Monitoring
internal import Persistence
internal import Synchronization
internal import Telemetry

/// Looks at the database from outside every few seconds, on a thread of its own: the lane is never asked to count.
package final class ServiceWatch: Sendable {
    private static let interval: Double = 5

    private let path: String
    private let report: LaneReport
    private let figures: ServiceFigures
    private let registry: PrometheusRegistry?
    private let file: String?
    private let log = Logger(label: "callahead.watch")
    private let isOver = Mutex(false)

    /// - Parameters:
    ///   - path: The database.
    ///   - registry: Where the figures are collected; `nil` if nobody does.
    ///   - file: A file for the figures, for node_exporter's textfile collector.
    package init(path: String, report: LaneReport, registry: PrometheusRegistry?, file: String?) {
        self.path = path
        self.report = report
        self.registry = registry
        self.file = file
        figures = registry.map { ServiceFigures(factory: $0) } ?? ServiceFigures()
    }

    /// Begins; it ends with ``stop()`` or with the process.
    package func start() {
        let thread = Thread { [self] in run() }
        thread.name = "callahead.watch"
        thread.start()
    }

    /// Ends it after the look that is under way, and leaves a file that says so.
    package func stop() {
        isOver.withLock { $0 = true }
        guard registry != nil, var status = report.status else { return }
        status.isLaneRunning = false
        figures.update(status, at: .wallClock)
        writeFile()
    }

    /// What Prometheus is answered: the newest reading of the lane with the last look at the database.
    package func text() -> String {
        if let status = report.status { figures.update(status, at: .wallClock) }
        return registry?.text() ?? ""
    }

    private func run() {
        while !isOver.withLock({ $0 }) {
            look()
            Thread.sleep(forTimeInterval: ServiceWatch.interval)
        }
    }

    private func look() {
        do {
            // Opened anew each time: nothing of it is held while it sleeps.
            let store = try StoreConnection(path: path, role: .reader)
            defer { try? store.close() }
            var status = try store.status(at: .wallClock)
            status.isLaneRunning = true
            report.put(status)
            status.health.reading = report.reading
            figures.update(status, at: .wallClock)
            writeFile()
        } catch {
            log.warning("the database could not be looked at, tried again in \(Int(ServiceWatch.interval)) s: \(error)")
        }
    }

    /// Whole or not at all; node_exporter runs as somebody else, and there is nothing about people in it.
    private func writeFile() {
        guard let file, let registry else { return }
        do {
            try ReadableFile.replace(file, with: registry.text())
        } catch {
            log.warning("\(error); the figures there are old")
        }
    }
}
