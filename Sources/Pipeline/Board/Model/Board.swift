import Outreach
package import Telemetry

/// The board of one dispatcher: what it shows and what its keys do.
///
/// A value without clock and without I/O: keys and the desk's answers go in, requests and a grid of cells come out.
package struct Board: Sendable {
    /// What can be looked at.
    package enum Pane: Int, Sendable, CaseIterable {
        case queue, task, units, levels, campaigns, foreseen
    }

    /// What the keys do at the moment.
    package enum Mode: Sendable, Equatable {
        case browsing, filtering, help, confirmingRelease, confirmingQuit
        case outcome(OutcomeForm)
        case snooze(SnoozeForm)
        case note(task: Int64, TextField)
        /// Quiet hours or a wish speak against a call: why it is made all the same.
        case overriding(Held, channel: String, rule: String, TextField)
        case fact(FactForm)
    }

    /// The dispatcher's name.
    package let actor: String
    package var pane = Pane.queue
    package var mode = Mode.browsing
    package internal(set) var snapshot: BoardSnapshot?
    /// The claim, if there is one; it stays until it is given back, has its outcome, or is put away.
    package internal(set) var held: Held?
    /// The task that is looked at without a claim.
    package internal(set) var looked: Int64?
    /// Whether nothing is left to do but to give the terminal back.
    package internal(set) var isOver = false
    /// What the dispatcher was told last.
    package internal(set) var notice: String?
    /// Why the database does not answer, since when.
    package internal(set) var trouble: (words: String, since: Timestamp)?
    /// What the desk has not answered yet, since when.
    package internal(set) var pending: (request: BoardRequest, since: Timestamp)?

    /// The row that the dispatcher chose; `nil` is the one that would be taken next.
    var selection: Int64?
    var filter = TextField(limit: 60)
    var queueTop = 0
    var taskTop = 0
    var otherTop = 0
    /// How many lines a page has, as it was drawn last.
    var page = 10
    /// Alarms that have rung already.
    var rung: [Int64] = []
    /// The lines of the claimed task that the dispatcher has seen, without what changes with the clock.
    var seen: Set<String> = []
    /// Whether the next screen of the claimed task is what the dispatcher has asked for himself.
    var expectsChange = false
    var quitsAfterRelease = false
    /// The form that was sent last: it comes back if it could not be saved.
    var lastForm: Mode?

    package init(actor: String) { self.actor = actor.terminalSafe }

    /// The task of the claim.
    package var mine: TaskView? {
        guard let held, let task = snapshot?.mine, task.id == held.task else { return nil }
        return task
    }

    /// The task on the task's pane: the one that is looked at, else the claimed one.
    package var shown: TaskView? {
        guard let looked else { return mine }
        return snapshot?.looked.flatMap { $0.id == looked ? $0 : nil }
    }

    /// Whether the claim is gone, though its task is still on the screen.
    package var isLost: Bool {
        switch mine?.standing {
        case .withdrawn, .lost, .done: true
        case .open, nil: false
        }
    }

    /// The lines of the queue that the filter leaves.
    package var lines: [QueueLine] {
        let all = snapshot?.queue ?? []
        guard let words = filter.value?.lowercased() else { return all }
        let wanted = words.split(separator: " ")
        return all.filter { line in
            let text = line.searchText
            return wanted.allSatisfy { text.contains($0) }
        }
    }

    /// The line that `c` takes and `Enter` shows.
    package func selected(at now: Timestamp) -> QueueLine? {
        let lines = lines
        if let selection, let line = lines.first(where: { $0.id == selection }) { return line }
        return lines.first { $0.isFree(at: now) } ?? lines.first
    }

    /// Tasks that nobody has claimed in time, most urgent first.
    package func alarms(at now: Timestamp) -> [QueueLine] {
        snapshot?.queue.filter { $0.isAlarming(at: now) && $0.id != held?.task } ?? []
    }

    /// Whether the terminal is to ring: once for each alarm.
    package mutating func takeBell(at now: Timestamp) -> Bool {
        let ids = alarms(at: now).map(\.id)
        let isNew = ids.contains { !rung.contains($0) }
        rung = ids
        return isNew
    }

    /// Seconds until the claim ends; negative if it has ended.
    package func leaseLeft(at now: Timestamp) -> Int64? {
        guard !isLost else { return nil }
        return mine?.leaseUntil.map { $0.seconds(since: now) }
    }
}

extension QueueLine {
    /// All words of the line in small letters.
    fileprivate var searchText: String {
        [
            "\(id)", kind.rawValue.wordsOfKey, severity?.rawValue.wordsOfKey ?? "",
            asset, who, symptom, holder ?? "",
        ].joined(separator: " ").lowercased()
    }
}
