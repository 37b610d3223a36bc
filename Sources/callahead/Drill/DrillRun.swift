import ArgumentParser
import Casework
import Diagnostics
import FleetSimulator
import Foundation
import Outreach
import Persistence
import Pipeline
import Telemetry

/// One drill: the town plays, the trainee takes the calls, and the people on the telephone speak by their file.
final class DrillRun {
    private struct Hand {
        var task: Int64
        var token: Int64
        var kind: TaskKind
        var asset: String?
        var isDialled = false
        var remarks: ArraySlice<Drill.Remark> = []
    }

    private let drill: Drill
    private let service: TownService
    private let scripts: ScriptBuilder
    private let trainee: DeskActor
    private var simulation: Simulation
    private var input = LineInput()
    private var hand: Hand?
    private var records: [String: DrillRecord] = [:]

    /// The shortest waits that the policy allows, and nobody is asleep.
    private static let policy = """
        calls:
          redial_stop: 10 s
          redial: 10 s
        quiet_hours:
          from: "00:00"
          to: "00:00"

        """

    init(
        named name: String, installation: Installation, seed: UInt64, trainee: String, readingLanguage: String,
        program: String
    ) throws {
        let isFile = name.hasSuffix(".yaml") || name.contains("/")
        let small = try Town(file: "\(installation.home)/simulators/small-town.yaml")
        drill = try Drill(
            file: isFile ? name : "\(installation.home)/simulators/drills/\(name).yaml", in: small,
            outcomes: Outcome.allCases.map(\.rawValue), questions: QuestionKey.allCases.map(\.rawValue))
        let town = drill.town(small)
        self.trainee = DeskActor(name: trainee)
        scripts = ScriptBuilder(
            phrasebook: try Phrasebook.load(directory: installation.outreach),
            catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles),
            dispatcherLanguage: readingLanguage)
        let folder = NSTemporaryDirectory()
        let policy = "\(folder)/callahead-drill-\(getpid()).yaml".replacing("//", with: "/")
        try DrillRun.policy.write(toFile: policy, atomically: true, encoding: .utf8)
        defer { unlink(policy) }
        service = try TownService(
            "drill", town: town, seed: seed, installation: installation, policy: policy, program: program)
        StandardStream.errors.write("Starting a private broker, database and service for \"\(drill.name)\" …\n")
        try service.start()
        simulation = Simulation(town: town, seed: seed, start: .wallClock)
    }

    /// Plays until every call has been made, or the trainee ends it.
    func play() throws -> DrillReport {
        defer { service.shutDown() }
        let desk = Desk(try StoreConnection(path: service.database, role: .command(create: false)))
        say("\(drill.name): \(drill.about)")
        say("\(drill.calls.count) calls. Type next for the first one, ? for the words.")
        while !isOver {
            say("> ", end: "")
            guard let line = try waitForLine() else { break }
            do {
                guard try take(DrillPrompt(line), desk) else { break }
            } catch let error as DeskError {
                say("\(error)")
            } catch let error as ValidationError {
                say(error.message)
            }
        }
        try settle(desk)
        return DrillReport(
            name: drill.name, scores: drill.calls.map { DrillScore($0, records[$0.breakdown.asset] ?? DrillRecord()) })
    }

    /// Every person has been spoken to as often as their file has answers.
    private var isOver: Bool {
        hand == nil
            && drill.calls.allSatisfy { call in
                let tries = records[call.breakdown.asset]?.tries ?? []
                return tries.count >= call.answers.count && tries.last?.outcome != nil
            }
    }

    // MARK: What the trainee does

    /// - Returns: Whether the drill goes on.
    private func take(_ prompt: DrillPrompt, _ desk: Desk) throws -> Bool {
        switch prompt {
        case .next: try next(desk)
        case .dial: try dial(desk)
        case .listen: listen()
        case .screen: if let hand { show(try desk.task(hand.task, under: hand.token, at: .wallClock), hand.token) }
        case .fact(let fact):
            guard let hand else { throw ValidationError("there is no task in your hand: next") }
            let fact = try fact.parsed()
            try desk.fact(
                hand.task, key: fact.key, value: fact.value, place: fact.place, as: trainee, at: .wallClock)
            say("written down: \(fact.key)")
        case .finish(let result): try finish(try result.result, desk)
        case .release:
            if let hand { try desk.release(hand.task, token: hand.token, as: trainee, at: .wallClock) }
            hand = nil
        case .help: say(DrillPrompt.words)
        case .quit: return false
        }
        return true
    }

    private func next(_ desk: Desk) throws {
        if let hand { throw ValidationError("task \(hand.task) is in your hand: finish or release it first") }
        let deadline = ContinuousClock.now + .seconds(45)
        while ContinuousClock.now < deadline {
            if let claimed = try desk.claimNext(as: trainee, at: .wallClock) {
                let task = claimed.detail
                hand = Hand(
                    task: task.entry.row.id, token: claimed.token, kind: task.entry.row.kind, asset: task.assetID)
                if let asset = task.assetID, records[asset] == nil {
                    records[asset] = DrillRecord(dueAt: task.entry.row.dueAt)
                }
                return show(task, claimed.token)
            }
            try playTown(waiting: 50)
        }
        say("nobody is to be rung just now: next again, or quit")
    }

    private func dial(_ desk: Desk) throws {
        guard var hand else { throw ValidationError("there is no task in your hand: next") }
        _ = try desk.dial(hand.task, token: hand.token, as: trainee, at: .wallClock)
        hand.isDialled = true
        switch hand.kind {
        case .providerCall: say("\"Yes, I can take it. Give me 25 minutes.\"")
        case .workshopCall: say("\"Yes, that suits us, bring it.\"")
        case .authorityCall: say("\"Emergency centre. What happened, and where?\"")
        default:
            guard let call = hand.asset.flatMap({ drill.call(about: $0) }), let asset = hand.asset else {
                say("\"Yes, thank you for calling.\"")
                break
            }
            let attempt = records[asset]?.tries.count ?? 0
            records[asset, default: DrillRecord()].tries.append(
                DrillRecord.Try(dialledAt: .wallClock, outcome: nil))
            guard attempt < call.answers.count, let answer = call.answer(at: attempt) else {
                say("\"Thank you, I know everything now.\"")
                break
            }
            say(answer.hears)
            hand.remarks = answer.says[...]
        }
        self.hand = hand
    }

    private func listen() {
        guard let remark = hand?.remarks.popFirst() else { return }
        say(remark.words)
    }

    private func finish(_ result: CallResult, _ desk: Desk) throws {
        guard let hand else { throw ValidationError("there is no task in your hand: next") }
        let now = Timestamp.wallClock
        try desk.finish(hand.task, token: hand.token, result, as: trainee, at: now)
        self.hand = nil
        say("task \(hand.task) finished: \(result.outcome.rawValue)")
        guard let asset = hand.asset, drill.call(about: asset) != nil, hand.kind.isWithPeople else { return }
        var record = records[asset] ?? DrillRecord()
        if !hand.isDialled { record.tries.append(DrillRecord.Try(dialledAt: nil, outcome: nil)) }
        if let last = record.tries.indices.last {
            record.tries[last].outcome = result.outcome.rawValue
            record.tries[last].endedAt = now
            record.tries[last].callBackAt = result.callBackAt
        }
        record.openQuestions += result.openQuestions
        records[asset] = record
    }

    /// Takes the facts from the store: what is not there was not written down.
    private func settle(_ desk: Desk) throws {
        for detail in try desk.caseDetails(desk.cases()) {
            let asset = detail.reference.id
            for fact in detail.facts { records[asset, default: DrillRecord()].facts[fact.key] = fact.value }
        }
        for call in drill.calls {
            // A talk beyond what the file has is no part of the score.
            let asset = call.breakdown.asset
            if let tries = records[asset]?.tries { records[asset]?.tries = Array(tries.prefix(call.answers.count)) }
        }
    }

    // MARK: The town

    private func waitForLine() throws -> String? {
        while true {
            switch input.next() {
            case .line(let line): return line
            case .end: return nil
            case .nothing: try playTown(waiting: 20)
            }
        }
    }

    private func playTown(waiting: Int32) throws {
        if let signal = StopRequest.raised { throw StoppedEarly(signal: signal) }
        guard let messages = service.messages else { return }
        for heard in try messages.exchange(waiting: waiting) {
            simulation.receive(topic: heard.topic, payload: heard.payload, at: .wallClock)
        }
        for message in simulation.advance(to: .wallClock) { try messages.publish(message) }
        try service.check()
    }

    // MARK: Words

    private func show(_ task: TaskDetail, _ token: Int64) {
        say("\n" + TaskScreen(scripts: scripts, now: .wallClock, width: Terminal.width).text(task, token: token))
    }

    private func say(_ text: String, end: String = "\n") { StandardStream.errors.write(text + end) }
}

extension TaskKind {
    /// Whether it is a call to the people with the asset.
    fileprivate var isWithPeople: Bool {
        switch self {
        case .authorityCall, .providerCall, .workshopCall: false
        default: true
        }
    }
}
