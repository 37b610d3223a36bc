import Foundation
import Testing

@testable import DeviceProfiles

/// The tutorial of the documentation, whose profiles must work as they stand.
@Suite("The tutorial")
struct TutorialTests {
    /// The blocks of YAML on the page that are whole profiles.
    private static func profiles() throws -> [String] {
        let root = URL(filePath: shippedDirectory).deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/device-profiles/tutorial.md"), encoding: .utf8)
        return page.components(separatedBy: "```yaml\n").dropFirst().compactMap { block in
            let text = block.components(separatedBy: "\n```").first ?? ""
            return text.hasPrefix("profile:") ? text : nil
        }
    }

    @Test("three formats without a shipped profile take at most forty lines each")
    func lengths() throws {
        let profiles = try TutorialTests.profiles()
        #expect(profiles.count == 3)
        for text in profiles {
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 40)
        }
    }

    @Test("every example of the tutorial comes true")
    func examples() throws {
        for text in try TutorialTests.profiles() {
            let set = try ProfileSet.load(texts: [("tutorial.yaml", text)])
            let mistakes = set.checkExamples().map(\.description)
            #expect(mistakes == [])
            #expect(set.profiles.allSatisfy { $0.exampleCount >= 3 })
            #expect(set.profiles.count == 1)
        }
    }

    @Test("no shipped profile has taken the tutorial's formats away")
    func stillWithoutProfile() throws {
        let shipped = Set(try ProfileSet.load(directory: shippedDirectory).profiles.map(\.name))
        for text in try TutorialTests.profiles() {
            let names = try ProfileSet.load(texts: [("tutorial.yaml", text)]).profiles.map(\.name)
            #expect(shipped.isDisjoint(with: names))
        }
    }
}
