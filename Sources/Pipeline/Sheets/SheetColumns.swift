import Outreach

/// The columns in which sheets come back.
package enum SheetColumns {
    package static let names = [
        "task", "sheet", "outcome", "at", "by", "eta_minutes", "call_back_at", "open_questions", "note",
    ]
    static let needed = ["task", "sheet", "outcome", "at"]

    /// An empty form: the header, and a row for each page of a sheet with nothing but its numbers.
    package static func template(sheet: Int64? = nil, tasks: [Int64] = []) -> String {
        var lines = [names.joined(separator: ",")]
        let empty = String(repeating: ",", count: names.count - 2)
        if let sheet { lines += tasks.map { "\($0),\(sheet)\(empty)" } }
        return lines.joined(separator: "\n") + "\n"
    }
}
