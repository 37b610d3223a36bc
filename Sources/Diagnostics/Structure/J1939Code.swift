internal import Telemetry

/// A J1939 code, `SPN100.FMI1`: what is affected, and how it fails.
///
/// The failure mode alone grades a code whose SPN has no row: 0 and 1 are the most severe level of a valid value, 16
/// and 18 the moderate one, 15 and 17 the least; 2 to 10, 12, 13 and 19 to 21 tell of signal or circuit.
struct J1939Code: Sendable, Equatable {
    let spn: Int
    let fmi: Int

    init?(_ body: Substring) {
        let halves = body.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0].hasPrefix("SPN"), halves[1].hasPrefix("FMI"),
            let spn = Int(halves[0].dropFirst(3)), let fmi = Int(halves[1].dropFirst(3)),
            (0...524_287).contains(spn), (0...31).contains(fmi)
        else { return nil }
        self.spn = spn
        self.fmi = fmi
    }

    /// Whether the mode tells of the signal or its circuit, so that the value is worthless.
    var isCircuitFault: Bool {
        switch fmi {
        case 2...6, 8...10, 12, 13, 19...21: true
        default: false
        }
    }

    var structure: CodeStructure {
        let source = "SAE J1939-73 failure mode; levels are ours"
        // Above 516,095 the number is the maker's to assign.
        guard spn <= 516_095 else { return .unknown }
        if isCircuitFault {
            return CodeStructure(
                symptom: .sensorFault, severity: .serviceSoon, text: "a signal or circuit fault (failure mode \(fmi))",
                source: source)
        }
        switch fmi {
        case 0, 1:
            return CodeStructure(
                symptom: .outOfRange, severity: .limp,
                text: "a valid value at the most severe level (failure mode \(fmi))", source: source)
        case 16, 18:
            return CodeStructure(
                symptom: .outOfRange, severity: .serviceSoon,
                text: "a valid value at the moderate level (failure mode \(fmi))", source: source)
        case 15, 17:
            return CodeStructure(
                symptom: .outOfRange, severity: .serviceSoon,
                text: "a valid value at the least severe level (failure mode \(fmi))", source: source)
        default: return .unknown
        }
    }

    /// The sensor that can't be trusted while this code is present.
    var disarms: SensorGroup {
        guard isCircuitFault else { return [] }
        return switch spn {
        case 110: .coolantTemperature
        case 100: .oilPressure
        case 190: .engineSpeed
        case 84: .vehicleSpeed
        case 117, 118: .brakeAir
        default: []
        }
    }
}
