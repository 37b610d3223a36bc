import ArgumentParser
import Casework
import Persistence
import Pipeline
import Telemetry

/// Which case.
struct CaseArgument: ParsableArguments {
    @Argument(help: "The number of the case.", completion: Completing.cases)
    var number: Int64
}

/// `cases locate`: somebody told where it is.
struct CasesLocate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locate", abstract: "Say where it is: the plan is made again at once.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var caseNumber: CaseArgument
    @OptionGroup var place: ToldPlaceOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    func run() throws {
        try reportingFailures {
            let desk = try database.writingDesk()
            guard let coordinate = try place.coordinate(desk) else {
                throw ValidationError("Where is it? Give --lat and --lon, or --place.")
            }
            try desk.fact(
                onCase: caseNumber.number, key: "position",
                value: "\(coordinate.latitude.places(6)),\(coordinate.longitude.places(6))", place: coordinate,
                as: self.desk.actor, at: .now)
            try receipt.show("is located", case: caseNumber.number)
        }
    }
}

/// `cases severity`: a person judges.
struct CasesSeverity: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "severity", abstract: "Set the severity by your own judgement; only this lowers one.",
        discussion: "Only a named dispatcher lowers a severity. The same codes do not raise it again, worse ones do.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var caseNumber: CaseArgument
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Argument(help: "The severity.")
    var severity: Severity

    @Option(help: "Why; it is recorded with your name.")
    var reason: String

    func validate() throws {
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason needs words.") }
    }

    func run() throws {
        try reportingFailures {
            let before = try database.writingDesk().judge(
                caseNumber.number, severity, because: reason, as: desk.actor, at: .now)
            try receipt.show("was \(before.rawValue) and is \(severity.rawValue)", case: caseNumber.number)
        }
    }
}

/// `cases release-scene`: a person says that the danger is over.
struct CasesReleaseScene: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release-scene", abstract: "The scene of an emergency is released: staged units may go in.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var caseNumber: CaseArgument
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    func run() throws {
        try reportingFailures {
            guard desk.actor.isNamed else {
                throw ValidationError("Who says so? Give your name with --as or CALLAHEAD_AS.")
            }
            try database.writingDesk().fact(
                onCase: caseNumber.number, key: "scene_released", value: "yes", as: desk.actor, at: .now)
            try receipt.show("has its scene released", case: caseNumber.number)
        }
    }
}

/// `cases own`: who looks after it.
struct CasesOwn: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "own", abstract: "Make a case your own: its second calls come to you first.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var caseNumber: CaseArgument
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Flag(help: "It is nobody's any more.")
    var nobody = false

    func run() throws {
        try reportingFailures {
            let owner = nobody ? nil : desk.actor.name
            try database.writingDesk().own(caseNumber.number, owner: owner, as: desk.actor, at: .now)
            try receipt.show("belongs to \(owner ?? "nobody")", case: caseNumber.number)
        }
    }
}

/// `cases close`: a person's word ends it.
struct CasesClose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "End a case by your word: units are stood down, slots given back.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var caseNumber: CaseArgument
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions

    @Option(name: .customLong("as-state"), help: "How it ended: solved, withdrawn, declined, referred, unreached.")
    var state = CaseState.solved

    @Option(help: "Why; it is recorded with your name.")
    var reason: String

    func validate() throws {
        guard state.isEnd, state != .merged else {
            throw ValidationError("--as-state is solved, withdrawn, declined, referred or unreached.")
        }
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason needs words.") }
    }

    func run() throws {
        try reportingFailures {
            try database.writingDesk().close(
                caseNumber.number, as: state, because: reason, by: desk.actor, at: .now)
            try receipt.show("is closed: \(state.rawValue)", case: caseNumber.number)
        }
    }
}
