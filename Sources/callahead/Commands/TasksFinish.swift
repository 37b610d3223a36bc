import ArgumentParser
import Casework
import Outreach
import Persistence
import Pipeline
import Planning
import Telemetry

/// `tasks finish`: what came of the call.
struct TasksFinish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish",
        abstract: "What came of the call; exit code 75 if somebody else has the task, your outcome is then a note.",
        discussion: "At a terminal, without --outcome, it asks step by step; nothing is held up meanwhile.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var claim: ClaimOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var receipt: ReceiptOptions
    @OptionGroup var result: CallResultOptions

    func run() throws {
        try reportingFailures {
            let desk = try database.writingDesk()
            var ending: CallResult
            if !result.isGiven, LineQuestions.arePossible {
                // Refused before anything is asked, if it would be refused afterwards.
                let task = try desk.task(claim.task, under: claim.token, for: self.desk.actor, at: .now)
                ending = try FinishQuestions(task: task.entry.row).ask(beside: result)
            } else {
                if result.isForHelpers { try result.check(try desk.task(claim.task, at: .now).entry.row.kind) }
                ending = try result.result
            }
            let time = try takeTime(for: &ending, at: desk)
            try desk.finish(claim.task, token: claim.token, ending, as: self.desk.actor, at: .now)
            try receipt.show("finished: \(ending.outcome.rawValue)\(time)", task: claim.task)
        }
    }
}

extension TasksFinish {
    /// The workshop's time that a yes to an offer takes, in words to read back; empty for all else.
    ///
    /// A yes without a time takes the first of those that are free: it is named from then on, so that no other is booked
    /// than the one that was read.
    private func takeTime(for ending: inout CallResult, at desk: Desk) throws -> String {
        guard ending.outcome == .accepted else { return "" }
        let task = try desk.task(claim.task, at: .now)
        guard task.entry.row.kind == .preventOffer, let offered = task.caseDetail?.offered else { return "" }
        let minute = ending.slotStart.map { "\($0.day)T\($0.minute)" }
        let taken = offered.first { time in
            minute.map { $0 == "\(time.slot.start.day)T\(time.slot.start.minute)" } ?? true
        }
        guard let taken else { return "" }
        if minute == nil { ending.slotStart = taken.slot.start }
        let others = offered.count - 1
        let choice = minute == nil && others > 0 ? ", the first of \(offered.count) times; read it back to them" : ""
        return ", for \(taken.localStart.replacing("T", with: " ")) at \(taken.workshopName)\(choice)"
    }
}

/// How a call ended, in long words or in short ones.
struct CallResultOptions: ParsableArguments {
    @Option(help: "How it ended.")
    var outcome: Outcome?

    @Flag(help: "They take it, the job or the offer: short for --outcome accepted.")
    var accepted = false

    @Flag(help: "They refuse it, the job or the offer: short for --outcome declined.")
    var declined = false

    @Option(name: .customLong("eta-minutes"), help: "A provider's own minutes until arrival.")
    var etaMinutes: Double?

    @Option(help: "Short for --eta-minutes.")
    var eta: Double?

    @Option(
        name: .customLong("slot-start"),
        help: "Another time that the workshop named, or the one that was chosen, ISO 8601.")
    var slotStart: Moment?

    @Option(
        name: .customLong("open-question"),
        help: "What they asked and you could not answer: how_long, where_to, … or their words; may be repeated.")
    var openQuestions: [String] = []

    @Option(name: .customLong("call-back-at"), help: "When they wish to be called again, ISO 8601; for call_back.")
    var callBackAt: Moment?

    @Option(
        help: ArgumentHelp(
            "Another answer about one case of a call about several: declined or solved; may be repeated.",
            valueName: "case=answer"))
    var item: [String] = []

    @Option(help: "Your own words.")
    var note: String?

    /// The answers about single cases.
    var items: [Int64: CaseState] {
        get throws {
            var items: [Int64: CaseState] = [:]
            for text in item {
                let parts = text.split(separator: "=", omittingEmptySubsequences: false)
                guard parts.count == 2, let id = Int64(parts[0]), let state = CaseState(rawValue: String(parts[1])),
                    state == .declined || state == .solved
                else { throw ValidationError("--item is CASE=declined or CASE=solved, not \(text).") }
                items[id] = state
            }
            return items
        }
    }

    func validate() throws {
        _ = try items
        guard isGiven else { return }
        let ending = try ending
        if let etaMinutes, let eta, etaMinutes != eta {
            throw ValidationError("--eta and --eta-minutes say different things.")
        }
        if ending == .declined, slotStart != nil {
            throw ValidationError("Whoever declined takes no time: leave --slot-start out.")
        }
        guard let minutes = eta ?? etaMinutes else { return }
        guard (0...10_000).contains(minutes) else { throw ValidationError("--eta-minutes is between 0 and 10000.") }
        if ending == .declined { throw ValidationError("Whoever declined has no arrival: leave --eta out.") }
    }

    /// The one outcome that the options name.
    var ending: Outcome {
        get throws {
            var named: [Outcome] = []
            for one in [outcome, accepted ? .accepted : nil, declined ? .declined : nil] {
                if let one, !named.contains(one) { named.append(one) }
            }
            guard let ending = named.first else {
                throw ValidationError(
                    "How did it end? Give --outcome \(Outcome.allCases.map(\.rawValue).joined(separator: "|")), "
                        + "--accepted or --declined; with it --open-question "
                        + "\(OpenQuestion.allCases.map(\.rawValue).joined(separator: "|")) or their words, "
                        + "--call-back-at, --eta-minutes, --slot-start and --note, where there is something to say.")
            }
            guard named.count == 1 else {
                throw ValidationError(
                    "\(named.map(\.rawValue).joined(separator: " and ")) contradict each other: a call ends in one way."
                )
            }
            return ending
        }
    }

    var result: CallResult {
        get throws {
            var result = CallResult(
                try ending, etaMinutes: eta ?? etaMinutes, openQuestions: openQuestions, note: note,
                slotStart: slotStart?.time, callBackAt: callBackAt?.time)
            result.items = try items
            return result
        }
    }

    /// Whether an outcome was given.
    var isGiven: Bool { outcome != nil || accepted || declined }

    /// Whether something was given that only calls to providers and workshops have.
    var isForHelpers: Bool { accepted || declined || slotStart != nil }

    /// Refuses what a call of this kind can't have.
    func check(_ kind: TaskKind) throws {
        let words = kind.rawValue.wordsOfKey
        if slotStart != nil, kind != .workshopCall, kind != .preventOffer {
            throw ValidationError("--slot-start is for workshop calls and offers of a part; this is a \(words).")
        }
        if accepted || declined, kind != .workshopCall, kind != .providerCall, kind != .followUp, kind != .preventOffer
        {
            throw ValidationError(
                "--accepted and --declined are for calls to providers and workshops, approvals and offers; this is a "
                    + "\(words): use --outcome.")
        }
    }
}
