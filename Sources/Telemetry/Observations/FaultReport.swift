/// What one message says about fault codes.
package struct FaultReport: Sendable, Equatable {
    /// What the message means for codes that it does not name.
    package enum Mode: String, Sendable, CaseIterable {
        /// The full set of this source: a code that is missing is clear.
        case set
        /// These are active; nothing is said about others.
        case raise
        /// These are no longer active.
        case clear
        /// An entry of a log: it happened, it need not be active.
        case log
    }

    /// Whether the source lists what is wrong now or what its memory holds.
    package enum Kind: String, Sendable, CaseIterable {
        case active
        case stored
    }

    package var mode: Mode
    package var kind: Kind
    package var codes: [FaultCode]

    package init(mode: Mode, kind: Kind, codes: [FaultCode]) {
        self.mode = mode
        self.kind = kind
        self.codes = codes
    }
}

/// A code with its namespace, `obd/P0301`, `j1939/SPN100.FMI1`, `landroid/8`, as one message reported it.
package struct FaultCode: Sendable, Hashable {
    /// How sure the control unit is of the code.
    package enum Status: String, Sendable, CaseIterable {
        case confirmed
        case pending
        case history
        case unknown
    }

    /// `namespace/code`.
    package var code: String
    package var status: Status
    /// What stood in the message.
    package var raw: String

    package init(code: String, status: Status = .unknown, raw: String) {
        self.code = code
        self.status = status
        self.raw = raw
    }
}
