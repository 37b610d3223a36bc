internal import Telemetry

/// A J1939 or RV-C code, `SPN100.FMI1` or `SPN639.FMI9.SA11`: what is affected, how it fails, which unit says so.
///
/// The failure mode alone grades a code whose SPN has no row: 0 and 1 are the most severe level of a valid value, 16
/// and 18 the moderate one, 15 and 17 the least; 2 to 6, 8 to 10, 12, 13 and 19 to 21 tell of signal or circuit.
struct J1939Code: Sendable, Equatable {
    let spn: Int
    let fmi: Int
    /// The source address of the unit that reports, if the code carries it.
    private(set) var address: Int?

    /// Reads what stands behind the namespace.
    ///
    /// - Returns: `nil` unless SPN and FMI are numbers in their ranges. Of further pieces, `SA` is the source address
    ///   (0 to 253) and `DSN` RV-C's system number, which says nothing here.
    init?(_ body: Substring) {
        let pieces = body.split(separator: ".", omittingEmptySubsequences: false)
        guard (2...4).contains(pieces.count), let spn = J1939Code.number(pieces[0], after: "SPN", in: 0...524_287),
            let fmi = J1939Code.number(pieces[1], after: "FMI", in: 0...31)
        else { return nil }
        self.spn = spn
        self.fmi = fmi
        for piece in pieces.dropFirst(2) {
            if let address = J1939Code.number(piece, after: "SA", in: 0...253) {
                self.address = address
            } else if J1939Code.number(piece, after: "DSN", in: 0...255) == nil {
                return nil
            }
        }
    }

    private static func number(_ piece: Substring, after word: String, in range: ClosedRange<Int>) -> Int? {
        guard piece.hasPrefix(word) else { return nil }
        let digits = piece.dropFirst(word.count)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), range.contains(number)
        else { return nil }
        return number
    }

    var mode: J1939FailureMode { J1939FailureMode(fmi) }

    /// Whether the mode tells of the signal or its circuit, so that the value is worthless.
    var isCircuitFault: Bool { mode == .circuit }

    /// What the numbers say without a row.
    var structure: CodeStructure {
        // Above 516,095 the number is the maker's to assign, and without a number the mode has no subject.
        guard spn <= 516_095 else { return .unknown }
        let system = address.flatMap(J1939System.init(address:))
        func says(_ symptom: BuiltInSymptom, _ severity: Severity, _ text: String) -> CodeStructure {
            CodeStructure(
                symptom: system?.symptom ?? symptom, severity: max(severity, system?.leastSeverity ?? severity),
                text: text + " (failure mode \(fmi))" + (system.map { ", reported by the \($0.words)" } ?? ""),
                source: "SAE J1939-73 failure mode; levels are ours")
        }
        switch mode {
        case .above(.most), .below(.most): return says(.outOfRange, .limp, "a valid value at the most severe level")
        case .above(.moderate), .below(.moderate):
            return says(.outOfRange, .serviceSoon, "a valid value at the moderate level")
        case .above(.least), .below(.least):
            return says(.outOfRange, .serviceSoon, "a valid value at the least severe level")
        case .circuit: return says(.sensorFault, .serviceSoon, "a signal or circuit fault")
        case .component: return says(.componentFault, .serviceSoon, "a component that does not respond")
        case .condition, .none: return .unknown
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
        case 117, 118, 1_087, 1_088: .brakeAir
        default: []
        }
    }
}
