import Telemetry

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A message of a recorded log, or of a dry run, which is written in the same way.
package struct ReplayedMessage: Sendable, Equatable, Codable {
    /// Milliseconds since 1970, or since anything: only differences count.
    package var at: Int64
    package var topic: String
    /// The payload if it is text; else `payload_base64`.
    package var payload: String?
    package var base64: String?
    package var qos: Int?
    package var retain: Bool?
    /// What was done to it; only written, never read.
    package var disturbance: String?

    enum CodingKeys: String, CodingKey {
        case at = "at_ms"
        case topic, payload, qos, retain, disturbance
        case base64 = "payload_base64"
    }

    /// A line of a dry run.
    package init(_ message: WireMessage) {
        (at, topic) = (message.at.milliseconds, message.topic)
        let text = String(decoding: message.payload, as: UTF8.self)
        let isText = Array(text.utf8) == message.payload
        (payload, base64) = (isText ? text : nil, isText ? nil : Data(message.payload).base64EncodedString())
        (qos, retain, disturbance) = (message.qos, message.retain, message.disturbance?.rawValue)
    }

    /// Reads a log with a JSON object a line; the first message is sent at the start of the run.
    ///
    /// - Throws: ``ScenarioError`` with the line that is none.
    package static func log(_ text: String, file: String) throws(ScenarioError) -> [ReplayedMessage] {
        let decoder = JSONDecoder()
        var messages: [ReplayedMessage] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.allSatisfy(\.isWhitespace) else { continue }
            guard var message = try? decoder.decode(ReplayedMessage.self, from: Data(line.utf8)),
                (message.payload == nil) != (message.base64 == nil), message.bytes != nil, !message.topic.isEmpty
            else {
                throw ScenarioError(
                    file: file, line: number + 1,
                    reason: "a line is {\"at_ms\":0,\"topic\":\"…\",\"payload\":\"…\",\"qos\":1,\"retain\":false}")
            }
            message.disturbance = nil
            messages.append(message)
        }
        let first = messages.map(\.at).min() ?? 0
        return messages.map { message in
            var message = message
            message.at = message.at.subtractingReportingOverflow(first).partialValue
            return message
        }
    }

    private var bytes: [UInt8]? {
        if let payload { return Array(payload.utf8) }
        return base64.flatMap { Data(base64Encoded: $0) }.map(Array.init)
    }

    func message(start: Timestamp) -> WireMessage {
        var message = WireMessage(
            at: start.adding(milliseconds: at), topic: topic, payload: bytes ?? [], qos: (qos ?? 1) > 0 ? 1 : 0,
            retain: retain ?? false)
        message.disturbance = .replayed
        return message
    }
}
