import Foundation
import Telemetry
import Testing

@testable import Diagnostics

@Suite("What diagnose prints")
struct PrintedDiagnosisTests {
    private func printed(_ diagnosis: Diagnosis) throws -> [String: Any] {
        let data = try JSONEncoder().encode(diagnosis)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("the JSON has the keys of the contract, also where nothing is known")
    func keys() throws {
        let keys: Set<String> = [
            "severity", "immobile", "charging_only", "symptom", "part", "parts", "system", "capabilities", "cautions",
            "faults", "problems", "evidence",
        ]
        let diagnostician = try Shipped.diagnostician()
        for codes in [[], ["obd/P0524"], ["maker/1"]] {
            let object = try printed(diagnostician.diagnose(codes))
            #expect(Set(object.keys) == keys)
        }
        #expect(try printed(diagnostician.diagnose([String]()))["part"] is NSNull)
    }

    @Test("every piece of evidence has rule, source, severity and what it weighed")
    func evidence() throws {
        let hot = SignalReading(name: "Vehicle.Powertrain.CombustionEngine.ECT", value: 119, heldFor: 7)
        let object = try printed(try Shipped.diagnostician().diagnose(["obd/P2560"], signals: [hot]))
        let evidence = try #require(object["evidence"] as? [[String: Any]])
        #expect(evidence.count == 2)
        let value = try #require(evidence.first)
        #expect(value["kind"] as? String == "value" && value["rule"] as? String == "coolant_stop")
        #expect(value["severity"] as? String == "stop" && value["code"] is NSNull)
        #expect((value["source"] as? String)?.isEmpty == false)
        let weighed = try #require((value["weighed"] as? [[String: Any]])?.first)
        #expect(weighed["signal"] as? String == hot.name && weighed["unit"] as? String == "°C")
        #expect(weighed["value"] as? Double == 119 && weighed["limit"] as? Double == 117)
        #expect(weighed["held_s"] as? Double == 7)
        #expect(evidence.last?["code"] as? String == "obd/P2560")
    }

    @Test("forty codes, lamps and values still fit on one screen")
    func screen() throws {
        let catalogue = try Shipped.catalogue.get()
        let diagnostician = try Shipped.diagnostician()
        let codes = Array(catalogue.generic.keys.sorted().filter { $0.hasPrefix("obd/P0A") }.prefix(40))
        let names = ["Device.RedStopLamp", "Device.AmberWarningLamp", "Device.MILFlashing", "Device.OilPressureLamp"]
        let diagnosis = diagnostician.diagnose(codes, signals: names.map { SignalReading(name: $0, value: 1) })
        let lines = diagnosis.screen(in: catalogue)
        #expect(lines.count <= 30, "\(lines.count)")
        #expect(lines.contains { $0.hasPrefix("code") && $0.contains("34 more") })
        #expect(lines.first?.hasPrefix("severity  stop") == true)
    }

    @Test("a single code shows its source")
    func single() throws {
        let catalogue = try Shipped.catalogue.get()
        let lines = try Shipped.diagnostician().diagnose(["obd/P0524"]).screen(in: catalogue)
        #expect(lines.contains { $0.hasPrefix("why       catalogue: obd/P0524") && $0.hasSuffix("]") })
        #expect(lines.contains("needs     flatbed"))
        #expect(lines.contains { $0.hasPrefix("mind      do not start the engine again") })
    }
}
