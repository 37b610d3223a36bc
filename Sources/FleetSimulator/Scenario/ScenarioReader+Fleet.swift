/// The vehicles of a scenario, and the ids that its other parts may name.
extension ScenarioReader {
    private static let groupKeys = [
        "prefix", "count", "profile", "owner", "kind", "models", "at", "every", "access", "impact", "beside",
    ]

    /// The town with the scenario's vehicles, beside its own or instead of them.
    func fleet(of town: Town) throws(ScenarioError) -> Town {
        var town = town
        if root["breakdowns"]?.says("town") != true { town.breakdowns = [] }
        guard let value = root["fleet"] else { return town }
        var groups = value
        if value.isSection {
            let section = try value.section(knows: ["only", "groups"])
            if try section["only"]?.flag() == true {
                town.vehicles = []
                town.breakdowns = []
            }
            groups = try section.required("groups")
        }
        for group in groups.list() { town.vehicles.append(try self.group(group, town)) }
        do throws(TownError) {
            return try town.checked()
        } catch {
            throw value.fails("\(error)")
        }
    }

    private func group(_ value: ScenarioValue, _ town: Town) throws(ScenarioError) -> Town.VehicleGroup {
        let section = try value.section(knows: Self.groupKeys)
        let prefix = try section.required("prefix")
        let name = try prefix.text()
        guard !town.vehicles.contains(where: { $0.prefix == name }) else {
            throw prefix.fails("there are \"\(name)\" vehicles already; choose another prefix")
        }
        var group = Town.VehicleGroup(
            prefix: name, count: try section.required("count").whole(1...100_000),
            profile: try section["profile"]?.word(Town.Profile.self) ?? .native,
            owner: try section["owner"]?.word(Town.Owner.self) ?? .private, models: try models(section))
        if let at = section["at"] { group.at = try at.word(of: town.streets.names) }
        if let every = section["every"] { group.every = Double(try every.duration().milliseconds) / 1_000 }
        group.access = try section["access"]?.text()
        group.impact = try section["impact"]?.word(of: Town.impacts)
        group.beside = try section["beside"]?.word(Town.Profile.self)
        return group
    }

    private func models(_ section: ScenarioSection) throws(ScenarioError) -> [Town.Model] {
        guard let models = section["models"] else {
            guard let kind = section["kind"] else { return [.usual("car") ?? .car] }
            guard let model = Town.Model.usual(try kind.text()) else {
                throw kind.fails("kind is one of \(Town.Model.usualKinds.joined(separator: ", ")), or write models")
            }
            return [model]
        }
        var result: [Town.Model] = []
        for value in models.list() {
            let keys = ["kind", "make", "model", "energy", "drivetrain", "mass"]
            let section = try value.section(knows: keys)
            let kind = try section.required("kind").text()
            var model = Town.Model.usual(kind) ?? .car
            model.kind = kind
            if let make = section["make"] { model.make = try make.text() }
            if let name = section["model"] { model.model = try name.text() }
            if let energy = section["energy"] { model.energy = try energy.text() }
            if let drivetrain = section["drivetrain"] { model.drivetrain = try drivetrain.text() }
            if let mass = section["mass"] { model.mass = try mass.whole(0...200_000) }
            result.append(model)
        }
        return result
    }
}

/// The ids of the assets of a town.
struct AssetNames {
    private let counts: [(prefix: String, count: Int)]

    init(_ town: Town) { counts = town.vehicles.map { ($0.prefix, $0.count) } }

    /// The assets that a text names: an id, or all of a prefix as `car-*`.
    func named(_ value: ScenarioValue) throws(ScenarioError) -> [String] {
        let text = try value.text()
        for (prefix, count) in counts {
            if text == "\(prefix)-*" { return (1..<(count + 1)).map { Town.assetID(prefix, $0) } }
            guard text.hasPrefix("\(prefix)-"), let number = Int(text.dropFirst(prefix.count + 1)),
                (1..<(count + 1)).contains(number), Town.assetID(prefix, number) == text
            else { continue }
            return [text]
        }
        let groups = counts.map { "\(Town.assetID($0.prefix, 1)) to \(Town.assetID($0.prefix, $0.count))" }
        throw value.fails("there is no asset \"\(text)\"; there are \(groups.joined(separator: ", "))")
    }
}
