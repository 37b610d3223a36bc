internal import Foundation
internal import Logging

/// How a line of the log looks.
package enum LogFormat: String, CaseIterable, Sendable {
    /// For people and for journald.
    case text
    /// One JSON object a line, for programs.
    case json

    /// The line without its end.
    func line(_ event: LogEvent, label: String, metadata: Logger.Metadata, at time: Date) -> String {
        switch self {
        case .text: text(event, label: label, metadata: metadata, at: time)
        case .json: json(event, label: label, metadata: metadata, at: time)
        }
    }

    private func text(_ event: LogEvent, label: String, metadata: Logger.Metadata, at time: Date) -> String {
        let more = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(time.stamp) \(event.level) \(label): \(event.message)\(more)"
        // A payload's text must not look like a line of ours.
        return line.replacing("\n", with: "\\n").replacing("\r", with: "\\r")
    }

    private func json(_ event: LogEvent, label: String, metadata: Logger.Metadata, at time: Date) -> String {
        var line = Line(
            time: time.stamp, level: event.level.rawValue, logger: label, message: "\(event.message)",
            metadata: metadata.isEmpty ? nil : metadata.mapValues { "\($0)" })
        line.error = event.error.map { "\($0)" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(line) else { return "{}" }
        return String(decoding: bytes, as: UTF8.self)
    }

    private struct Line: Encodable {
        var time: String
        var level: String
        var logger: String
        var message: String
        var error: String?
        var metadata: [String: String]?
    }
}

extension Date {
    /// ISO 8601 with milliseconds, UTC.
    fileprivate var stamp: String {
        formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: TimeZone(secondsFromGMT: 0) ?? .gmt))
    }
}
