internal import Yams

/// A part of a YAML file that knows where it stands.
struct YAMLPart {
    let node: Node
    let file: String

    /// Reads the text of a file; its root is a mapping.
    static func root(of text: String, file: String) throws(PhrasebookError) -> YAMLPart {
        let composed: Node?
        do {
            composed = try Yams.compose(yaml: text)
        } catch {
            throw PhrasebookError(invalid: error, file: file)
        }
        guard let composed else { throw PhrasebookError(file: file, line: nil, problem: "the file is empty") }
        return YAMLPart(node: composed, file: file)
    }

    func mistake(_ problem: String) -> PhrasebookError {
        PhrasebookError(file: file, line: node.mark?.line, problem: problem)
    }

    /// The entries in the order of the file, each with the part of its key.
    func entries(_ what: String) throws(PhrasebookError) -> [(key: String, keyPart: YAMLPart, value: YAMLPart)] {
        guard let mapping = node.mapping else { throw mistake("\(what) must be a mapping") }
        var entries: [(String, YAMLPart, YAMLPart)] = []
        for (key, value) in mapping {
            let keyPart = YAMLPart(node: key, file: file)
            guard let name = key.scalar?.string else { throw keyPart.mistake("a key of \(what) must be a word") }
            entries.append((name, keyPart, YAMLPart(node: value, file: file)))
        }
        return entries
    }

    func text(_ what: String) throws(PhrasebookError) -> String {
        guard let scalar = node.scalar else { throw mistake("\(what) must be a text") }
        return scalar.string
    }

    /// Whether it is left out: `null`, `~` or nothing.
    var isNull: Bool { node.null != nil }

    /// A text, or `nil` for `null`.
    func optionalText(_ what: String) throws(PhrasebookError) -> String? { isNull ? nil : try text(what) }

    /// The items of a list; `nil` if it is not one.
    var items: [YAMLPart]? { node.sequence.map { $0.map { YAMLPart(node: $0, file: file) } } }

    func template(_ what: String, allowed: PlaceholderSet) throws(PhrasebookError) -> Template {
        do {
            return try Template(try text(what), allowed: allowed)
        } catch let error as Template.Mistake {
            throw mistake("\(what): \(error.problem)")
        } catch let error as PhrasebookError {
            throw error
        } catch {
            throw mistake("\(what): \(error)")
        }
    }
}

extension PhrasebookError {
    /// Place and problem of a YAML error, without the text of the file that it quotes.
    fileprivate init(invalid error: any Error, file: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(file: file, line: mark.line, problem: "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().joined(separator: ", ")
            self.init(file: file, line: context.mark.line, problem: "said twice: \(keys)")
        default: self.init(file: file, line: nil, problem: "not valid YAML")
        }
    }
}
