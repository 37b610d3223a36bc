import Foundation
internal import Yams

/// The policy file of an installation: what it sets, over the defaults.
package struct PolicyFile: Sendable {
    /// A file has about a tenth of it.
    private static let largest = 65_536
    /// A person mends the first mistakes and looks again.
    private static let mostMistakes = 50

    /// Its settings over the defaults.
    package private(set) var values = PolicyValues()
    /// The paths that it sets, in its own order.
    package private(set) var settings: [String] = []

    private let file: String
    private var lines: [String: Int] = [:]
    private var mistakes: [PolicyMistake] = []

    /// The policy of a file.
    ///
    /// - Throws: ``PolicyError`` with every mistake, or why the file can't be read.
    package static func load(_ path: String) throws(PolicyError) -> PolicyFile {
        func refusal(_ problem: String) -> PolicyError {
            PolicyError(mistakes: [PolicyMistake(file: path, line: nil, problem: problem)])
        }
        guard FileManager.default.fileExists(atPath: path) else { throw refusal("there is no such file") }
        // One byte more than is allowed is enough to see that it is too large.
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: PolicyFile.largest + 1) ?? Data()
        else { throw refusal("can't be read") }
        guard data.count <= PolicyFile.largest else {
            throw refusal("has more than \(PolicyFile.largest) bytes; a policy has fewer")
        }
        guard let text = String(bytes: data, encoding: .utf8) else { throw refusal("is not written in UTF-8") }
        return try PolicyFile(text, file: path)
    }

    /// The policy of a text.
    ///
    /// - Parameter file: Its name in messages.
    package init(_ text: String, file: String) throws(PolicyError) {
        self.file = file
        guard text.utf8.count <= PolicyFile.largest else {
            throw PolicyError(mistakes: [
                PolicyMistake(
                    file: file, line: nil,
                    problem: "has \(text.utf8.count) bytes; a policy has at most \(PolicyFile.largest)")
            ])
        }
        do {
            if let root = try Yams.compose(yaml: text) { read(root) }
        } catch {
            throw PolicyError(mistakes: [PolicyMistake(invalid: error, file: file)])
        }
        if mistakes.isEmpty { checkRules() }
        guard mistakes.isEmpty else { throw PolicyError(mistakes: Array(mistakes.prefix(PolicyFile.mostMistakes))) }
    }

    private mutating func read(_ root: Node) {
        guard root.null == nil else { return }
        for (key, keyNode, value) in entries(of: root, "the file") {
            guard let group = PolicyGroup.all.first(where: { $0.name == key }) else {
                refuse(keyNode, PolicyFile.unknown(key, among: PolicyGroup.all.map(\.name), in: "the policy"))
                continue
            }
            // A group whose lines are all commented out keeps its defaults.
            guard value.null == nil else { continue }
            for (key, keyNode, value) in entries(of: value, group.name) { read(key, keyNode, value, group) }
        }
    }

    private mutating func read(_ key: String, _ keyNode: Node, _ value: Node, _ group: PolicyGroup) {
        let path = "\(group.name).\(key)"
        guard let setting = group.settings.first(where: { $0.name == key }) else {
            let others = PolicyGroup.all.filter { $0.settings.contains { $0.name == key } }.map(\.name)
            let hint =
                others.isEmpty
                ? PolicyFile.unknown(key, among: group.settings.map(\.name), in: group.name)
                : "\(group.name) has no \(key); it belongs to \(others.joined(separator: " or "))"
            return refuse(keyNode, hint)
        }
        settings.append(path)
        lines[path] = keyNode.mark?.line
        guard case .scalar(let scalar) = value else {
            return refuse(value, "\(path) holds more than one value; write \(setting.unit?.form ?? "one text")")
        }
        if let mistake = setting.take(scalar.string, into: &values) {
            refuse(value, "\(path) is \(PolicyFile.shown(scalar.string)); \(mistake)")
        }
    }

    private mutating func entries(of node: Node, _ what: String) -> [(key: String, keyNode: Node, value: Node)] {
        guard let mapping = node.mapping else {
            refuse(node, "\(what) must be keys with values, `key: value`")
            return []
        }
        var entries: [(String, Node, Node)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                refuse(key, "a key of \(what) must be a word")
                continue
            }
            entries.append((name, key, value))
        }
        return entries
    }

    private mutating func checkRules() {
        for rule in PolicyRule.all {
            guard let lesser = PolicyGroup.setting(rule.lesser), let greater = PolicyGroup.setting(rule.greater),
                case .amount(let low) = lesser.read(values), case .amount(let high) = greater.read(values), low > high
            else { continue }
            // One of the two stands in the file, for the defaults agree.
            let line = [lines[rule.lesser], lines[rule.greater]].compactMap { $0 }.max()
            let defaulted = [rule.lesser, rule.greater].filter { lines[$0] == nil }
                .map { " (\($0) keeps its default)" }.joined()
            mistakes.append(
                PolicyMistake(
                    file: file, line: line,
                    problem: "\(rule.lesser) is \(lesser.text(in: values)), \(rule.greater) is "
                        + "\(greater.text(in: values))\(defaulted): \(rule.reason); write at most "
                        + "\(greater.text(in: values)) for the first or at least \(lesser.text(in: values)) "
                        + "for the second"))
        }
        mistakes.sort { ($0.line ?? 0, $0.problem) < ($1.line ?? 0, $1.problem) }
    }

    private mutating func refuse(_ node: Node, _ problem: String) {
        mistakes.append(PolicyMistake(file: file, line: node.mark?.line, problem: problem))
    }

    private static func unknown(_ key: String, among known: [String], in what: String) -> String {
        if let near = nearestWord(to: key, in: known) {
            return "\(what) has no \(shown(key)); did you mean \(near)?"
        }
        return "\(what) has no \(shown(key)); it has \(known.joined(separator: ", "))"
    }

    /// A text of the file, short enough for a line.
    private static func shown(_ text: String) -> String {
        let line = String(text.map { $0.isNewline ? " " : $0 }.prefix(60))
        return line.isEmpty ? "empty" : line
    }
}

extension PolicyMistake {
    /// Place and problem of a YAML error, without the text that it quotes.
    fileprivate init(invalid error: any Error, file: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(file: file, line: mark.line, problem: "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.init(
                file: file, line: context.mark.line,
                problem: "said twice: \(duplicates.sorted().joined(separator: ", "))")
        default: self.init(file: file, line: nil, problem: "not valid YAML")
        }
    }
}
