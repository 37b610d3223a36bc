import Telemetry
import Testing

@testable import DeviceProfiles

/// Raw bytes of vehicle buses, which profiles read without code: answers of OBD-II, frames of CAN and RV-C.
@Suite("Raw vectors")
struct VectorTests {
    /// Adapters that publish the answer to a question as bare hexadecimal text: the question, then its value.
    private static let answers = """
        rules:
          - name: answer
            topic: obd/{device}/answer
            payload: text
            signals:
              - name: Vehicle.Powertrain.CombustionEngine.ECT
                path: {path: $, hex: true, bytes: [1, 1]}
                offset: -40
                where: {path: {path: $, hex: true, bytes: [0, 1]}, is: ["5"]}
              - name: Vehicle.Powertrain.CombustionEngine.Speed
                path: {path: $, hex: true, bytes: [1, 2], order: big}
                scale: 0.25
                where: {path: {path: $, hex: true, bytes: [0, 1]}, is: ["12"]}
              - name: Vehicle.Powertrain.FuelSystem.RelativeLevel
                path: {path: $, hex: true, bytes: [1, 1]}
                scale: 0.392156862745098
                where: {path: {path: $, hex: true, bytes: [0, 1]}, is: ["47"]}
          - name: codes
            topic: obd/{device}/codes
            payload: text
            faults: [{path: $, form: obd2, meaning: set, status: confirmed}]
        """

    @Test(
        "answers of service 01 become signals",
        arguments: [
            ("057b", "Vehicle.Powertrain.CombustionEngine.ECT", 83.0),
            ("0C1324", "Vehicle.Powertrain.CombustionEngine.Speed", 1225),
            ("2F41", "Vehicle.Powertrain.FuelSystem.RelativeLevel", 25.49),
        ])
    func answer(_ hex: String, _ name: String, _ expected: Double) throws {
        let bench = try Bench.profile(VectorTests.answers)
        let observations = bench.decode("obd/car-1/answer", hex).observations
        #expect(observations.count == 1)
        guard case .signal(let symbol, .number(let value)) = observations.first?.body else {
            Issue.record("\(hex) gives no number")
            return
        }
        #expect(bench.symbols[symbol] == name)
        #expect(abs(value - expected) < 0.005)
    }

    @Test("an answer that ends too early, or to another question, says nothing")
    func shortAnswers() throws {
        let bench = try Bench.profile(VectorTests.answers)
        for hex in ["05", "0C13", "2F", "FF41", ""] {
            #expect(bench.decode("obd/car-1/answer", hex).observations.isEmpty)
        }
    }

    @Test("a code of two bytes is the code on the tester's screen")
    func twoBytes() throws {
        let bench = try Bench.profile(VectorTests.answers)
        #expect(bench.faults("obd/car-1/codes", "0D14")?.codes == ["obd/P0D14"])
        #expect(bench.faults("obd/car-1/codes", "0000")?.codes == [])
    }

    @Test("answers inside CAN frames, which the shipped WiCAN profile reads")
    func frames() throws {
        let bench = try Bench.shipped()
        func values(_ bytes: String) -> [String] {
            bench.values("wican/a1/can/rx", #"{"bus":0,"type":"rx","ts":1,"frame":[{"id":2024,"data":[\#(bytes)]}]}"#)
        }
        #expect(values("4,65,12,18,52,170,170,170") == ["Vehicle.Powertrain.CombustionEngine.Speed=1165"])
        #expect(values("4,65,13,23,170,170,170,170") == ["Vehicle.Speed=23"])
    }

    @Test("a diagnostic message of RV-C with all ones says that its device has no fault")
    func caravan() throws {
        let bench = try Bench.shipped()
        let frame = #"{"id":"19FECA80","data":"0540FFFFFFFFFFFF"}"#
        let observations = bench.decode("rvc/caravan-5/frames", frame).observations
        #expect(observations.count == 1)
        #expect(observations.first.map { bench.symbols[$0.source] } == "rvc2mqtt/caravan-5/dsa64")
        let report = bench.faults("rvc/caravan-5/frames", frame)
        #expect(report?.mode == .set)
        #expect(report?.codes == [])
    }

    @Test("a thermostat of RV-C: instance, set temperature in 32nds of a degree, fan in halves of a percent")
    func thermostat() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: thermostat
                topic: rvc/{device}/frames
                component: {path: data, hex: true, bytes: [0, 1]}
                when: {path: {path: id, hex: true, bytes: [0, 4], order: big}, is: ["436200025"]}
                signals:
                  - name: Device.TargetTemperature
                    path: {path: data, hex: true, bytes: [3, 2]}
                    scale: 0.03125
                    offset: -273
                  - {name: Device.LoadLevel, path: {path: data, hex: true, bytes: [2, 1]}, scale: 0.5}
            """)
        let observations = bench.decode(
            "rvc/caravan-5/frames", #"{"id":"19FFE259","data":"0215C84724472400"}"#
        ).observations
        #expect(observations.map { bench.symbols[$0.source] } == ["test/caravan-5/2", "test/caravan-5/2"])
        #expect(
            observations.compactMap { bench.value($0) } == [
                "Device.TargetTemperature=17.21875", "Device.LoadLevel=100",
            ])
    }
}
