internal import Telemetry

/// The failure type byte of a three-byte code: how the thing fails that the base code names.
///
/// Numbers: ISO 15031-6 and SAE J2012-DA. From 0xF0 on they are the maker's, and 0x9F and up to there reserved.
struct FailureType: Sendable, Equatable {
    /// The groups of the standard, by the high half of the byte.
    enum Group: Sendable, Equatable {
        case general, circuit, signal, frequency, controlUnit, programming, algorithm, mechanical, message, component
    }

    let byte: UInt8
    let group: Group

    init?(_ byte: UInt8) {
        switch byte {
        case 0x01, 0x11...0x1F: group = .circuit
        case 0x02, 0x21...0x2F: group = .signal
        case 0x03, 0x31...0x3A: group = .frequency
        case 0x04, 0x41...0x4B: group = .controlUnit
        case 0x05, 0x51...0x57: group = .programming
        case 0x06, 0x61...0x68: group = .algorithm
        case 0x07, 0x71...0x7B: group = .mechanical
        case 0x08, 0x81...0x8F: group = .message
        case 0x09, 0x91...0x9A: group = .component
        case 0x00, 0x0A: group = .general
        default: return nil
        }
        self.byte = byte
    }

    /// The failure type of a code such as `obd/P0301-11` or `uds/9A1F-4B`.
    ///
    /// - Returns: `nil` if the code has none, or one that only its maker knows.
    init?(of code: String) {
        guard code.hasPrefix("obd/") || code.hasPrefix("uds/"), let dash = code.lastIndex(of: "-") else { return nil }
        let digits = code[code.index(after: dash)...]
        guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let byte = UInt8(digits, radix: 16) else {
            return nil
        }
        self.init(byte)
    }

    /// Whether something gets too hot: one level worse than the base code alone.
    var isOverheating: Bool { byte == 0x4B || byte == 0x98 }

    /// Whether a wire or plug has come apart.
    var isOpenCircuit: Bool { byte == 0x13 || byte == 0x14 || byte == 0x15 || byte == 0x1F }

    /// A few plain words, or `nil` if the byte says nothing.
    var words: String? {
        if let exact = FailureType.exact[byte] { return exact }
        return switch group {
        case .general: nil
        case .circuit: "electrical circuit fault"
        case .signal: "signal out of range"
        case .frequency: "pulse signal fault"
        case .controlUnit: "fault inside the control unit"
        case .programming: "not programmed or set up"
        case .algorithm: "implausible"
        case .mechanical: "mechanical fault"
        case .message: "message on the bus faulty"
        case .component: "component faulty"
        }
    }

    private static let exact: [UInt8: String] = [
        0x11: "short to ground", 0x12: "short to battery", 0x13: "circuit open", 0x14: "short to ground or open",
        0x15: "short to battery or open", 0x16: "voltage too low", 0x17: "voltage too high", 0x18: "current too low",
        0x19: "current too high", 0x1A: "resistance too low", 0x1B: "resistance too high", 0x1F: "loose contact",
        0x23: "signal stuck low", 0x24: "signal stuck high", 0x29: "signal invalid", 0x2F: "signal erratic",
        0x31: "no signal", 0x36: "frequency too low", 0x37: "frequency too high", 0x41: "checksum wrong",
        0x42: "memory faulty", 0x47: "watchdog tripped", 0x49: "electronics faulty", 0x4A: "wrong part fitted",
        0x4B: "control unit too hot", 0x51: "not programmed", 0x54: "not calibrated", 0x55: "not set up",
        0x62: "signals contradict each other", 0x64: "signal not plausible", 0x71: "stuck", 0x72: "stuck open",
        0x73: "stuck closed", 0x74: "slipping", 0x77: "position not reached", 0x78: "out of adjustment",
        0x79: "linkage broken", 0x7A: "leaking", 0x7B: "fluid low", 0x81: "wrong data received",
        0x86: "invalid value on the bus", 0x87: "message missing", 0x88: "bus off", 0x92: "works badly",
        0x93: "does not work", 0x94: "works unasked", 0x96: "broken inside", 0x97: "blocked", 0x98: "too hot",
    ]
}
