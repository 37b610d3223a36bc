/// What goes wrong with messages, network, broker, service and disk.
extension ScenarioReader {
    func chaos(_ assets: AssetNames) throws(ScenarioError) -> ChaosPlan {
        var plan = ChaosPlan()
        let keys = ["wire", "network", "broker", "service", "kills", "disk"]
        guard let section = try root["chaos"]?.section(knows: keys) else { return plan }
        if let value = section["wire"] { plan.wire = try wire(value, assets) }
        for value in section["network"]?.list() ?? [] {
            let section = try value.section(knows: ["after", "cut", "for", "how"])
            plan.network.append(
                ChaosPlan.NetworkCut(
                    after: try section.required("after").duration(),
                    cut: try section.required("cut").word(ChaosPlan.NetworkCut.Cut.self),
                    lasts: try section.required("for").duration(),
                    harm: try section["how"].map(harm) ?? .reset))
        }
        for value in section["broker"]?.list() ?? [] {
            let section = try value.section(knows: ["after", "do", "for"])
            plan.broker.append(
                ChaosPlan.BrokerTrouble(
                    after: try section.required("after").duration(),
                    action: try section.required("do").word(ChaosPlan.BrokerTrouble.Action.self),
                    lasts: try section["for"]?.duration() ?? .zero))
        }
        for value in section["service"]?.list() ?? [] { plan.service.append(try service(value)) }
        if let value = section["kills"] {
            let section = try value.section(knows: ["count", "from", "to"])
            let from = try section["from"]?.duration() ?? .zero
            let to = try section.required("to").duration()
            guard from < to else { throw value.fails("kills.from lies before kills.to") }
            plan.kills = ChaosPlan.Kills(
                count: try section.required("count").whole(1...100_000), from: from, to: to)
        }
        for value in section["disk"]?.list() ?? [] { plan.disk.append(try disk(value)) }
        return plan
    }

    private func harm(_ value: ScenarioValue) throws(ScenarioError) -> ChaosPlan.NetworkCut.Harm {
        let words = try value.text().split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("reset", 1): return .reset
        case ("silent", 1): return .silent
        case ("half_open", 1): return .halfOpen
        case ("slow", 2): if let delay = ScenarioValue.duration(words[1]) { return .slow(delay) }
        case ("narrow", 2): if let rate = Int(words[1]), rate > 0 { return .narrow(rate) }
        default: break
        }
        throw value.fails(
            "\(value.name) is reset, silent, half_open, slow with a time (slow 200ms), or narrow with bytes a second "
                + "(narrow 50000)")
    }

    private func service(_ value: ScenarioValue) throws(ScenarioError) -> ChaosPlan.ServiceTrouble {
        let section = try value.section(knows: ["after", "do", "for"])
        let action = try section.required("do")
        let words = try action.text().split(separator: " ").map(String.init)
        let what: ChaosPlan.ServiceTrouble.Action
        switch (words.first, words.count) {
        case ("kill", 1): what = .kill
        case ("stop", 1): what = .stop
        case ("terminate", 1): what = .terminate
        case ("failpoint", 2) where Self.isFailpoint(words[1]): what = .failpoint(words[1])
        default:
            throw action.fails(
                "\(action.name) is kill, stop, terminate, or failpoint with after-read, after-step, after-commit, "
                    + "after-ack, after-reading-ahead or before-outbox and a number: failpoint after-commit:3")
        }
        return ChaosPlan.ServiceTrouble(
            after: try section.required("after").duration(), action: what,
            lasts: try section["for"]?.duration() ?? .zero)
    }

    private static func isFailpoint(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let places = ["after-read", "after-reading-ahead", "after-step", "after-commit", "after-ack", "before-outbox"]
        guard places.contains(where: { $0 == parts[0] }) else { return false }
        return parts.count == 1 || parts.count == 2 && (Int(parts[1]) ?? 0) > 0
    }

    private func disk(_ value: ScenarioValue) throws(ScenarioError) -> ChaosPlan.DiskTrouble {
        let section = try value.section(knows: ["after", "do", "for"])
        let action = try section.required("do")
        let words = try action.text().split(separator: " ").map(String.init)
        let what: ChaosPlan.DiskTrouble.Action
        switch (words.first, words.count) {
        case ("full", 1): what = .full
        case ("power_cut", 1): what = .powerCut
        case ("locked", 1): what = .locked
        case ("slow", 2):
            guard let each = ScenarioValue.duration(words[1]) else { fallthrough }
            what = .slow(each)
        case ("ioerr", 2):
            guard let every = Int(words[1]), every > 0 else { fallthrough }
            what = .errors(every)
        default:
            throw action.fails(
                "\(action.name) is full, power_cut, locked, slow with a time (slow 20ms), or ioerr with a number (ioerr 50)"
            )
        }
        return ChaosPlan.DiskTrouble(
            after: try section.required("after").duration(), action: what,
            lasts: try section["for"]?.duration() ?? .zero)
    }

    private func wire(_ value: ScenarioValue, _ assets: AssetNames) throws(ScenarioError) -> ChaosPlan.Wire {
        let section = try value.section(knows: [
            "duplicates", "reordered", "late", "skew", "malformed", "hostile", "babble", "burst",
        ])
        var wire = ChaosPlan.Wire()
        if let value = section["duplicates"] { wire.duplicates = try value.share() }
        if let value = section["reordered"] { wire.reordered = try value.share() }
        if let value = section["late"] { (wire.late, wire.lateBy) = try shareBy(value, usual: .seconds(60)) }
        if let value = section["skew"] { (wire.skewed, wire.skewedBy) = try shareBy(value, usual: .seconds(3_600)) }
        if let value = section["malformed"] { wire.malformed = try value.whole(0...1_000_000) }
        if let value = section["hostile"] { wire.hostile = try value.whole(0...1_000_000) }
        for value in section["babble"]?.list() ?? [] {
            let section = try value.section(knows: ["asset", "rate", "for", "after"])
            guard let asset = try assets.named(try section.required("asset")).first else { continue }
            wire.babble.append(
                ChaosPlan.Babble(
                    asset: asset, rate: try perSecond(try section.required("rate")),
                    after: try section["after"]?.duration() ?? .zero,
                    lasts: try section.required("for").duration()))
        }
        for value in section["burst"]?.list() ?? [] {
            let section = try value.section(knows: ["after", "holds"])
            wire.bursts.append(
                ChaosPlan.Burst(
                    after: try section.required("after").duration(), holds: try section.required("holds").duration()))
        }
        return wire
    }

    /// `3% by 10m`, or `{share: 3%, by: 10m}`.
    private func shareBy(
        _ value: ScenarioValue, usual: Duration
    ) throws(ScenarioError) -> (share: Double, by: Duration) {
        if value.isSection {
            let section = try value.section(knows: ["share", "by"])
            return (try section.required("share").share(), try section["by"]?.duration() ?? usual)
        }
        let words = try value.text().split(separator: " ").map(String.init)
        if words.count == 1 { return (try value.share(), usual) }
        guard words.count == 3, words[1] == "by", let share = ScenarioValue.share(words[0]),
            let by = ScenarioValue.duration(words[2])
        else { throw value.fails("\(value.name) is a share and a time: 3% by 10m") }
        return (share, by)
    }

    /// `200/s`, `30/m`, or a bare number a second.
    private func perSecond(_ value: ScenarioValue) throws(ScenarioError) -> Double {
        let text = try value.text()
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let each = parts.count == 2 ? ["s": 1.0, "m": 60, "h": 3_600][String(parts[1])] : 1
        guard parts.count <= 2, let each, let amount = Double(parts[0]), amount > 0, amount / each <= 100_000 else {
            throw value.fails("\(value.name) is a rate: 200/s")
        }
        return amount / each
    }
}
