/// The days before.
extension ScenarioReader {
    func before() throws(ScenarioError) -> DaysBefore? {
        let keys = ["lasts", "speed", "reports", "announces", "worn"]
        guard let value = root["before"] else { return nil }
        let section = try value.section(knows: keys)
        let length = try section.required("lasts")
        var before = DaysBefore(lasts: try length.duration())
        guard (.seconds(86_400)...(.seconds(60 * 86_400))).contains(before.lasts) else {
            throw length.fails("before.lasts is 1d to 60d")
        }
        if let value = section["speed"] { before.speed = try value.number(1...10_000) }
        if let value = section["reports"] {
            before.reports = try value.duration()
            guard before.reports >= .seconds(60) else { throw value.fails("before.reports is 1m at least") }
        }
        if let value = section["announces"] { before.announces = try value.share() }
        if let value = section["worn"] { before.worn = try value.whole(0...100_000) }
        return before
    }
}
