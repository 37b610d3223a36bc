/// A lamp of a diagnostic message, and whether it is lit.
struct DiagnosticLamp: Sendable, Equatable {
    enum Kind: String, CaseIterable, Sendable {
        case malfunction = "mil"
        case redStop = "red_stop"
        case amberWarning = "amber_warning"
        case protect
        /// Of RV-C, where red and yellow tell of one device and not of the vehicle.
        case red, yellow

        /// The signal that carries it; those of RV-C have none.
        var signal: String? {
            switch self {
            case .malfunction: "Vehicle.OBD.Status.IsMILOn"
            case .redStop: "Device.RedStopLamp"
            case .amberWarning: "Device.AmberWarningLamp"
            case .protect: "Device.ProtectLamp"
            case .red, .yellow: nil
            }
        }
    }

    let kind: Kind
    let isLit: Bool
    let isFlashing: Bool

    /// The lamps of the first two bytes of DM1 (SAE J1939-73); those that are not available are left out.
    ///
    /// The second byte has how they flash: 00 slowly, 01 fast, 11 not at all. All zeros come from control units that
    /// are older than this byte, and say nothing.
    static func lamps(dm1 state: UInt8, flash: UInt8) -> [DiagnosticLamp] {
        let kinds: [(Kind, UInt8)] = [(.malfunction, 6), (.redStop, 4), (.amberWarning, 2), (.protect, 0)]
        var lamps: [DiagnosticLamp] = []
        for (kind, shift) in kinds {
            let bits = state >> shift & 3
            guard bits < 2 else { continue }
            let flashes = flash != 0 && flash >> shift & 3 < 2
            lamps.append(DiagnosticLamp(kind: kind, isLit: bits == 1, isFlashing: bits == 1 && flashes))
        }
        return lamps
    }

    /// The lamps of the first byte of an RV-C DM_RV message.
    static func lamps(rvc state: UInt8) -> [DiagnosticLamp] {
        let kinds: [(Kind, UInt8)] = [(.yellow, 4), (.red, 6)]
        var lamps: [DiagnosticLamp] = []
        for (kind, shift) in kinds where state >> shift & 3 < 2 {
            lamps.append(DiagnosticLamp(kind: kind, isLit: state >> shift & 3 == 1, isFlashing: false))
        }
        return lamps
    }
}
