package import Telemetry

/// The status byte of a trouble code, ISO 14229-1.
package struct UDSStatus: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The latest test failed: the fault is present now.
    package static let testFailed = UDSStatus(rawValue: 0x01)
    /// It failed in this or the last operation cycle and has not matured.
    package static let pending = UDSStatus(rawValue: 0x04)
    /// It matured and is stored.
    package static let confirmed = UDSStatus(rawValue: 0x08)
    /// It failed at some time since the memory was cleared.
    package static let failedSinceClear = UDSStatus(rawValue: 0x20)
    /// The control unit wants a warning lamp lit.
    package static let warningIndicator = UDSStatus(rawValue: 0x80)

    /// How sure the control unit is.
    ///
    /// Confirmed without a failing test is history; failing without being confirmed is pending. Bits that only say that
    /// no test has run prove nothing.
    package var status: FaultCode.Status {
        if contains(.confirmed) { return contains(.testFailed) ? .confirmed : .history }
        if contains(.pending) || contains(.testFailed) { return .pending }
        return contains(.failedSinceClear) ? .history : .unknown
    }
}

/// The severity byte of a trouble code, ISO 14229-1 annex D: the only scale of a vehicle bus that says whether to stop.
package struct UDSSeverity: Sendable, Hashable {
    package let byte: UInt8

    package init(_ byte: UInt8) {
        self.byte = byte
    }

    /// What the control unit asks for, or `nil` if it asks for nothing.
    ///
    /// The emission classes in the low five bits say nothing about driving on; at the most the car wants service.
    package var asks: Severity? {
        if byte & 0x80 != 0 { return .stop }
        if byte & 0x40 != 0 { return .limp }
        if byte & 0x20 != 0 { return .maintenance }
        if byte & 0x0E != 0 { return .serviceSoon }
        return byte & 0x10 != 0 ? .maintenance : nil
    }

    /// The one that asks for more; between equals the larger byte.
    static func graver(_ left: UDSSeverity?, _ right: UDSSeverity?) -> UDSSeverity? {
        guard let left, let right else { return left ?? right }
        let (first, second) = (left.asks ?? .info, right.asks ?? .info)
        if first != second { return first > second ? left : right }
        return left.byte >= right.byte ? left : right
    }

    /// The same in words, for the evidence.
    var text: String {
        if byte & 0x80 != 0 { return "the control unit asks to check at once" }
        if byte & 0x40 != 0 { return "the control unit asks to check at the next halt" }
        if byte & 0x20 != 0 { return "the control unit asks for maintenance" }
        return "the control unit names an emission class"
    }
}
