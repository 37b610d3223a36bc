internal import FleetSimulator
internal import Foundation
internal import Pipeline
internal import Telemetry

/// A scenario with everything that is needed to play it.
struct SimulationPlan {
    let scenario: Scenario
    let causes: CauseCatalogue
    let seed: UInt64
    let speed: Double
    let replay: [ReplayedMessage]
    /// The policy file that the scenario names.
    let policy: String?

    /// - Parameters:
    ///   - name: Of a scenario in `simulators/`, or its file.
    ///   - speed: As asked for; `nil` is the scenario's own, if it has a clock of its own, or real time.
    ///   - isPrivate: Whether it has a clock of its own.
    /// - Throws: ``ScenarioError`` with file, line and what to write.
    init(_ name: String, installation: Installation, seed: UInt64?, speed: Double?, isPrivate: Bool) throws {
        let folder = "\(installation.home)/simulators"
        causes = try CauseCatalogue(file: "\(folder)/causes.yaml")
        let isFile = name.hasSuffix(".yaml") || name.contains("/")
        let file = isFile ? name : "\(folder)/\(name).yaml"
        scenario = try Scenario(file: file, causes: causes.mixNames)
        self.seed = seed ?? scenario.seed
        self.speed = speed ?? (isPrivate ? scenario.speed : 1)
        let rehearsal = Simulation(
            scenario: scenario, causes: causes, seed: self.seed, start: scenario.start ?? Timestamp(milliseconds: 0))
        if let misfit = rehearsal.misfits.first {
            throw ScenarioError(file: file, line: misfit.line, reason: "\(misfit.reason); see simulators/causes.yaml")
        }
        func beside(_ name: String) -> String {
            name.hasPrefix("/") ? name : (file as NSString).deletingLastPathComponent + "/" + name
        }
        policy = scenario.policy.map(beside)
        guard let path = scenario.replay.map({ beside($0.log) }) else {
            replay = []
            return
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ScenarioError(file: file, line: 1, reason: "replay.log: there is no \(path)")
        }
        replay = try ReplayedMessage.log(text, file: path)
    }

    /// The clock of the scenario if it began now.
    ///
    /// - Throws: ``TownServiceError`` for a speed out of range.
    func clock() throws -> ServiceClock {
        let now = Timestamp.machineClock
        let begins = begins(at: now)
        let clock =
            if let before = scenario.before {
                ServiceClock(
                    machine: now, service: begins, speed: before.speed,
                    turn: ServiceClock.Turn(
                        service: begins.adding(milliseconds: before.lasts.milliseconds), speed: speed))
            } else {
                ServiceClock(machine: now, service: begins, speed: speed)
            }
        guard let clock else { throw TownServiceError("a speed of \(speed) is out of range") }
        return clock
    }

    /// When it begins, with its days before, if it is started at a time.
    func begins(at now: Timestamp) -> Timestamp {
        guard let start = scenario.start else { return now }
        return scenario.before.map { start.adding(milliseconds: 0 - $0.lasts.milliseconds) } ?? start
    }

    /// Over how many days workshops have slots.
    var days: Int { 3 + (scenario.before.map { Int($0.lasts.components.seconds / 86_400) } ?? 0) }

    /// Writes what a service has to import before it hears of this fleet.
    ///
    /// - Parameter folder: Must not exist yet.
    /// - Throws: `CocoaError` for a folder that can't be made, or ``PrivateFileError``.
    func writeReference(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let fleet = Fleet(town: scenario.town, seed: seed)
        let files = ReferenceFiles(town: scenario.town, fleet: fleet, start: begins(at: .wallClock), days: days).files
        for file in files { try PrivateFile.write(file.text, to: "\(folder)/\(file.kind).csv") }
        Terminal.say("Import in this order: \(files.map(\.kind).joined(separator: ", "))")
    }

    /// When the scenario itself begins if its days before begin at a time, or have begun.
    func start(from begins: Timestamp) -> Timestamp {
        guard let before = scenario.before else { return begins }
        return ServiceClock.process?.turn?.service ?? begins.adding(milliseconds: before.lasts.milliseconds)
    }

    /// The scenario as it is played from a time on, with its days before.
    func play(from begins: Timestamp) -> Play {
        Play(scenario, causes: causes, seed: seed, start: start(from: begins), begins: begins, replay: replay)
    }
}
