import DeviceProfiles
import FleetSimulator
import Foundation
import Telemetry

/// The repository.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

/// Read once: a file of causes takes longer than a play.
private let causes = Result { try shippedCauses() }
private let town = Result { try smallTown() }

/// A scenario over the small town, with these lines in addition.
func scenario(_ more: String, lasts: String = "10m") throws -> Scenario {
    let text = "name: Test\ntown: small-town.yaml\nlasts: \(lasts)\n\(more)\n"
    return try Scenario(yaml: text, file: "test.yaml", causes: try causes.get().mixNames) { _ in try town.get() }
}

/// A scenario that is ready to be played.
func play(_ more: String, lasts: String = "10m", seed: UInt64 = 1) throws -> Play {
    Play(try scenario(more, lasts: lasts), causes: try causes.get(), seed: seed, start: start)
}

extension Play {
    /// Plays on, in steps of so many milliseconds.
    mutating func run(for seconds: Int64, from begin: Timestamp = start, every step: Int64 = 1_000) -> Step {
        var all = Step()
        var time = begin
        let until = begin.adding(seconds: seconds)
        while time < until {
            time = min(until, time.adding(milliseconds: step))
            let step = advance(to: time)
            all.messages += step.messages
            all.facts += step.facts
        }
        return all
    }
}

extension Play.Step {
    /// What broke.
    var broke: [LedgerEntry.Broke] {
        facts.compactMap { if case .broke(let broke) = $0.entry { broke } else { nil } }
    }
    /// How what broke ended, by breakdown.
    var ended: [Int: String] {
        var ended: [Int: String] = [:]
        for fact in facts { if case .ended(let end) = fact.entry { ended[end.breakdown] = end.how } }
        return ended
    }
    /// The words of a unit, in order.
    func words(of unit: String) -> [String] {
        facts.compactMap { if case .unit(let word) = $0.entry, word.unit == unit { word.word } else { nil } }
    }
    /// The states that a unit has said on the wire, in order.
    func said(by unit: String) -> [String] {
        messages.filter { $0.topic == "callahead/v1/units/\(unit)/job" }.compactMap { message in
            String(decoding: message.payload, as: UTF8.self).split(separator: "\"state\":\"").last?
                .split(separator: "\"").first.map(String.init)
        }
    }
}
