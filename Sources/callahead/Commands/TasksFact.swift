import ArgumentParser
import Persistence
import Telemetry

/// `tasks fact`: what a person told.
struct TasksFact: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fact", abstract: "What they told you; the plan is made again with it.",
        discussion: """
            KEY is a word: safe_place, live_lane, smoke, people, children, reduced_mobility, wheels_turn, key, \
            height_limit_m, trailer, others_called, destination, … A place is position=59.437,24.754.
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var task: TaskArgument
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Argument(help: "KEY=VALUE")
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

    private func parsed() throws -> (key: String, value: String, place: Coordinate?) {
        let parts = fact.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let key = parts.first, !key.isEmpty,
            key.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLowercase || $0.isNumber) })
        else { throw ValidationError("A fact is KEY=VALUE, the key in small letters: smoke=yes.") }
        guard key == "position" else { return (String(key), String(parts[1]), nil) }
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
}
