import ArgumentParser
import CSimdJSON
import DeviceProfiles
import Telemetry

/// Times decoding through compiled profiles beside simdjson's bare parse of the same text.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Time decoding, format by format.")

    @Option(help: "Folder of the profiles.") var profiles = "device-profiles"
    @Option(help: "How often each message is decoded in a round.") var repeats = 20_000
    @Option(help: "Rounds, in turns; medians are printed, and as JSON each round as well.") var rounds = 5
    @Option(help: "Only messages whose name begins so.") var only = ""
    @Flag(help: "Print JSON.") var json = false

    /// One message and its times.
    private struct Row {
        var name: String
        var bytes: Int
        var parse: [Double] = []
        var decode: [Double] = []
    }

    func run() throws {
        let set = try ProfileSet.load(directory: profiles)
        let messages = (Decode.typical + set.exampleMessages.filter { $0.payload.first == UInt8(ascii: "{") })
            .filter { $0.name.hasPrefix(only) }
        var rows = messages.map { Row(name: $0.name, bytes: $0.payload.count) }
        let symbols = SymbolTable()
        let decoder = Decoder(profiles: set, symbols: symbols, devices: DeviceDirectory())
        guard let parser = csj_parser_create(1 << 20, 32) else { throw ExitCode.failure }
        defer { csj_parser_destroy(parser) }
        for _ in 0..<rounds {
            for (index, message) in messages.enumerated() {
                rows[index].parse.append(
                    time {
                        var root = csj_value()
                        return message.payload.withUnsafeBytes { bytes in
                            guard let start = bytes.baseAddress else { return 0 }
                            return Int(csj_parse(parser, start, bytes.count, &root))
                        }
                    })
                let topic = Array(message.topic.utf8)
                var observations: [Observation] = []
                let now = Timestamp(seconds: 1_767_225_600)
                rows[index].decode.append(
                    time {
                        observations.removeAll(keepingCapacity: true)
                        topic.withUnsafeBytes { topic in
                            message.payload.withUnsafeBytes { payload in
                                _ = decoder.decode(
                                    topic: topic, payload: payload, receivedAt: now, retained: false,
                                    into: &observations)
                            }
                        }
                        return observations.count
                    })
            }
        }
        report(rows)
    }

    /// Microseconds of one repetition.
    private func time(_ body: () -> Int) -> Double {
        var sum = 0
        let start = ContinuousClock.now
        for _ in 0..<repeats { sum &+= body() }
        let elapsed = (ContinuousClock.now - start).components
        precondition(sum >= 0)
        return (Double(elapsed.seconds) * 1e6 + Double(elapsed.attoseconds) / 1e12) / Double(repeats)
    }

    private func report(_ rows: [Row]) {
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        if json {
            let lines = rows.map { row in
                """
                {"message":\(JSONText.string(row.name)),"bytes":\(row.bytes),"parse_us":\(median(row.parse)),\
                "decode_us":\(median(row.decode)),"parse_rounds_us":\(row.parse),"decode_rounds_us":\(row.decode)}
                """
            }
            print("[\(lines.joined(separator: ",\n"))]")
            return
        }
        func cell(_ value: Double) -> String {
            let text = String((value * 100).rounded() / 100)
            return String(repeating: " ", count: max(0, 8 - text.count)) + text
        }
        print("message                                       bytes  parse us decode us   ratio")
        for row in rows {
            let name = row.name.prefix(44)
            let bytes = String(row.bytes)
            print(
                name + String(repeating: " ", count: 45 - name.count) + String(repeating: " ", count: 6 - bytes.count)
                    + bytes, cell(median(row.parse)), cell(median(row.decode)),
                cell(median(row.decode) / median(row.parse)), separator: " ")
        }
    }

    /// Messages of about 200 bytes in the native protocol.
    private static let typical: [(name: String, topic: String, payload: [UInt8])] = [
        (
            "typical position", "callahead/v1/assets/car-100017/position",
            #"{"time":"2025-12-31T23:59:30.250Z","lat":59.437215,"lon":24.842168,"speed":62.5,"heading":95,"accuracy":6,"altitude":31,"satellites":11,"hdop":0.8,"odometer":182736.4,"ignition":true,"network":"4g","power":12.4}"#
        ),
        (
            "typical signals", "callahead/v1/assets/car-100017/signals",
            #"{"time":"2025-12-31T23:59:30Z","values":{"Vehicle.LowVoltageBattery.CurrentVoltage":12.4,"Vehicle.Speed":62.5,"Vehicle.Powertrain.CombustionEngine.ECT":91,"Vehicle.IsMoving":true,"Vehicle.TraveledDistance":18273.4}}"#
        ),
        (
            "typical faults", "callahead/v1/assets/car-100017/faults",
            #"{"time":"2025-12-31T23:59:30Z","mode":"set","codes":[{"code":"P0301","status":"confirmed"},{"code":"P0420","status":"pending"}],"position":{"lat":59.437215,"lon":24.842168,"speed":0,"heading":95,"accuracy":6}}"#
        ),
    ].map { ($0.0, $0.1, Array($0.2.utf8)) }
}
