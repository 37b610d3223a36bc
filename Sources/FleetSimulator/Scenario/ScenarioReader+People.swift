/// How people, units, workshops and desks behave.
extension ScenarioReader {
    func people() throws(ScenarioError) -> PeopleTemper {
        var people = PeopleTemper()
        let keys = [
            "answers", "drives_on", "own_help", "calls_back", "shares_place", "knows_place", "talks", "takes_offers",
        ]
        guard let section = try root["people"]?.section(knows: keys) else { return people }
        if let answers = try section["answers"]?.section(knows: PhoneAnswer.outcomes) {
            people.answers = []
            for (key, value) in answers.entries {
                people.answers.append(PeopleTemper.Answer(key, try weight(value)))
            }
            guard people.answers.contains(where: { $0.weight > 0 }) else {
                throw answers.owner.fails("people.answers needs an outcome with a weight above 0")
            }
        }
        if let value = section["drives_on"] { people.drivesOn = try value.share() }
        if let value = section["own_help"] { people.ownHelp = try value.share() }
        if let value = section["calls_back"] { people.callsBack = try value.share() }
        if let value = section["shares_place"] { people.sharesPlace = try value.share() }
        if let value = section["knows_place"] { people.knowsPlace = try value.share() }
        if let value = section["talks"] { people.talks = try value.duration() }
        if let value = section["takes_offers"] { people.takesOffers = try value.share() }
        return people
    }

    /// How units behave by id; what `all` says holds for each of them unless its own entry says otherwise.
    func unitTempers(_ town: Town) throws(ScenarioError) -> [String: UnitTemper] {
        guard let section = try root["units"]?.section() else { return [:] }
        var tempers: [String: UnitTemper] = [:]
        if let all = section["all"] {
            for unit in town.units { tempers[unit.id] = try unitTemper(all, UnitTemper()) }
        }
        for (id, value) in section.entries where id != "all" {
            guard town.units.contains(where: { $0.id == id }) else {
                let ids = town.units.map(\.id).joined(separator: ", ")
                throw value.fails("there is no unit \"\(id)\"; write all, or one of \(ids)")
            }
            tempers[id] = try unitTemper(value, tempers[id] ?? UnitTemper())
        }
        return tempers
    }

    private func unitTemper(_ value: ScenarioValue, _ given: UnitTemper) throws(ScenarioError) -> UnitTemper {
        let section = try value.section(knows: [
            "answers", "declines", "silent", "stuck_after", "falls_silent_after", "late_by", "phone_only",
            "off_shift", "no_access", "refused_at_destination", "shift",
        ])
        var temper = given
        if let value = section["answers"] { temper.answersAfter = try value.duration() }
        if let value = section["declines"] { temper.declines = try value.whole(0...1_000_000) }
        if let value = section["silent"] { temper.silent = try value.whole(0...1_000_000) }
        if let value = section["stuck_after"] { temper.stuckAfter = try value.duration() }
        if let value = section["falls_silent_after"] { temper.fallsSilentAfter = try value.duration() }
        if let value = section["late_by"] { temper.lateBy = try value.duration() }
        if let value = section["phone_only"] { temper.isPhoneOnly = try value.flag() }
        if let value = section["off_shift"] {
            // `true` is from the beginning on.
            temper.offShiftAfter = value.says("true") ? .zero : try value.duration()
        }
        if let value = section["no_access"] { temper.hasNoAccess = try value.flag() }
        if let value = section["refused_at_destination"] { temper.isRefusedAtDestination = try value.flag() }
        if let value = section["shift"] { try shift(value, &temper) }
        return temper
    }

    private func shift(_ value: ScenarioValue, _ temper: inout UnitTemper) throws(ScenarioError) {
        let parts = try value.text().split(separator: "-").map(String.init)
        func isClock(_ text: String) -> Bool {
            let digits = text.split(separator: ":", omittingEmptySubsequences: false)
            guard digits.count == 2, digits.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(digits[0]),
                let minute = Int(digits[1])
            else { return false }
            return (0...24).contains(hour) && (0...59).contains(minute)
        }
        guard parts.count == 2, parts.allSatisfy(isClock) else {
            throw value.fails("\(value.name) is a time of the day: 06:00-22:00")
        }
        (temper.shiftFrom, temper.shiftTo) = (parts[0], parts[1])
    }

    func workshops(_ town: Town) throws(ScenarioError) -> [String: WorkshopTemper] {
        guard let section = try root["workshops"]?.section() else { return [:] }
        var tempers: [String: WorkshopTemper] = [:]
        for (id, value) in section.entries {
            let ids = town.workshops.map(\.id)
            guard id == "all" || ids.contains(id) else {
                let known = ids.joined(separator: ", ")
                throw value.fails("there is no workshop \"\(id)\"; write all, or one of \(known)")
            }
            let section = try value.section(knows: ["refuses", "closed"])
            var temper = WorkshopTemper()
            if let value = section["refuses"] { temper.refuses = try value.flag() }
            if let value = section["closed"] { temper.isClosed = try value.flag() }
            for own in id == "all" ? ids : [id] where id != "all" || tempers[own] == nil { tempers[own] = temper }
        }
        return tempers
    }

    func desk() throws(ScenarioError) -> DeskTemper {
        var desk = DeskTemper()
        let keys = ["people", "absent", "talks", "overstays_lease"]
        guard let section = try root["desk"]?.section(knows: keys) else { return desk }
        if let value = section["people"] { desk.people = try value.whole(0...100) }
        for value in section["absent"]?.list() ?? [] {
            let section = try value.section(knows: ["from", "for"])
            desk.absent.append(
                DeskTemper.Absence(
                    from: try section.required("from").duration(), lasts: try section.required("for").duration()))
        }
        if let value = section["talks"] { desk.talks = try value.duration() }
        if let value = section["overstays_lease"] { desk.overstaysLease = try value.share() }
        return desk
    }

    func events(_ town: Town, _ assets: AssetNames) throws(ScenarioError) -> [ScriptedEvent] {
        guard let value = root["events"] else { return [] }
        var events: [ScriptedEvent] = []
        for value in value.list() {
            let section = try value.section(knows: ["after", "what", "asset", "assets", "unit"])
            let what = try section.required("what").word(ScriptedEvent.What.self)
            var named: [String] = []
            if what == .offShift {
                for value in try section.required("unit").list() {
                    named.append(try value.word(of: town.units.map(\.id)))
                }
            } else {
                guard let list = section["asset"] ?? section["assets"] else {
                    throw value.fails("\(value.name) needs asset")
                }
                for value in list.list() { named += try assets.named(value) }
            }
            events.append(
                ScriptedEvent(after: try section.required("after").duration(), what: what, assets: named))
        }
        return events
    }
}

extension PhoneAnswer {
    /// How a call to somebody with an asset may end.
    static let outcomes = [
        "reached", "no_answer", "busy", "voicemail", "wrong_number", "other_person", "hung_up", "phone_off",
        "call_back", "declined", "has_own_help", "no_need", "solved", "language", "in_danger",
    ]
}
