import ArgumentParser
import Persistence
import Pipeline
import Telemetry

/// `tasks fact`: what a person told.
struct TasksFact: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fact", abstract: "What they told you; the plan is made again with it.",
        discussion: """
            What plans read: position=59.437,24.754, people=3, height_limit_m=2.1, road=A1, job=on_scene, and yes or no \
            for \(TasksFact.flags.joined(separator: ", ")). Any other word is kept for people to read.
            """)

    /// What is answered with yes or no.
    private static let flags = [
        "safe_place", "live_lane", "in_danger", "smoke", "fire", "children", "reduced_mobility", "wheels_turn", "key",
        "trailer", "approved", "scene_released", "needs_help", "others_called", "in_water", "trapped", "injured",
    ]
    private static let numbers = ["people", "height_limit_m"]
    private static let others = ["position", "road", "job", "destination"]

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var task: TaskArgument
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Argument(
        help: "KEY=VALUE",
        completion: .list(
            TasksFact.flags.flatMap { ["\($0)=yes", "\($0)=no"] }
                + (TasksFact.numbers + TasksFact.others).map { "\($0)=" }))
    var fact: String

    func validate() throws { _ = try parsed() }

    func run() throws {
        try reportingFailures {
            let fact = try parsed()
            try database.writingDesk().fact(
                task.task, key: fact.key, value: fact.value, place: fact.place, as: desk.actor, at: .now)
            try receipt.show("knows \(fact.key)", task: task.task)
        }
    }

    /// The fact in its parts.
    func parsed() throws -> (key: String, value: String, place: Coordinate?) {
        let parts = fact.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let key = parts.first, !key.isEmpty,
            key.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLowercase || $0.isNumber) })
        else { throw ValidationError("A fact is KEY=VALUE, the key in small letters: smoke=yes.") }
        guard key == "position" else {
            try check(String(key), String(parts[1]))
            return (String(key), String(parts[1]), nil)
        }
        let numbers = parts[1].split(separator: ",").map { Double($0.filter { $0 != " " }) }
        guard numbers.count == 2, let latitude = numbers[0], let longitude = numbers[1] else {
            throw ValidationError("A position is latitude,longitude in degrees: position=59.437,24.754.")
        }
        do {
            let place = try Coordinate(latitude: latitude, longitude: longitude)
            guard !place.isNullIsland else { throw ValidationError("0,0 is in the sea: no position.") }
            return (String(key), String(parts[1]), place)
        } catch let error as CoordinateError {
            throw ValidationError("\(error)")
        }
    }

    /// Refuses what a plan would not understand: a misspelt "smoke" must not be lost.
    private func check(_ key: String, _ value: String) throws {
        let known = TasksFact.flags + TasksFact.numbers + TasksFact.others
        if TasksFact.flags.contains(key) {
            guard ["yes", "no"].contains(value.lowercased()) else {
                throw ValidationError("\(key) is answered with yes or no: \(key)=yes.")
            }
        } else if TasksFact.numbers.contains(key) {
            guard let number = Double(value), number.isFinite, (0...1_000).contains(number) else {
                throw ValidationError("\(key) is a number: \(key)=3.")
            }
        } else if key == "job" {
            guard JobState(rawValue: value) != nil else {
                throw ValidationError(
                    "\(value) is no state of a job; one of "
                        + "\(JobState.allCases.map(\.rawValue).joined(separator: ", ")) is.")
            }
        } else if !known.contains(key), let near = nearestWord(to: key, in: known) {
            throw ValidationError("\(key) is not known; did you mean \(near)?")
        }
    }
}
