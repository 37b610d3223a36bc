package import Telemetry

/// A fault code that an asset reports, as diagnosis sees it: no time, no source.
package struct ReportedFault: Sendable, Hashable {
    /// `namespace/code`, for example `obd/P0301`.
    package var code: String
    /// How sure the control unit is.
    package var status: FaultCode.Status
    /// Whether the list it came from holds what is wrong now or what a memory holds.
    package var kind: FaultReport.Kind

    package init(code: String, status: FaultCode.Status = .unknown, kind: FaultReport.Kind = .active) {
        self.code = code
        self.status = status
        self.kind = kind
    }
}
