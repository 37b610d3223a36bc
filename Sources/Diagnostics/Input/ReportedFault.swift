package import Telemetry

/// A fault code that an asset reports, as diagnosis sees it: no time, no source.
package struct ReportedFault: Sendable, Hashable {
    /// `namespace/code`, for example `obd/P0301`.
    package var code: String
    /// How sure the control unit is.
    package var status: FaultCode.Status
    /// Whether the list it came from holds what is wrong now or what a memory holds.
    package var kind: FaultReport.Kind
    /// Whether the control unit wants a warning lamp lit because of this code.
    package var wantsLamp: Bool
    /// The severity byte of this code, where the control unit gives one.
    package var severityByte: UDSSeverity?

    package init(
        code: String, status: FaultCode.Status = .unknown, kind: FaultReport.Kind = .active, wantsLamp: Bool = false,
        severityByte: UDSSeverity? = nil
    ) {
        self.code = code
        self.status = status
        self.kind = kind
        self.wantsLamp = wantsLamp
        self.severityByte = severityByte
    }

    /// A code with its status byte.
    package init(
        code: String, uds status: UDSStatus, kind: FaultReport.Kind = .active, severityByte: UDSSeverity? = nil
    ) {
        self.init(
            code: code, status: status.status, kind: kind, wantsLamp: status.contains(.warningIndicator),
            severityByte: severityByte)
    }
}
