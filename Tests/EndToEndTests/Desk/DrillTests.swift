import Foundation
import TestSupport
import Testing

extension AtTheDesk {
    /// Practice against the real service.
    @Suite("The drill of a new dispatcher")
    struct DrillTests {
        private static let yaml = """
            name: One call
            about: One calm person.
            calls:
              - asset: car-04
                after: 1
                at: b3
                what: oil pressure gone
                codes: [P0524]
                needs: tow
                answers:
                  - hears: "Hello?"
                    says: [{words: "We are three.", facts: {people: "3"}}, {words: "Who pays?", question: who_pays}]
                    outcome: reached
            """

        private func play(_ lines: [String], _ more: [String] = []) throws -> (Command.Ending, String, String) {
            try withCentre { centre in
                let file = "\(centre.directory)/one.yaml"
                let input = "\(centre.directory)/typed"
                try Self.yaml.write(toFile: file, atomically: true, encoding: .utf8)
                try lines.joined(separator: "\n").write(toFile: input, atomically: true, encoding: .utf8)
                let program = try Command.callahead.get()
                let words = ["-c", "exec \"$0\" drill \"$@\" < \(input)", program, file, "--json"] + more
                let drill = try Command("bash", words, directory: centre.directory)
                return (try drill.waitForEnd(seconds: 60), drill.output, drill.errors)
            }
        }

        private struct Score: Decodable {
            var points: Int
            var of: Int
        }

        @Test("what the person said, written down, gives every point", .timeLimit(.minutes(2)))
        func perfect() throws {
            let (end, output, said) = try play([
                "next", "dial", "", "fact people=3", "", "finish reached --open-question who_pays",
            ])
            #expect(end == .exited(0), "\(said)")
            let score = try JSONDecoder().decode(Score.self, from: Data(output.utf8))
            #expect(score.points == score.of && score.of == 50, "\(output)")
            #expect(said.contains("breakdown call") && said.contains("We are three."), "\(said)")
        }

        @Test("a careless call scores less, and a bar that it misses is exit code 1", .timeLimit(.minutes(2)))
        func careless() throws {
            let (end, output, said) = try play(["dance", "next", "finish no_answer", "quit"], ["--pass", "80"])
            #expect(end == .exited(1), "\(said)")
            let score = try JSONDecoder().decode(Score.self, from: Data(output.utf8))
            #expect(score.points == 0, "\(output)")
            #expect(said.contains("dance: no such word"), "\(said)")
        }
    }
}
