internal import Telemetry

/// What breaks, by the file's word and by chance.
extension ScenarioReader {
    private static let breakdownKeys = [
        "asset", "assets", "count", "cause", "after", "within", "at", "without_fix", "shares_place_after",
        "says_again_after", "driver", "what", "codes", "needs", "signals", "severity",
    ]

    func randomCauses() throws(ScenarioError) -> RandomCauses? {
        guard let value = root["causes"] else { return nil }
        let section = try value.section(knows: ["per_day", "count", "mix"])
        let amount: RandomCauses.Amount
        switch (section["count"], section["per_day"]) {
        case (let count?, nil): amount = .count(try count.whole(0...1_000_000))
        case (nil, let rate?): amount = .perDayPerThousand(try self.rate(rate))
        default: throw value.fails("causes needs either count: 20 or per_day: 12 per 1000")
        }
        var mix: [RandomCauses.Share] = []
        for (key, value) in try section["mix"]?.section().entries ?? [] {
            try check(cause: key, value)
            mix.append(RandomCauses.Share(cause: key, weight: try weight(value)))
        }
        return RandomCauses(amount, mix: mix)
    }

    func breakdowns(_ town: Town, _ assets: AssetNames) throws(ScenarioError) -> [ScriptedBreakdown] {
        guard let value = root["breakdowns"] else { return [] }
        if value.says("town") {
            return town.breakdowns.map(ScriptedBreakdown.init(own:))
        }
        var result: [ScriptedBreakdown] = []
        for value in value.list() { result.append(try breakdown(value, town, assets)) }
        return result
    }

    private func breakdown(
        _ value: ScenarioValue, _ town: Town, _ assets: AssetNames
    ) throws(ScenarioError) -> ScriptedBreakdown {
        let section = try value.section(knows: Self.breakdownKeys)
        let named = try self.assets(section, assets)
        let cause = try section["cause"]?.text()
        if let cause, let value = section["cause"] { try check(cause: cause, value) }
        var breakdown = ScriptedBreakdown(
            assets: named, cause: cause, after: try section["after"]?.duration() ?? .zero)
        breakdown.line = value.line
        if let value = section["after"], let lasts = try root["lasts"]?.duration(), breakdown.after >= lasts {
            let end = "\(lasts.components.seconds) s"
            throw value.fails("\(value.name) is at or behind the end of the scenario, which lasts \(end)")
        }
        if let value = section["within"] { breakdown.within = try value.duration() }
        if let value = section["at"] { breakdown.at = try value.word(of: town.streets.names) }
        if let value = section["without_fix"] { breakdown.isWithoutFix = try value.flag() }
        if let value = section["shares_place_after"] { breakdown.sharesPlaceAfter = try value.duration() }
        for value in section["says_again_after"]?.list() ?? [] {
            breakdown.saysAgainAfter.append(try value.duration())
        }
        if let value = section["driver"] { breakdown.driver = try driver(value) }
        let own = ["what", "codes", "needs", "signals", "severity"].compactMap { section[$0] }
        guard cause == nil else {
            if let first = own.first {
                throw first.fails("\(first.name): a cause says that; leave it out, or the cause")
            }
            return breakdown
        }
        breakdown.own = try self.own(section, named, breakdown)
        return breakdown
    }

    /// A breakdown without a cause says its own codes.
    private func own(
        _ section: ScenarioSection, _ assets: [String], _ scripted: ScriptedBreakdown
    ) throws(ScenarioError) -> Town.Breakdown {
        guard let codes = section["codes"] else {
            throw section.owner.fails("\(section.owner.name) needs cause or codes")
        }
        var list: [String] = []
        for value in codes.list() { list.append(try value.text()) }
        var signals: [String: Double] = [:]
        for (key, value) in try section["signals"]?.section().entries ?? [] {
            signals[key] = try value.number(-1e9...1e9)
        }
        return Town.Breakdown(
            asset: assets.first ?? "", after: Int(scripted.after.components.seconds), at: scripted.at ?? "",
            what: try section["what"]?.text() ?? list.joined(separator: " "), codes: list,
            needs: try section["needs"]?.word(Town.Need.self) ?? .tow, signals: signals,
            withoutFix: scripted.isWithoutFix, sharesPlaceAfter: nil, repeats: false,
            severity: try section["severity"]?.word(Severity.self))
    }

    private func assets(_ section: ScenarioSection, _ names: AssetNames) throws(ScenarioError) -> [String] {
        guard let value = section["asset"] ?? section["assets"] else {
            throw section.owner.fails("\(section.owner.name) needs asset: car-04, or assets: car-* with a count")
        }
        var named: [String] = []
        for value in value.list() { named += try names.named(value) }
        guard let count = section["count"] else { return named }
        return Array(named.prefix(try count.whole(1...named.count)))
    }

    private func driver(_ value: ScenarioValue) throws(ScenarioError) -> DriverTemper {
        let section = try value.section(knows: [
            "answers", "people", "children", "key", "safe_place", "knows_place", "drives_on", "own_help",
            "call_back_in", "facts",
        ])
        var driver = DriverTemper()
        for value in section["answers"]?.list() ?? [] {
            driver.answers.append(try value.word(of: PhoneAnswer.outcomes))
        }
        if let value = section["people"] { driver.people = try value.whole(0...200) }
        if let value = section["children"] { driver.hasChildren = try value.flag() }
        if let value = section["key"] { driver.hasKey = try value.flag() }
        if let value = section["safe_place"] { driver.isInSafePlace = try value.flag() }
        if let value = section["knows_place"] { driver.knowsPlace = try value.flag() }
        if let value = section["drives_on"] { driver.drivesOn = try value.flag() }
        if let value = section["own_help"] { driver.hasOwnHelp = try value.flag() }
        if let value = section["call_back_in"] {
            driver.callBackIn = Int(try value.duration().components.seconds / 60)
        }
        for (key, value) in try section["facts"]?.section().entries ?? [] {
            driver.facts.append(PhoneAnswer.Fact(key, try value.text()))
        }
        driver.facts.sort { $0.key < $1.key }
        return driver
    }

    private func check(cause: String, _ value: ScenarioValue) throws(ScenarioError) {
        guard let causes, !causes.contains(cause) else { return }
        throw value.fails("there is no cause \"\(cause)\"; write one of \(causes.joined(separator: ", "))")
    }

    /// `12 per 1000`, or a bare number for each thousand.
    private func rate(_ value: ScenarioValue) throws(ScenarioError) -> Double {
        let words = try value.text().split(separator: " ")
        if words.count == 1, let rate = Double(words[0]), (0...1e6).contains(rate) { return rate }
        guard words.count == 3, words[1] == "per", let rate = Double(words[0]), let each = Double(words[2]),
            (0...1e6).contains(rate), (1...1e9).contains(each)
        else { throw value.fails("\(value.name) is so many a day of so many assets: 12 per 1000") }
        return rate / each * 1_000
    }

    /// A weight of a mix: a number, with or without a per cent sign.
    func weight(_ value: ScenarioValue) throws(ScenarioError) -> Double {
        let text = try value.text()
        guard let weight = Double(text.hasSuffix("%") ? String(text.dropLast()) : text), (0...1e9).contains(weight)
        else { throw value.fails("\(value.name) is a weight: 45 or 45%") }
        return weight
    }
}

extension ScriptedBreakdown {
    /// A breakdown as a town's file has it.
    init(own: Town.Breakdown) {
        self.init(assets: [own.asset], cause: nil, after: .seconds(own.after))
        at = own.at
        isWithoutFix = own.withoutFix
        sharesPlaceAfter = own.sharesPlaceAfter.map { .seconds($0) }
        self.own = own
    }
}
