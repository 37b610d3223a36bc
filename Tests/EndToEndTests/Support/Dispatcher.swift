import Foundation
import GRDB
import Testing

/// A task as `tasks next --claim --json` and `tasks show --json` print it, as far as tests look at it.
struct Screen: Decodable {
    struct Helper: Decodable {
        var id: String
        var state: String
    }

    struct Appointment: Decodable {
        var id: Int
        var state: String
        var workshopID: String

        enum CodingKeys: String, CodingKey {
            case id, state
            case workshopID = "workshop_id"
        }
    }

    var id: Int
    var kind: String
    var state: String
    var script: String?
    var reasons: [String]
    var unit: Helper?
    var slot: Appointment?
    var token: Int?
}

/// Whether a script says that somebody has the job and names a range of minutes with this one in it.
func promises(_ script: String?, minutes: Int) -> Bool {
    let words = (script ?? "").firstMatch(of: /taken the job and needs? (\d+) to (\d+) minutes/)
    guard let words, let low = Int(words.1), let high = Int(words.2) else { return false }
    return low <= minutes && minutes <= high
}

/// Somebody at the command line.
extension Centre {
    /// Claims the next task of a kind, waiting until there is one.
    func claim(_ kind: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Screen {
        try eventually("there is a \(kind)", said: tasksInWords, sourceLocation: sourceLocation) {
            // Asking the database costs less than starting a command.
            guard try number("SELECT count(*) FROM task WHERE kind = ? AND state = 'ready'", [kind]) > 0 else {
                return nil
            }
            let next = try run(["tasks", "next", "--claim", "--json", "--as", "Mari", "--kind", kind])
            return next.end == .exited(0) ? try JSONDecoder().decode(Screen.self, from: Data(next.output.utf8)) : nil
        }
    }

    /// The screen of a task as it is now.
    func screen(_ task: Int) throws -> Screen {
        let show = try run(["tasks", "show", "\(task)", "--json"])
        try #require(show.end == .exited(0), "\(show.errors)")
        return try JSONDecoder().decode(Screen.self, from: Data(show.output.utf8))
    }

    /// Finishes a claimed task and waits until the service has taken it over.
    func finish(
        _ task: Screen, _ outcome: String, etaMinutes: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var words = ["tasks", "finish", "\(task.id)", "--token", "\(task.token ?? 0)", "--as", "Mari"]
        words += ["--outcome", outcome]
        if let etaMinutes { words += ["--eta-minutes", "\(etaMinutes)"] }
        let finish = try run(words)
        try #require(finish.end == .exited(0), "\(finish.errors)", sourceLocation: sourceLocation)
        try eventually("task \(task.id) is taken over", said: tasksInWords, sourceLocation: sourceLocation) {
            try number("SELECT count(*) FROM action") == 0 ? true : nil
        }
    }

    /// Claims the call to the people with the asset and tells them what its screen says.
    @discardableResult
    func tell(_ kind: String = "breakdown_call", sourceLocation: SourceLocation = #_sourceLocation) throws -> Screen {
        let task = try claim(kind, sourceLocation: sourceLocation)
        try finish(task, "reached", sourceLocation: sourceLocation)
        return task
    }

    /// Every hold of a kind that was ever made, oldest first: resource and state.
    func holds(_ kind: String) throws -> [String] {
        try texts("SELECT resource || ' ' || state FROM hold WHERE kind = ? ORDER BY id", [kind])
    }

    /// Waits until the holds of a kind are these.
    func waitForHolds(
        _ kind: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var last: [String] = []
        try eventually(
            "the \(kind) holds are \(expected)", said: "\(last)\n\(tasksInWords)", sourceLocation: sourceLocation
        ) {
            last = try holds(kind)
            return last == expected ? true : nil
        }
    }

    private var tasksInWords: String {
        let rows = try? texts("SELECT id || ' ' || kind || ' ' || state || ' ' || reasons FROM task ORDER BY id")
        let events = try? texts("SELECT kind || ' ' || ifnull(detail, '') FROM event ORDER BY id DESC LIMIT 20")
        return ((rows ?? []) + (events ?? [])).joined(separator: "\n")
    }
}
