import Outreach
package import Telemetry

/// Call sheets for paper as they were printed together: a page for each task.
package struct PrintedSheet: Sendable {
    /// Stands on each page; with the number of the task it names the page.
    ///
    /// 0 if nothing was kept of it.
    package var number: Int64
    package var printedAt: Timestamp
    package var by: String
    /// In the order of the queue.
    package var pages: [TaskDetail]
}

/// A page that comes back: what somebody wrote on it.
package struct SheetRow: Sendable, Equatable {
    package var sheet: Int64
    package var task: Int64
    package var result: CallResult
    /// When the call was made, by the clock on the wall.
    package var at: Timestamp
    /// Who made it.
    package var by: String
    /// Whether a later row of the same page says how it ended: then this is only one more try.
    package var isOnlyATry = false

    package init(sheet: Int64, task: Int64, result: CallResult, at: Timestamp, by: String) {
        self.sheet = sheet
        self.task = task
        self.result = result
        self.at = at
        self.by = by
    }

    /// Tells a row from every other, in any run of the program: FNV-1a over what it says.
    var digest: Int64 {
        let fields = [
            "\(sheet)", "\(task)", result.outcome.rawValue, "\(at.milliseconds)", by,
            result.etaMinutes.map { "\($0)" } ?? "", result.callBackAt.map { "\($0.milliseconds)" } ?? "",
            result.openQuestions.joined(separator: "\u{1E}"), result.note ?? "",
        ]
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in fields.joined(separator: "\u{1F}").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}

/// What became of a row.
package enum SheetTaking: Sendable, Equatable {
    /// It counts. `changed` if the task says something new since the page was printed: the lane then asks for another
    /// call.
    case applied(changed: Bool)
    /// It counts as one more try; another row says how it ended.
    case noted
    /// It was taken over before; nothing was done.
    case again
    /// It contradicts what has happened meanwhile: kept as a note with the task, for the reason given.
    case kept(String)
    /// No such page was ever printed; nothing was done.
    case unknown
}
