internal import Telemetry

/// What the form of a code says when no catalogue has a row for it.
///
/// Never "fine": at the least, unknown.
struct CodeStructure: Sendable, Equatable {
    var symptom: BuiltInSymptom
    var severity: Severity
    /// What was read from the form, for the evidence.
    var text: String
    var source: String

    static let unknown = CodeStructure(
        symptom: .unknownFault, severity: .unknown, text: "no catalogue knows it and its form says nothing",
        source: "Callahead rule: unknown is never fine")

    /// Reads `namespace/code`.
    init(of code: String) {
        if let body = CodeStructure.body(of: code, in: "obd/") {
            self = CodeStructure.j2012(body).refined(by: FailureType(of: code))
        } else if let body = CodeStructure.body(of: code, in: "uds/"), let short = CodeStructure.j2012Code(ofUDS: body)
        {
            self = CodeStructure.j2012(short[...]).refined(by: FailureType(of: code))
        } else if let body = CodeStructure.body(of: code, in: "j1939/") ?? CodeStructure.body(of: code, in: "rvc/"),
            let fault = J1939Code(body)
        {
            self = fault.structure
        } else {
            self = .unknown
        }
    }

    init(symptom: BuiltInSymptom, severity: Severity, text: String, source: String) {
        self.symptom = symptom
        self.severity = severity
        self.text = text
        self.source = source
    }

    /// The same with how it fails: heat is one level worse.
    private func refined(by type: FailureType?) -> CodeStructure {
        guard let type else { return self }
        var structure = self
        if let words = type.words { structure.text += ", " + words }
        if type.isOverheating { structure.severity = severity.raised }
        return structure
    }

    /// The five-character code under which a catalogue may have a row for a longer form: `obd/C0049-4B` and
    /// `uds/4049-4B` are `obd/C0049` with a failure type.
    static func shortForm(of code: String) -> String? {
        if let body = body(of: code, in: "obd/") {
            guard body.utf8.count > 5, body.dropFirst(5).first == "-" else { return nil }
            return "obd/" + body.prefix(5)
        }
        guard let body = body(of: code, in: "uds/") else { return nil }
        return j2012Code(ofUDS: body).map { "obd/" + $0 }
    }

    private static func body(of code: String, in namespace: String) -> Substring? {
        code.hasPrefix(namespace) ? code.dropFirst(namespace.count) : nil
    }

    /// Two bytes in hexadecimal, `9A1F-4B`, as J2012 writes them: the top two bits are the letter, the next two a digit.
    private static func j2012Code(ofUDS body: Substring) -> String? {
        let digits = body.prefix { $0 != "-" }
        guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), let number = UInt16(digits, radix: 16) else {
            return nil
        }
        let letter = ["P", "C", "B", "U"][Int(number >> 14)]
        let rest = String(number & 0x0FFF, radix: 16, uppercase: true)
        return letter + String(number >> 12 & 3) + String(repeating: "0", count: 3 - rest.count) + rest
    }

    private static let source = "SAE J2012 code layout; levels are ours"

    private static func j2012(_ body: Substring) -> CodeStructure {
        let digits = Array(body.utf8.dropFirst().prefix(4))
        guard let letter = body.utf8.first, digits.count == 4,
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) })
        else { return .unknown }
        let edition = digits[0] &- 0x30
        let group = digits[1]
        func says(_ symptom: BuiltInSymptom, _ severity: Severity, _ text: String) -> CodeStructure {
            CodeStructure(symptom: symptom, severity: severity, text: text, source: source)
        }
        switch (letter, edition) {
        case (UInt8(ascii: "P"), 0), (UInt8(ascii: "P"), 2): return powertrain(edition: edition, group: group, says)
        case (UInt8(ascii: "P"), 3) where group >= UInt8(ascii: "4"):
            return says(.engineControlFault, .serviceSoon, "a generic engine code")
        case (UInt8(ascii: "C"), 0):
            return says(.chassisFault, .limp, "a generic code of brakes, steering or suspension")
        case (UInt8(ascii: "B"), 0), (UInt8(ascii: "B"), 3):
            return says(.bodyFault, .serviceSoon, "a generic code of body and restraints")
        case (UInt8(ascii: "U"), 0), (UInt8(ascii: "U"), 3):
            return says(.networkFault, .serviceSoon, "a generic code of the vehicle's network")
        default:
            return CodeStructure(
                symptom: .unknownFault, severity: .unknown, text: "a maker's own code without a row",
                source: source)
        }
    }

    private static func powertrain(
        edition: UInt8, group: UInt8, _ says: (BuiltInSymptom, Severity, String) -> CodeStructure
    ) -> CodeStructure {
        switch group {
        case UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: "2"):
            says(.fuelAirFault, .serviceSoon, "a generic code of fuel and air")
        case UInt8(ascii: "3"): says(.ignitionFault, .serviceSoon, "a generic code of the ignition")
        case UInt8(ascii: "4"): says(.emissionFault, .serviceSoon, "a generic code of exhaust and evaporation")
        case UInt8(ascii: "5"): says(.engineControlFault, .serviceSoon, "a generic code of speed, idle and inputs")
        case UInt8(ascii: "6"): says(.controlUnitFault, .serviceSoon, "a generic code of the control unit")
        case UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "9"):
            says(.transmissionFault, .limp, "a generic code of the transmission")
        case UInt8(ascii: "A")...UInt8(ascii: "F") where edition == 0:
            says(.hybridFault, .limp, "a generic code of the electric drive")
        default: says(.engineControlFault, .serviceSoon, "a generic powertrain code")
        }
    }
}
