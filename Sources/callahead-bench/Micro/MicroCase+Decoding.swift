import DeviceProfiles
import Diagnostics
import Telemetry

extension MicroCase {
    /// From the bytes of a message to its observations.
    static var decoding: [MicroCase] {
        let kinds: [(name: String, what: String, isWanted: (String) -> Bool)] = [
            ("native-position", "a position of the native protocol", { $0.hasSuffix("/position") }),
            ("native-signals", "three signals of the native protocol", { $0.hasSuffix("/signals") }),
            ("native-faults", "a code with its place, native protocol", { $0.hasSuffix("/faults") }),
            ("teltonika", "a record of a Teltonika tracker", { $0.hasPrefix("fleet/") }),
            ("owntracks", "a place from OwnTracks", { $0.hasPrefix("owntracks/") }),
            ("obd2-mqtt", "a place or a value from obd2-mqtt", { $0.hasPrefix("obd2mqtt/") }),
        ]
        return kinds.map { kind in
            MicroCase(name: "decode.\(kind.name)", what: "\(kind.what) decoded", before: 1_000, times: 2_000) { kit in
                let decoder = try kit.decoder()
                let messages = kit.messages(100, where: kind.isWanted)
                return { times in
                    var observations: [Observation] = []
                    var count = 0
                    for time in 0..<times {
                        let message = messages[time % messages.count]
                        observations.removeAll(keepingCapacity: true)
                        message.topic.withUnsafeBytes { topic in
                            message.payload.withUnsafeBytes { payload in
                                _ = decoder.decode(
                                    topic: topic, payload: payload, receivedAt: kit.now, retained: false,
                                    into: &observations)
                            }
                        }
                        count += observations.count
                    }
                    guard count > 0 else { throw BenchError("nothing was decoded") }
                }
            }
        }
    }

    /// From codes and values to what is wrong.
    static var diagnosing: [MicroCase] {
        let stop = [ReportedFault(code: "obd/P0524", status: .confirmed)]
        let many = ["P0524", "P0420", "P0300", "P0562", "P0217"].map {
            ReportedFault(code: "obd/\($0)", status: .confirmed)
        }
        let signals = [
            SignalReading(name: "Vehicle.Powertrain.CombustionEngine.ECT", value: 118, heldFor: 60),
            SignalReading(name: "Vehicle.LowVoltageBattery.CurrentVoltage", value: 12.1, heldFor: 60),
            SignalReading(name: "Vehicle.Speed", value: 62, heldFor: 1),
        ]
        func diagnosis(
            _ name: String, _ what: String, _ faults: [ReportedFault], _ signals: [SignalReading]
        ) -> MicroCase {
            MicroCase(name: "diagnose.\(name)", what: what, before: 200, times: 400) { kit in
                let diagnostician = Diagnostician(catalogue: try kit.catalogue())
                var traits = AssetTraits(kind: .car)
                traits.make = "Skoda"
                traits.energy = .petrol
                return { [traits] times in
                    var problems = 0
                    for _ in 0..<times {
                        problems += diagnostician.diagnose(faults, of: traits, signals: signals).problems.count
                    }
                    guard problems > 0 else { throw BenchError("nothing is wrong") }
                }
            }
        }
        return [
            diagnosis("one-code", "the diagnosis of one code", stop, []),
            diagnosis("five-codes", "the diagnosis of five codes and three signals", many, signals),
        ]
    }
}
