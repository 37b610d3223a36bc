/// Fault codes as people type them.
package enum FaultCodeName {
    /// The code with its namespace: `P0301` is `obd/P0301`, `SPN100.FMI1` is `j1939/SPN100.FMI1`; one with a namespace
    /// stays as it is.
    package static func complete(_ text: String) -> String {
        guard !text.contains("/") else { return text }
        let code = text.uppercased()
        return code.hasPrefix("SPN") ? "j1939/\(code)" : "obd/\(code)"
    }
}
