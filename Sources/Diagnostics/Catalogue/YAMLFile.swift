internal import Foundation
internal import Yams

/// A YAML file while it is read: every refusal names the file, the line and what is allowed.
struct YAMLFile {
    /// Larger files are refused; the shipped catalogues have about a tenth of it.
    static let largestFile = 4_000_000

    let path: String
    /// The only entries of the file's mapping that are parsed; `nil` is all of them.
    var keys: Set<String>?

    /// Reads and parses the file.
    ///
    /// If none of the keys is there the mapping is empty.
    func root() throws(CatalogueError) -> Node {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CatalogueError(file: path, problem: "can't be read")
        }
        guard data.count <= YAMLFile.largestFile else {
            throw CatalogueError(
                file: path, problem: "has \(data.count) bytes; at most \(YAMLFile.largestFile) are allowed")
        }
        guard var text = String(data: data, encoding: .utf8) else {
            throw CatalogueError(file: path, problem: "is not UTF-8")
        }
        if let keys { text = YAMLFile.entries(of: keys, in: text) }
        do {
            // Everything is read as text; guessing types would cost a third of the time to load.
            guard let node = try Yams.compose(yaml: text, .basic) else {
                throw CatalogueError(file: path, problem: "is empty")
            }
            return node
        } catch let error as CatalogueError {
            throw error
        } catch let error as YamlError {
            throw refusal(of: error)
        } catch {
            throw CatalogueError(file: path, problem: "\(error)")
        }
    }

    /// The text with the entries of some keys of its outermost mapping; other lines are empty, so that places in it
    /// stay what they are.
    static func entries(of keys: Set<String>, in text: String) -> String {
        var kept = ""
        var isKept = false
        var isAny = false
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if let first = line.first, !" #\t\r".utf8.contains(first) {
                let key = line.prefix { $0 != UInt8(ascii: ":") }.filter { $0 != UInt8(ascii: "\"") }
                isKept = keys.contains(String(decoding: key, as: UTF8.self))
                isAny = isAny || isKept
            }
            if isKept { kept += String(decoding: line, as: UTF8.self) }
            kept += "\n"
        }
        return isAny ? kept : "{}"
    }

    /// The entries of a mapping whose keys are all in `allowed`.
    func mapping(_ node: Node, _ what: String, allowed: [String]) throws(CatalogueError) -> [String: Node] {
        var entries: [String: Node] = [:]
        for (key, name, value) in try pairs(node, what) {
            guard allowed.contains(name) else {
                throw error(
                    at: key, "\(what) has no \"\(name)\"; allowed: \(allowed.sorted().joined(separator: ", "))")
            }
            entries[name] = value
        }
        return entries
    }

    /// The entries of a mapping in the order of the file.
    func pairs(_ node: Node, _ what: String) throws(CatalogueError) -> [(key: Node, name: String, value: Node)] {
        guard let mapping = node.mapping else { throw error(at: node, "\(what) must be a mapping of keys to values") }
        var entries: [(key: Node, name: String, value: Node)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw error(at: key, "a key of \(what) must be a plain text") }
            entries.append((key, name, value))
        }
        return entries
    }

    func list(_ node: Node, _ what: String) throws(CatalogueError) -> [Node] {
        guard let sequence = node.sequence else { throw error(at: node, "\(what) must be a list") }
        return Array(sequence)
    }

    func text(_ node: Node, _ what: String) throws(CatalogueError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else {
            throw error(at: node, "\(what) must be a text that is not empty")
        }
        return text
    }

    func flag(_ node: Node, _ what: String) throws(CatalogueError) -> Bool {
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default: throw error(at: node, "\(what) must be true or false")
        }
    }

    func number(_ node: Node, _ what: String, in allowed: ClosedRange<Double>) throws(CatalogueError) -> Double {
        guard let text = node.scalar?.string, let value = Double(text), allowed.contains(value) else {
            throw error(at: node, "\(what) must be a number from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
        return value
    }

    func error(at node: Node, _ problem: String) -> CatalogueError {
        CatalogueError(file: path, line: node.mark?.line, column: node.mark?.column, problem: problem)
    }

    private func refusal(of error: YamlError) -> CatalogueError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            CatalogueError(file: path, line: mark.line, column: mark.column, problem: "is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            CatalogueError(
                file: path, line: context.mark.line, column: context.mark.column,
                problem: "has the key \(duplicates.sorted().joined(separator: ", ")) twice")
        default:
            CatalogueError(file: path, problem: "is not YAML: \(error)")
        }
    }
}
