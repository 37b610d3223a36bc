internal import Telemetry

/// A trouble code of UDS service 19: two bytes as in OBD, a failure type, and what stands beside it.
struct UDSCode: Sendable, Equatable {
    let code: OBDCode
    let failureType: UInt8
    var status: UDSStatus?
    var severity: UInt8?

    init(code: OBDCode, failureType: UInt8, status: UDSStatus? = nil, severity: UInt8? = nil) {
        self.code = code
        self.failureType = failureType
        self.status = status
        self.severity = severity
    }

    /// All zeros or all ones: no code.
    var isFiller: Bool {
        code.isFiller && failureType == code.low
    }

    /// `P0301-11`: the failure type in hexadecimal after a dash.
    var text: String { "\(code.text)-\(ByteText.hexadecimal([failureType]))" }

    /// `0301-11`, for codes that are not to be read as letters.
    var hexText: String { ByteText.hexadecimal([code.high, code.low]) + "-" + ByteText.hexadecimal([failureType]) }

    /// The word of the severity byte (ISO 14229-1 annex D): its highest bit counts; `nil` if it has none.
    var severityWord: String? {
        guard let severity else { return nil }
        if severity & 0x80 != 0 { return "check_immediately" }
        if severity & 0x40 != 0 { return "check_at_next_halt" }
        if severity & 0x20 != 0 { return "maintenance_only" }
        return nil
    }
}

/// The status byte of a UDS code (ISO 14229-1 annex D).
struct UDSStatus: OptionSet, Sendable {
    let rawValue: UInt8

    static let testFailed = UDSStatus(rawValue: 0x01)
    static let testFailedThisCycle = UDSStatus(rawValue: 0x02)
    static let pending = UDSStatus(rawValue: 0x04)
    static let confirmed = UDSStatus(rawValue: 0x08)
    static let testFailedSinceClear = UDSStatus(rawValue: 0x20)
    static let warningRequested = UDSStatus(rawValue: 0x80)

    /// Bits that tell of a failure; the others say that a test has not run, which proves nothing.
    static let evidence: UDSStatus = [
        .testFailed, .testFailedThisCycle, .pending, .confirmed, .testFailedSinceClear, .warningRequested,
    ]

    /// A failure without the bits "confirmed" and "pending" is graded as unknown: not every control unit keeps them.
    var faultStatus: FaultCode.Status {
        if contains(.confirmed) { return .confirmed }
        if contains(.pending) { return .pending }
        if !isDisjoint(with: [.testFailed, .testFailedThisCycle, .warningRequested]) { return .unknown }
        return contains(.testFailedSinceClear) ? .history : .unknown
    }
}
