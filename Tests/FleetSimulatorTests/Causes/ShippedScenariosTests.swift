import FleetSimulator
import Foundation
import Telemetry
import Testing

/// Every file of `simulators/` that is a scenario.
private let scenarioFiles: [String] = {
    let folder = repository("simulators")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let others = ["causes.yaml", "county.yaml", "small-town.yaml"]
    return names.filter { $0.hasSuffix(".yaml") && !others.contains($0) }.sorted()
}()

struct ShippedScenariosTests {
    @Test("there are scenarios for what the service must survive")
    func count() {
        #expect(scenarioFiles.count >= 25)
    }

    @Test("every shipped scenario is read, says what it is about and what it expects", arguments: scenarioFiles)
    func isRead(file: String) throws {
        let causes = try shippedCauses()
        let scenario = try Scenario(file: repository("simulators/\(file)"), causes: causes.mixNames)
        #expect(!scenario.name.isEmpty && scenario.about.count > 40)
        #expect(!scenario.expects.isEmpty)
        #expect(scenario.start != nil)
        #expect(!scenario.breakdowns.isEmpty || scenario.causes != nil || scenario.replay != nil)
        // A simulated run of minutes and not of hours.
        let machineSeconds = Double(scenario.lasts.components.seconds) / scenario.speed
        #expect(machineSeconds <= 200, "\(machineSeconds) s")
    }

    @Test("everything that a scenario says breaks can break there", arguments: scenarioFiles)
    func breaks(file: String) throws {
        let causes = try shippedCauses()
        let scenario = try Scenario(file: repository("simulators/\(file)"), causes: causes.mixNames)
        let fleet = Fleet(town: scenario.town, seed: scenario.seed)
        for breakdown in scenario.breakdowns {
            guard let name = breakdown.cause, let cause = causes.cause(name) else { continue }
            for id in breakdown.assets.prefix(3) {
                let vehicle = try #require(fleet.vehicle(id))
                let befalls = cause.befalls(vehicle.model, profile: vehicle.profile)
                #expect(befalls, "\(name) of \(id), a \(vehicle.model.energy) \(vehicle.model.kind)")
            }
        }
    }

    @Test("the shipped log is readable and each of its messages is understood")
    func replay() throws {
        let path = repository("simulators/replay.jsonl")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let messages = try ReplayedMessage.log(text, file: path)
        #expect(messages.count > 100)
        #expect(messages.first?.at == 0)
    }
}
