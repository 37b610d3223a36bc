import ArgumentParser
import DeviceProfiles
import Foundation
import Persistence
import Pipeline
import Telemetry

struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Show what a message from a device says, one observation a line.",
        discussion: "Exit codes: 0 with observations, 1 quarantined with the reason on stderr, 2 ignored or no profile."
    )

    @Option(help: "The topic of the message.")
    var topic: String?

    @Option(help: "The payload of the message.")
    var payload: String?

    @Argument(help: "A file with the payload; - reads standard input.")
    var file: String?

    @Flag(help: "Read many messages: lines with topic, tab and payload, from the file or standard input.")
    var lines = false

    @Flag(help: "The broker had kept the message: without a time of its own it is not from now.")
    var retained = false

    @Flag(help: "Tell on stderr, rule by rule, why the message became what it became.")
    var explain = false

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Option(name: .customLong("db"), help: "A database that says which asset a device belongs to; else CALLAHEAD_DB.")
    var database: String?

    func validate() throws {
        if lines {
            guard topic == nil, payload == nil else {
                throw ValidationError("With --lines, topic and payload stand in the lines.")
            }
        } else {
            guard topic != nil else { throw ValidationError("Which topic? Give --topic, or --lines.") }
            guard (payload == nil) != (file == nil) else {
                throw ValidationError("Give the payload once: --payload TEXT, a file, or - for standard input.")
            }
        }
    }

    func run() throws {
        let code: Int32 = try reportingFailures {
            let decoding = MessageDecoding(
                profiles: try ProfileSet.load(directory: try Installation.find(profiles: profiles).deviceProfiles),
                devices: try devices())
            return lines ? try decodeLines(decoding) : try decodeOne(decoding)
        }
        if code != 0 { throw ExitCode(code) }
    }

    private func decodeOne(_ decoding: MessageDecoding) throws -> Int32 {
        let bytes = try payload.map { Array($0.utf8) } ?? InputFile.bytes(of: file ?? "-")
        let report = decoding.report(
            topic: topic ?? "", payload: bytes, retained: retained, receivedAt: .now, explaining: explain)
        Terminal.explain(report.explanation)
        if !report.lines.isEmpty { Terminal.show(report.lines) }
        if let reason = report.reason { Terminal.say(reason) }
        showRemainder(of: decoding)
        return report.exitCode
    }

    private func decodeLines(_ decoding: MessageDecoding) throws -> Int32 {
        var codes: Set<Int32> = []
        for (index, line) in try InputFile.bytes(of: file ?? "-").split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).enumerated() where !line.isEmpty {
            guard let message = MessageDecoding.message(inLine: line) else {
                Terminal.say("line \(index + 1): there is no tab between topic and payload")
                codes.insert(1)
                continue
            }
            let report = decoding.report(
                topic: message.topic, payload: message.payload, retained: retained, receivedAt: .now,
                explaining: explain)
            Terminal.explain(report.explanation)
            if !report.lines.isEmpty { Terminal.show(report.lines) }
            if let reason = report.reason { Terminal.say("line \(index + 1): \(reason)") }
            codes.insert(report.exitCode)
        }
        showRemainder(of: decoding)
        return MessageDecoding.exitCode(of: codes)
    }

    /// Positions whose other axis would no longer come.
    private func showRemainder(of decoding: MessageDecoding) {
        let lines = decoding.remainder()
        if !lines.isEmpty { Terminal.show(lines) }
    }

    private func devices() throws -> DeviceDirectory {
        guard let path = database ?? Environment.value("CALLAHEAD_DB") else { return DeviceDirectory() }
        let store = try StoreConnection(path: path, role: .reader)
        defer { try? store.close() }
        var assets: [DeviceKey: String] = [:]
        for row in try store.importedDevices() {
            assets[DeviceKey(profile: row.profile, device: row.device)] = row.asset
        }
        return DeviceDirectory(assets: assets)
    }
}

extension Terminal {
    /// Tells how a result came to be: on stderr, so that the results stay what other programs can read.
    fileprivate static func explain(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        StandardStream.errors.write(lines.joined(separator: "\n") + "\n")
    }
}
