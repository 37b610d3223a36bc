import Foundation
import Testing

@testable import DeviceProfiles

@Suite("Overrides of an installation")
struct OverridesTests {
    private static let profile = """
        profile: test
        identity: {device_path: id}
        variables: {prefix: cars, unit: km/h}
        rules:
          - name: speed
            topic: "{prefix}/speed"
            signals: [{name: Vehicle.Speed, path: s, unit: "{unit}"}]
        """

    private func load(_ overrides: String, options: ProfileOptions = ProfileOptions()) throws -> Bench {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try OverridesTests.profile.write(to: directory.appending(path: "test.yaml"), atomically: true, encoding: .utf8)
        try overrides.write(to: directory.appending(path: "overrides.yaml"), atomically: true, encoding: .utf8)
        return Bench(try ProfileSet.load(directory: directory.path(percentEncoded: false), options: options))
    }

    @Test("prefix, unit and trust are set without copying the profile")
    func applied() throws {
        let bench = try load("test: {variables: {prefix: fleet/north, unit: m/s}, trusted_gateway: true}\n")
        #expect(bench.values("fleet/north/speed", #"{"id":"car-1","s":10}"#) == ["Vehicle.Speed=36"])
    }

    @Test("what the program is given wins over the file")
    func precedence() throws {
        let bench = try load(
            "test: {variables: {prefix: fleet}, trusted_gateway: true}\n",
            options: ProfileOptions(variables: ["test": ["prefix": "boats"]]))
        #expect(bench.values("boats/speed", #"{"id":"car-1","s":10}"#) == ["Vehicle.Speed=10"])
    }

    @Test(
        "a mistake in the file tells its place",
        arguments: [
            ("test: {variabels: {prefix: x}}\n", "overrides.yaml:1:8: an override has an unknown key \"variabels\""),
            ("tset: {trusted_gateway: true}\n", "there is no profile \"tset\""),
            ("test: {variables: {prefx: x}}\n", "did you mean \"prefix\"?"),
        ])
    func mistakes(_ text: String, _ expected: String) throws {
        let error = try #require(throws: ProfileError.self) { try load(text) }
        #expect(error.description.contains(expected), "\(error.description)")
    }

    @Test("a variable that is misspelt in a topic is a mistake, not a capture of anything")
    func misspeltVariable() throws {
        let text = OverridesTests.profile.replacing("{prefix}/speed", with: "{prefx}/speed")
        let error = try #require(throws: ProfileError.self) {
            try ProfileSet.load(texts: [("test.yaml", text)])
        }
        #expect(error.description.contains("did you mean \"{prefix}\"?"), "\(error.description)")
    }

    @Test("an example that says nothing yet is told with what it gives")
    func exampleWithoutObservations() throws {
        let text =
            OverridesTests.profile.replacing("{device_path: id}", with: "{device: box}") + """

                examples:
                  - {topic: cars/speed, payload: '{"s":1}'}
                """
        let set = try ProfileSet.load(texts: [("test.yaml", text)])
        let failures = set.exampleFailures()
        #expect(failures.map(\.mistake.problem).first?.contains("has no observations yet") == true)
        #expect(failures.first?.difference.contains { $0.contains("Vehicle.Speed") } == true)
    }
}
