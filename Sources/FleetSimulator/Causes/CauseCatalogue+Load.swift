internal import Telemetry
internal import Yams

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension CauseCatalogue {
    /// Reads the causes of a file.
    ///
    /// - Throws: ``ScenarioError`` with file, line and what to write instead.
    package init(file path: String) throws(ScenarioError) {
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else { throw ScenarioError(file: path, line: 1, reason: "there is no such file of causes") }
        try self.init(yaml: text, file: path)
    }

    /// Reads causes from the text of their file.
    ///
    /// - Throws: ``ScenarioError`` with file, line and what to write instead.
    package init(yaml text: String, file: String) throws(ScenarioError) {
        let root: ScenarioValue
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else {
                throw ScenarioError(file: file, line: 1, reason: "the file is empty")
            }
            root = ScenarioValue(node: node, file: file, name: "")
        } catch let error as ScenarioError {
            throw error
        } catch {
            throw ScenarioError(file: file, line: 1, reason: "\(error)")
        }
        let section = try root.section(knows: ["shares", "causes"])
        var causes: [Cause] = []
        for (key, value) in try section.required("causes").section().entries {
            guard !causes.contains(where: { $0.key == key }) else {
                throw value.fails("there are two causes \"\(key)\"")
            }
            causes.append(try Cause(key: key, value))
        }
        var shares: [RandomShare] = []
        for (group, value) in try section.required("shares").section().entries {
            guard causes.contains(where: { $0.group == group }) else {
                throw value.fails("no cause is of the group \"\(group)\"")
            }
            shares.append(RandomShare(group: group, weight: try value.number(0...1_000)))
        }
        for cause in causes where !shares.contains(where: { $0.group == cause.group }) {
            throw try section.required("shares").fails(
                "shares has no \"\(cause.group)\", the group of \(cause.key); 0 will do")
        }
        self.init(causes: causes, shares: shares)
    }
}

extension Cause {
    private static let keys = [
        "what", "group", "weight", "kinds", "energies", "profiles", "severity", "immobile", "needs", "detectability",
        "part", "call", "sequence", "rests",
    ]

    init(key: String, _ value: ScenarioValue) throws(ScenarioError) {
        let section = try value.section(knows: Cause.keys)
        self.key = key
        what = try section.required("what").text()
        group = try section.required("group").text()
        weight = try section["weight"]?.number(0...1_000) ?? 1
        kinds = try Cause.words(try section.required("kinds"))
        energies = try section["energies"].map(Cause.words) ?? []
        profiles = try section["profiles"].map(Cause.words) ?? []
        truth = Truth(
            severity: try section.required("severity").word(Severity.self),
            isImmobile: try section["immobile"]?.flag() ?? false,
            needs: try section.required("needs").word(Town.Need.self),
            detectability: try section["detectability"]?.word(LedgerEntry.Detectability.self) ?? .detectable,
            part: try section["part"]?.text(), wantsCall: try section["call"]?.flag() ?? true)
        steps = []
        for entry in section["sequence"]?.list() ?? [] {
            let step = try Step(entry)
            guard steps.last.map({ $0.at < step.at }) ?? true else {
                throw entry.fails("the steps of \(key) stand in the order of time; this one is not later than the last")
            }
            steps.append(step)
        }
        for entry in section["rests"]?.list() ?? [] {
            let rest = try Rest(entry)
            guard rests.last.map({ $0.at < rest.at }) ?? true else {
                throw entry.fails("the rests of \(key) stand in the order of time; this one is not later than the last")
            }
            rests.append(rest)
        }
        let tells = steps.contains { !($0.codes ?? []).isEmpty || !$0.signals.isEmpty || $0.isOnline == false }
        guard tells || truth.detectability == .undetectable else {
            throw value.fails("\(key) has no code, no value and stays online: its detectability is undetectable")
        }
        guard !tells || steps.contains(where: { $0.at == 0 }) else {
            throw value.fails("\(key) needs a step at 0s: the breakdown itself")
        }
    }

    private static func words<Word: RawRepresentable & CaseIterable>(_ value: ScenarioValue) throws(ScenarioError)
        -> [Word] where Word.RawValue == String
    {
        var words: [Word] = []
        for entry in value.list() { words.append(try entry.word(Word.self)) }
        return words
    }
}

extension Cause {
    /// The time of an entry, milliseconds from the breakdown.
    fileprivate static func moment(_ section: ScenarioSection) throws(ScenarioError) -> Int64 {
        let time = try section.required("at")
        let text = try time.text()
        let isBefore = text.hasPrefix("-")
        guard let amount = ScenarioValue.duration(isBefore ? String(text.dropFirst()) : text) else {
            throw time.fails("at is a time from the breakdown: -20m, 0s, 90s, 5m, -2d")
        }
        return isBefore ? 0 - amount.milliseconds : amount.milliseconds
    }
}

extension Cause.Rest {
    init(_ value: ScenarioValue) throws(ScenarioError) {
        let section = try value.section(knows: ["at", "volts"])
        self.init(at: try Cause.moment(section), volts: try section.required("volts").number(4...32))
    }
}

extension Cause.Step {
    init(_ value: ScenarioValue) throws(ScenarioError) {
        let section = try value.section(knows: ["at", "codes", "signals", "online", "running", "driver"])
        self.init(at: try Cause.moment(section))
        if let list = section["codes"] {
            var codes: [String] = []
            for entry in list.list() { codes.append(try entry.text()) }
            self.codes = codes
        }
        for (name, entry) in try section["signals"]?.section().entries ?? [] {
            guard name.hasPrefix("Vehicle.") || name.hasPrefix("Device.") else {
                throw entry.fails("\(name) is no name of VSS: they begin with Vehicle. or Device.")
            }
            signals[name] = Cause.isFlag(name) ? (try entry.flag() ? 1 : 0) : try entry.number(-1e9...1e9)
        }
        isOnline = try section["online"]?.flag()
        isRunning = try section["running"]?.flag()
        driver = try section["driver"]?.word(of: ["need_help", "safe", "shared_location", "cancel", "no_help"])
    }
}
