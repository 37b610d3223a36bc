internal import Telemetry
internal import Yams

/// Compiles catalogue files into look-ups.
///
/// A code of its own beats a range, a narrow range beats a wide one, a range beats a pattern; two rows that claim the
/// same code with equal right are a mistake.
struct RowLoader {
    private static let rowKeys = [
        "code", "codes", "range", "ranges", "pattern", "symptom", "title", "severity", "immobile", "charging_only",
        "parts", "capabilities", "evidence", "native", "safety", "disarms",
    ]

    private struct Claim {
        var row: Int
        /// How many codes the row's range has; 1 for a code of its own.
        var width: Int
        /// Index into `paths`.
        var file: Int
        var line: Int
    }

    /// What the rows of a file have in common.
    private struct Scope {
        var namespace: String
        /// In lower case; one empty text for a generic catalogue.
        var makes: [String]
        /// Where the severities come from unless a row says otherwise.
        var source: String
        /// Index into `paths`.
        var file: Int
    }

    private var catalogue: FaultCatalogue
    /// By make (empty: generic), then by code.
    private var claims: [String: [String: Claim]] = [:]
    /// The files read so far, for messages.
    private var paths: [String] = []

    init(catalogue: FaultCatalogue) {
        self.catalogue = catalogue
    }

    /// Adds the rows of one file.
    ///
    /// - Parameter needsMake: Whether the file must say whose codes it explains.
    mutating func load(_ file: YAMLFile, needsMake: Bool = false) throws(CatalogueError) {
        let root = try file.root()
        let entries = try file.mapping(root, "a catalogue", allowed: ["namespace", "make", "evidence", "rows"])
        guard let namespaceNode = entries["namespace"], let rowsNode = entries["rows"] else {
            throw file.error(at: root, "a catalogue needs namespace and rows")
        }
        var scope = Scope(
            namespace: try file.text(namespaceNode, "namespace"), makes: [], source: "Callahead catalogue",
            file: paths.count)
        if let node = entries["make"] {
            for item in node.sequence == nil ? [node] : try file.list(node, "make") {
                scope.makes.append(try file.text(item, "make").lowercased())
            }
        }
        if scope.makes.isEmpty {
            guard !needsMake else { throw file.error(at: root, "a maker's catalogue needs make") }
            scope.makes = [""]
        }
        if let node = entries["evidence"] { scope.source = try file.text(node, "evidence") }
        paths.append(file.path)
        for node in try file.list(rowsNode, "rows") {
            let fields = try file.mapping(node, "a row", allowed: RowLoader.rowKeys)
            let index = catalogue.rows.count
            catalogue.rows.append(try row(fields, at: node, file, source: scope.source))
            try claim(fields, at: node, file, row: index, scope)
        }
    }

    /// The catalogue with all rows.
    func finished() -> FaultCatalogue {
        var catalogue = self.catalogue
        for (make, byCode) in claims {
            let rows = byCode.mapValues(\.row)
            if make.isEmpty { catalogue.generic = rows } else { catalogue.byMake[make] = rows }
        }
        catalogue.patterns.sort {
            $0.text.utf8.count != $1.text.utf8.count ? $0.text.utf8.count > $1.text.utf8.count : $0.text < $1.text
        }
        return catalogue
    }

    private func row(
        _ fields: [String: Node], at node: Node, _ file: YAMLFile, source: String
    ) throws(CatalogueError) -> CatalogueRow {
        guard let symptomNode = fields["symptom"], let severityNode = fields["severity"] else {
            throw file.error(at: node, "a row needs symptom and severity")
        }
        let key = try file.text(symptomNode, "symptom")
        guard let index = catalogue.symptomIndex[key] else {
            throw file.error(at: symptomNode, "the symptom \"\(key)\" is not in symptoms.yaml")
        }
        let word = try file.text(severityNode, "severity")
        guard let severity = Severity(rawValue: word) else {
            let allowed = Severity.allCases.map(\.rawValue).joined(separator: ", ")
            throw file.error(at: severityNode, "the severity \"\(word)\" is not known; allowed: \(allowed)")
        }
        let symptom = catalogue.symptoms[index]
        var disarms: SensorGroup = []
        if let groupNode = fields["disarms"] {
            let name = try file.text(groupNode, "disarms")
            guard let group = SensorGroup.words.first(where: { $0.word == name })?.group else {
                let allowed = SensorGroup.words.map(\.word).joined(separator: ", ")
                throw file.error(at: groupNode, "the sensor \"\(name)\" is not known; allowed: \(allowed)")
            }
            disarms = group
        }
        func flag(_ name: String) throws(CatalogueError) -> Bool {
            guard let value = fields[name] else { return false }
            return try file.flag(value, name)
        }
        var title = symptom.texts["en"]?.title ?? key
        if let titleNode = fields["title"] { title = try file.text(titleNode, "title") }
        var evidence = source
        if let evidenceNode = fields["evidence"] { evidence = try file.text(evidenceNode, "evidence") }
        return CatalogueRow(
            symptom: index, title: title, severity: severity, immobile: try flag("immobile"),
            chargingOnly: try flag("charging_only"),
            parts: fields["parts"] == nil ? symptom.parts : try catalogue.suspects(fields["parts"], file),
            help: fields["capabilities"] == nil
                ? symptom.help : try FaultCatalogue.help(fields["capabilities"], file),
            isNative: try flag("native"), isSafety: try flag("safety"), disarms: disarms, source: evidence)
    }

    private mutating func claim(
        _ fields: [String: Node], at node: Node, _ file: YAMLFile, row: Int, _ scope: Scope
    ) throws(CatalogueError) {
        var named = 0
        for (key, isList) in [("code", false), ("codes", true)] {
            guard let value = fields[key] else { continue }
            for item in isList ? try file.list(value, key) : [value] {
                named += 1
                try add(try file.text(item, "a code"), width: 1, at: item, file, row, scope)
            }
        }
        for (key, isList) in [("range", false), ("ranges", true)] {
            guard let value = fields[key] else { continue }
            for item in isList ? try file.list(value, key) : [value] {
                named += 1
                let text = try file.text(item, "a range")
                guard let range = CodeRange(text) else {
                    throw file.error(
                        at: item,
                        "\"\(text)\" is no range; allowed: two codes of one letter, ascending, at most "
                            + "\(CodeRange.widest) apart, such as P0300-P0312")
                }
                for code in range.codes {
                    try add(code, width: range.codes.count + 1, at: item, file, row, scope)
                }
            }
        }
        if let value = fields["pattern"] {
            named += 1
            let text = try file.text(value, "a pattern")
            guard scope.makes == [""] else { throw file.error(at: value, "a maker's catalogue can't have patterns") }
            guard !catalogue.patterns.contains(where: { $0.text == scope.namespace + "/" + text }) else {
                throw file.error(at: value, "the pattern \"\(text)\" has a row already")
            }
            catalogue.patterns.append(CodePattern(scope.namespace + "/" + text, row: row))
        }
        guard named > 0 else {
            throw file.error(at: node, "a row needs one of code, codes, range, ranges, pattern")
        }
    }

    private mutating func add(
        _ code: String, width: Int, at node: Node, _ file: YAMLFile, _ row: Int, _ scope: Scope
    ) throws(CatalogueError) {
        let full = scope.namespace + "/" + code
        let line = node.mark?.line ?? 0
        for make in scope.makes {
            let claim = Claim(row: row, width: width, file: scope.file, line: line)
            guard let known = claims[make, default: [:]].updateValue(claim, forKey: full) else { continue }
            guard known.width != width else {
                throw file.error(
                    at: node, "the code \"\(code)\" has a row already, at \(paths[known.file]):\(known.line)")
            }
            if width > known.width { claims[make]?[full] = known }
        }
    }
}
