import Foundation
import Pipeline
import Planning
import Telemetry
import Testing

@Suite("The page about planning")
struct PlanDocumentTests {
    /// The fenced blocks of a language, in order.
    private func blocks(_ language: String) throws -> [String] {
        let page = try String(contentsOfFile: Repository.folder("docs/planning/plan.md"), encoding: .utf8)
        return page.components(separatedBy: "```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "\n```").first ?? ""
        }
    }

    /// What is printed for a world, without how long it took.
    private func printed(_ world: String) throws -> String {
        let file = try WorldFile(Array(world.utf8), now: Timestamp(seconds: 0))
        #expect(file.notes.isEmpty)
        let planner = WorldPlanner(objective: .policy)
        let plan = planner.explain(planner.assign(file.world), of: file.world)
        let lines = plan.lines(objective: .policy, elapsedMs: 0)
        return timeless(lines.joined(separator: "\n"))
    }

    private func timeless(_ text: String) -> String { text.components(separatedBy: "; solved in").first ?? text }

    @Test("The example is planned as the page shows")
    func example() throws {
        let world = try #require(try blocks("json").first)
        let shown = try #require(try blocks("text").first)
        #expect(try printed(world) == timeless(shown))
    }

    @Test("Two more flatbeds change the plan as the page shows")
    func whatIf() throws {
        let worlds = try blocks("json")
        let more = try #require(worlds.last).trimmingCharacters(in: CharacterSet(charactersIn: "[]\n"))
        let world = try #require(worlds.first)
        // Behind the last unit, before the ends of the list and the world.
        let end = try #require(world.range(of: "}\n  ]\n}"))
        let wider = world.replacingCharacters(in: end, with: "},\n\(more)\n  ]\n}")
        let shown = try #require(try blocks("text").last)
        #expect(try printed(wider) == timeless(shown))
    }

    @Test("Every word of the vocabulary stands on the page")
    func words() throws {
        let page = try String(contentsOfFile: Repository.folder("docs/planning/plan.md"), encoding: .utf8)
        let words =
            Capabilities.words.map(\.word) + Severity.allCases.map(\.rawValue)
            + PlanObjective.allCases.map(\.rawValue)
        let missing = words.filter { !page.contains("`\($0)`") }
        #expect(missing.isEmpty)
    }
}
