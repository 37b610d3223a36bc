/// A fault code with its status, read from the form of `callahead diagnose`: `P0300:pending`, `j1939/SPN110.FMI0`.
package struct FaultWord: Sendable, Equatable {
    /// With its namespace, but for codes of OBD.
    package var code: String
    /// `confirmed`, `pending` or `history`.
    package var status: String

    /// A word without a status is confirmed; what follows a colon is a status only if it is one.
    package init(_ text: String) {
        (code, status) = (text, "confirmed")
        guard let colon = text.lastIndex(of: ":") else { return }
        let word = String(text[text.index(after: colon)...])
        guard FaultWord.statuses.contains(word) else { return }
        (code, status) = (String(text[..<colon]), word)
    }

    package static let statuses = ["confirmed", "pending", "history"]

    /// `obd`, `j1939`, `ocpp`, …; a code without a namespace is one of OBD.
    package var namespace: String {
        guard let slash = code.firstIndex(of: "/") else { return "obd" }
        return String(code[..<slash])
    }

    /// The code without its namespace.
    package var bare: String {
        guard let slash = code.firstIndex(of: "/") else { return code }
        return String(code[code.index(after: slash)...])
    }
}
