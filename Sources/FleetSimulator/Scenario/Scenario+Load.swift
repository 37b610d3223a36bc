internal import Telemetry
internal import Yams

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension Scenario {
    static let keys = [
        "name", "about", "town", "start", "lasts", "speed", "seed", "reports", "weather", "fleet", "causes",
        "before", "breakdowns", "people", "policy", "units", "workshops", "desk", "events", "chaos", "replay",
        "expects",
    ]

    /// Reads a scenario from its file, with the town it names beside it.
    ///
    /// - Parameter causes: Keys of the causes and groups of causes that it may name; `nil` admits any.
    /// - Throws: ``ScenarioError`` with file, line and what to write.
    package init(file path: String, causes: [String]? = nil) throws(ScenarioError) {
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else { throw ScenarioError(file: path, line: 1, reason: "there is no such file, or it is no text") }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try self.init(yaml: text, file: path, causes: causes) { name in
            try Town(file: name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)")
        }
    }

    /// Reads a scenario from the text of its file.
    ///
    /// - Parameters:
    ///   - file: What errors call the file.
    ///   - causes: As for ``init(file:causes:)``.
    ///   - town: Gives the town of a name.
    package init(
        yaml text: String, file: String, causes: [String]? = nil, town: (String) throws -> Town
    ) throws(ScenarioError) {
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch let error as YamlError {
            throw ScenarioError(file: file, line: error.line, reason: "this is no YAML: \(error)")
        } catch {
            throw ScenarioError(file: file, line: 1, reason: "this is no YAML: \(error)")
        }
        guard let root else { throw ScenarioError(file: file, line: 1, reason: "the file is empty") }
        let reader = ScenarioReader(
            root: try ScenarioValue(node: root, file: file, name: "").section(knows: Scenario.keys), causes: causes)
        self = try reader.read(town: town)
    }
}

extension YamlError {
    /// Where the text stops being YAML; 1 where that is not known.
    fileprivate var line: Int {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: 1
        }
    }
}
