internal import Foundation
internal import Telemetry
internal import Yams

extension FaultCatalogue {
    /// Loads `parts.yaml`, `symptoms.yaml`, every `catalogues/*.yaml` and every `catalogues/makers/*.yaml` of a directory,
    /// and checks them.
    ///
    /// What a maker's catalogue says holds only for assets of that make, and there it comes before the generic rows.
    ///
    /// - Throws: ``CatalogueError`` with file, line, what is wrong and what is allowed, for the first mistake.
    package static func load(directory: String) throws(CatalogueError) -> FaultCatalogue {
        var catalogue = FaultCatalogue()
        try catalogue.loadParts(YAMLFile(path: directory + "/parts.yaml"))
        try catalogue.loadSymptoms(YAMLFile(path: directory + "/symptoms.yaml"))
        let folder = directory + "/catalogues"
        var loader = RowLoader(catalogue: catalogue)
        for path in try yamlFiles(in: folder) { try loader.load(YAMLFile(path: path)) }
        let makers = folder + "/makers"
        if FileManager.default.fileExists(atPath: makers) {
            for path in try yamlFiles(in: makers) { try loader.load(YAMLFile(path: path), needsMake: true) }
        }
        return loader.finished()
    }

    private static func yamlFiles(in folder: String) throws(CatalogueError) -> [String] {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
        } catch {
            throw CatalogueError(file: folder, problem: "can't be listed")
        }
    }

    mutating func loadParts(_ file: YAMLFile) throws(CatalogueError) {
        for (key, name, value) in try file.pairs(try file.root(), "parts.yaml") {
            let entries = try file.mapping(value, "a part", allowed: ["names", "system", "skills", "hours"])
            guard let namesNode = entries["names"], let systemNode = entries["system"], let hoursNode = entries["hours"]
            else { throw file.error(at: key, "the part \"\(name)\" needs names, system and hours") }
            var names: [String: String] = [:]
            for (_, language, text) in try file.pairs(namesNode, "names") {
                names[language] = try file.text(text, "a name")
            }
            guard names["en"] != nil else { throw file.error(at: namesNode, "the part \"\(name)\" needs a name in en") }
            var skills: [String] = []
            if let node = entries["skills"] {
                for skill in try file.list(node, "skills") { skills.append(try file.text(skill, "a skill")) }
            }
            parts[name] = Part(
                key: name, names: names, system: try FaultCatalogue.system(systemNode, file), skills: skills.sorted(),
                hours: try file.number(hoursNode, "hours", in: 0...100))
        }
    }

    private mutating func loadSymptoms(_ file: YAMLFile) throws(CatalogueError) {
        let root = try file.root()
        for (key, name, value) in try file.pairs(root, "symptoms.yaml") {
            let entries = try file.mapping(
                value, "a symptom", allowed: ["component", "system", "parts", "capabilities", "texts"])
            guard let componentNode = entries["component"], let textsNode = entries["texts"] else {
                throw file.error(at: key, "the symptom \"\(name)\" needs component and texts")
            }
            let texts = try FaultCatalogue.texts(textsNode, file)
            guard texts["en"] != nil else {
                throw file.error(at: textsNode, "the symptom \"\(name)\" needs a text in en")
            }
            var system: String?
            if let node = entries["system"] { system = try FaultCatalogue.system(node, file) }
            symptomIndex[name] = symptoms.count
            symptoms.append(
                Symptom(
                    key: name, component: try file.text(componentNode, "component"), system: system,
                    parts: try suspects(entries["parts"], file),
                    help: try FaultCatalogue.help(entries["capabilities"], file),
                    texts: texts))
        }
        for key in BuiltInSymptom.allCases where symptomIndex[key.rawValue] == nil {
            throw file.error(at: root, "the symptom \"\(key.rawValue)\" is missing; rules of the program use it")
        }
    }

    /// Takes over the words of symptoms, and nothing else of them.
    mutating func loadTexts(_ file: YAMLFile) throws(CatalogueError) {
        for (key, name, value) in try file.pairs(try file.root(), "symptoms.yaml") {
            guard let node = try file.pairs(value, "a symptom").first(where: { $0.name == "texts" })?.value else {
                throw file.error(at: key, "the symptom \"\(name)\" needs component and texts")
            }
            symptomIndex[name] = symptoms.count
            symptoms.append(
                Symptom(
                    key: name, component: "", parts: [], help: Help(), texts: try FaultCatalogue.texts(node, file)))
        }
    }

    private static func texts(_ node: Node, _ file: YAMLFile) throws(CatalogueError) -> [String: SymptomText] {
        var texts: [String: SymptomText] = [:]
        for (_, language, node) in try file.pairs(node, "texts") {
            let words = try file.mapping(node, "a text", allowed: ["clause", "title"])
            guard let clause = words["clause"], let title = words["title"] else {
                throw file.error(at: node, "a text needs clause and title")
            }
            texts[language] = SymptomText(
                clause: try file.text(clause, "clause"), title: try file.text(title, "title"))
        }
        return texts
    }

    /// Parts with likelihoods, most likely first.
    func suspects(_ node: Node?, _ file: YAMLFile) throws(CatalogueError) -> [PartLikelihood] {
        guard let node else { return [] }
        var suspects: [PartLikelihood] = []
        for (key, name, value) in try file.pairs(node, "parts") {
            guard parts[name] != nil else {
                throw file.error(at: key, "the part \"\(name)\" is not in parts.yaml")
            }
            suspects.append(
                PartLikelihood(part: name, likelihood: try file.number(value, "a likelihood", in: 0...1)))
        }
        return suspects.sorted(by: PartLikelihood.isLikelier)
    }

    /// What helps, from a list of words.
    static func help(_ node: Node?, _ file: YAMLFile) throws(CatalogueError) -> Help {
        var help = Help()
        guard let node else { return help }
        for item in try file.list(node, "capabilities") {
            let word = try file.text(item, "a capability")
            guard help.add(word) else {
                throw file.error(
                    at: item,
                    "the capability \"\(word)\" is not known; allowed: \(Help.words.joined(separator: ", "))")
            }
        }
        return help
    }

    private static func system(_ node: Node, _ file: YAMLFile) throws(CatalogueError) -> String {
        let name = try file.text(node, "system")
        guard VehicleSystem.names.contains(name) else {
            throw file.error(
                at: node, "the system \"\(name)\" is not known; allowed: \(VehicleSystem.names.joined(separator: ", "))"
            )
        }
        return name
    }
}

extension PartLikelihood {
    /// Most likely first; equal ones by key.
    static func isLikelier(_ left: PartLikelihood, _ right: PartLikelihood) -> Bool {
        left.likelihood != right.likelihood ? left.likelihood > right.likelihood : left.part < right.part
    }
}
