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
        guard let log = scenario.replay?.log else {
            replay = []
            return
        }
        let path = log.hasPrefix("/") ? log : (file as NSString).deletingLastPathComponent + "/" + log
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
        guard let clock = ServiceClock(machine: now, service: scenario.start ?? now, speed: speed) else {
            throw TownServiceError("a speed of \(speed) is out of range")
        }
        return clock
    }

    /// Writes what a service has to import before it hears of this fleet.
    ///
    /// - Parameter folder: Must not exist yet.
    /// - Throws: `CocoaError` for a folder that can't be made, or ``PrivateFileError``.
    func writeReference(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let fleet = Fleet(town: scenario.town, seed: seed)
        let files = ReferenceFiles(town: scenario.town, fleet: fleet, start: scenario.start ?? .wallClock).files
        for file in files { try PrivateFile.write(file.text, to: "\(folder)/\(file.kind).csv") }
        Terminal.say("Import in this order: \(files.map(\.kind).joined(separator: ", "))")
    }

    /// The scenario as it is played from a time on.
    func play(from start: Timestamp) -> Play {
        Play(scenario, causes: causes, seed: seed, start: start, replay: replay)
    }
}
