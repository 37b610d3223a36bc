internal import Foundation
package import Logging
internal import Synchronization

/// The log of the service: lines for people or programs, without floods.
package final class ServiceLog: Sendable {
    private let format: LogFormat
    private let level: Logger.Level
    private let write: @Sendable (String) -> Void
    private let limit = Mutex(RepeatLimit())

    /// - Parameters:
    ///   - level: The least that is written.
    ///   - write: Where lines go; standard error by default.
    package init(
        format: LogFormat, level: Logger.Level = .info,
        write: @escaping @Sendable (String) -> Void = ServiceLog.standardError
    ) {
        self.format = format
        self.level = level
        self.write = write
    }

    /// What `LoggingSystem.bootstrap` asks for.
    package func handler(_ label: String) -> some LogHandler { Handler(log: self, label: label, logLevel: level) }

    /// Writes a line to standard error in one call, so that lines of several threads don't mix.
    package static let standardError: @Sendable (String) -> Void = { line in
        var bytes = Array((line + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
            // A log that can't be written must not stop the service.
            if count < 0, errno != EINTR { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }

    fileprivate func take(_ event: LogEvent, label: String, metadata: Logger.Metadata) {
        let site = RepeatLimit.Site(file: event.file, line: event.line, level: event.level.rawValue)
        guard let leftOut = limit.withLock({ $0.admit(site, at: ServiceLog.second) }) else { return }
        var metadata = metadata
        if leftOut > 0 { metadata["left_out"] = "\(leftOut)" }
        write(format.line(event, label: label, metadata: metadata, at: Date()))
    }

    private static var second: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec)
    }

    private struct Handler: LogHandler {
        let log: ServiceLog
        let label: String
        var logLevel: Logger.Level
        var metadata: Logger.Metadata = [:]
        var metadataProvider: Logger.MetadataProvider?

        init(log: ServiceLog, label: String, logLevel: Logger.Level) {
            self.log = log
            self.label = label
            self.logLevel = logLevel
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            var all = metadata
            if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
            if let own = event.metadata { all.merge(own) { $1 } }
            log.take(event, label: label, metadata: all)
        }
    }
}
