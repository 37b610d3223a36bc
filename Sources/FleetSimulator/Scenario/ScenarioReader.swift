internal import Telemetry

/// Reads a scenario from the sections of its file.
struct ScenarioReader {
    let root: ScenarioSection
    /// Keys of causes and groups that may be named; `nil` admits any.
    let causes: [String]?

    func read(town load: (String) throws -> Town) throws(ScenarioError) -> Scenario {
        let town = try fleet(of: try self.town(load))
        let units = try unitTempers(town)
        let assets = AssetNames(town)
        return Scenario(
            name: try root.required("name").text(), about: try root["about"]?.text() ?? "",
            town: try town.applying(units), start: try start(), lasts: try lasts(),
            speed: try root["speed"]?.number(0.001...10_000) ?? 1,
            seed: UInt64(try root["seed"]?.whole(0...Int.max) ?? 1),
            reports: try reports(), weather: try weather(), causes: try randomCauses(), before: try before(),
            policy: try root["policy"]?.text(), breakdowns: try breakdowns(town, assets), people: try people(),
            units: units,
            workshops: try workshops(town), desk: try desk(), events: try events(town, assets),
            chaos: try chaos(assets), replay: try replay(), expects: try expects())
    }

    private func town(_ load: (String) throws -> Town) throws(ScenarioError) -> Town {
        let value = try root.required("town")
        let name = try value.text()
        do {
            return try load(name)
        } catch {
            throw value.fails("\(error)")
        }
    }

    private func start() throws(ScenarioError) -> Timestamp? {
        guard let value = root["start"] else { return nil }
        let text = try value.text()
        // Without its zone it would be UTC, two hours from what the author of a morning in Tallinn means.
        guard let clock = text.split(separator: "T").dropFirst().first,
            clock.contains("+") || clock.contains("-") || clock.hasSuffix("Z"), let time = Timestamp(iso8601: text)
        else {
            throw value.fails("start is a time with its zone: 2027-01-12T06:30:00+02:00")
        }
        return time
    }

    private func lasts() throws(ScenarioError) -> Duration {
        let value = try root.required("lasts")
        let lasts = try value.duration()
        guard lasts >= .seconds(1) else { throw value.fails("lasts is a second at least") }
        return lasts
    }

    private func reports() throws(ScenarioError) -> Duration {
        guard let value = root["reports"] else { return .seconds(30) }
        let reports = try value.duration()
        guard reports >= .milliseconds(10) else { throw value.fails("reports is 10ms at least") }
        return reports
    }

    private func weather() throws(ScenarioError) -> Scenario.Weather {
        var weather = Scenario.Weather()
        guard let section = try root["weather"]?.section(knows: ["temperature", "dark"]) else { return weather }
        if let value = section["temperature"] { weather.temperature = try value.number(-60...60) }
        if let value = section["dark"] { weather.isDark = try value.flag() }
        return weather
    }

    private func replay() throws(ScenarioError) -> Scenario.Replay? {
        guard let section = try root["replay"]?.section(knows: ["log"]) else { return nil }
        return Scenario.Replay(log: try section.required("log").text())
    }

    private func expects() throws(ScenarioError) -> [String: Double] {
        guard let section = try root["expects"]?.section(knows: Expectation.allCases.map(\.rawValue)) else {
            return [:]
        }
        var expects: [String: Double] = [:]
        for (key, value) in section.entries { expects[key] = try bound(value) }
        return expects
    }

    /// A bound is a number, or a share written with a per cent sign.
    private func bound(_ value: ScenarioValue) throws(ScenarioError) -> Double {
        let text = try value.text()
        if text.hasSuffix("%") { return try value.share() }
        return try value.number(0...1e12)
    }
}
