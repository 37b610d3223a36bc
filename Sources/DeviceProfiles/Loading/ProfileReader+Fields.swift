internal import Telemetry
internal import Yams

extension ProfileReader {
    private static let numberKeys = ["path", "unit", "scale", "offset", "no_value", "min", "max", "required"]

    /// A number: a path, or a mapping with a path.
    mutating func number(
        _ node: Node?, _ what: String, unit target: String?, range: ClosedRange<Double>? = nil,
        extraKeys: [String] = []
    ) -> NumberField? {
        guard let node else { return nil }
        var field = NumberField(slot: 0)
        if let range { field.range = range }
        if case .scalar = node {
            guard let slot = slot(node, what) else { return nil }
            field.slot = slot
            return field
        }
        let members = yaml.members(node, of: what, allowed: ProfileReader.numberKeys + extraKeys)
        guard let slot = slot(members["path"], "path") else {
            if members["path"] == nil { yaml.mistake(node, "\(what) has no path", allowed: "path: where it stands") }
            return nil
        }
        field.slot = slot
        field.conversion = LinearConversion(
            scale: yaml.number(members["scale"], "scale") ?? 1, offset: yaml.number(members["offset"], "offset") ?? 0,
            from: unit(members["unit"], target: target), to: target.flatMap { UnitOfMeasure(word: $0) })
        if members["no_value"] != nil {
            var noValue = NoValue()
            for text in yaml.texts(members["no_value"], "no_value") {
                if let number = Double(text), number.isFinite {
                    noValue.numbers.append(number)
                } else {
                    noValue.texts.append(text.lowercased())
                }
            }
            field.noValue = Boxed(noValue)
        }
        let low = yaml.number(members["min"], "min") ?? field.range.lowerBound
        let high = yaml.number(members["max"], "max") ?? field.range.upperBound
        if low <= high {
            field.range = low...high
        } else {
            yaml.mistake(members["min"] ?? members["max"], "min is greater than max")
        }
        field.required = yaml.flag(members["required"], "required") ?? false
        return field
    }

    private mutating func unit(_ node: Node?, target: String?) -> UnitOfMeasure? {
        guard let node, let text = yaml.text(node, "unit").map({ filled($0) }) else { return nil }
        let wanted = target.flatMap { UnitOfMeasure(word: $0) }
        let fitting = UnitOfMeasure.all.filter { wanted == nil || $0.dimension == wanted?.dimension }.map(\.name)
        guard let unit = UnitOfMeasure(word: text), fitting.contains(text) else {
            let isUnit = UnitOfMeasure(word: text) != nil
            let reason = isUnit ? "can't become \(target ?? "")" : "is not known"
            yaml.mistake(
                node, "the unit \"\(text)\" \(reason)", allowed: fitting.joined(separator: ", "),
                nearest: isUnit ? nil : nearestWord(to: text, in: fitting))
            return nil
        }
        return unit
    }

    mutating func time(_ node: Node?) -> TimeField? {
        guard let node, node.string != "none" else { return nil }
        let members = yaml.members(node, of: "time", allowed: ["path", "form"])
        guard let slot = slot(members["path"], "path") else {
            yaml.mistake(node, "time has no sound path", allowed: "path, form; or time: none")
            return nil
        }
        var forms: [TimeField.Form] = []
        for element in yaml.elements(members["form"]) {
            if let form = yaml.word(element, "form", as: TimeField.Form.self) { forms.append(form) }
        }
        if members["form"] == nil {
            yaml.mistake(
                node, "time has no form", allowed: TimeField.Form.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return TimeField(slot: slot, forms: forms)
    }

    mutating func position(_ node: Node?) -> PositionField? {
        guard let node else { return nil }
        let members = yaml.members(
            node, of: "position",
            allowed: ["lat", "lon", "pair", "separator", "order", "fix", "speed", "heading", "accuracy", "required"])
        let required = yaml.flag(members["required"], "required") ?? false
        let place: PositionField.Place
        if let pair = members["pair"] {
            guard let slot = slot(pair, "pair") else { return nil }
            let separator = yaml.text(members["separator"], "separator") ?? ","
            if separator.utf8.count != 1 { yaml.mistake(members["separator"], "a separator is one ASCII character") }
            let order = yaml.word(members["order"], "order", as: Order.self) ?? .latitudeFirst
            place = .pair(
                slot: slot, separator: separator.utf8.first ?? 0x2C, longitudeFirst: order == .longitudeFirst)
        } else {
            guard var latitude = number(members["lat"], "lat", unit: nil),
                var longitude = number(members["lon"], "lon", unit: nil)
            else {
                yaml.mistake(node, "a position has no place", allowed: "lat and lon, or pair")
                return nil
            }
            latitude.required = latitude.required || required
            longitude.required = longitude.required || required
            place = .apart(latitude: latitude, longitude: longitude)
        }
        var field = PositionField(place: place, required: required)
        field.fix = fix(members["fix"])
        field.speed = number(members["speed"], "speed", unit: "km/h", range: 0...2_000)
        field.heading = number(members["heading"], "heading", unit: "degrees", range: 0...360)
        field.accuracy = number(members["accuracy"], "accuracy", unit: "m", range: 0...10_000_000)
        return field
    }

    private enum Order: String, CaseIterable {
        case latitudeFirst = "lat_lon"
        case longitudeFirst = "lon_lat"
    }

    mutating func fix(_ node: Node?) -> PositionField.Fix? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "fix", allowed: ["path", "above", "words"])
        guard let slot = slot(members["path"], "path"), members["above"] != nil || members["words"] != nil else {
            yaml.mistake(node, "a fix has a path and a proof", allowed: "path, above: a number, words: a list")
            return nil
        }
        return PositionField.Fix(
            slot: slot, above: yaml.number(members["above"], "above"), words: yaml.texts(members["words"], "words"))
    }

    mutating func liveness(_ node: Node?) -> LivenessField? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "liveness", allowed: ["path", "online", "offline"])
        let slot = members["path"] == nil ? slot(.whole) : slot(members["path"], "path") ?? 0
        let online = yaml.texts(members["online"], "online").map { $0.lowercased() }
        let offline = yaml.texts(members["offline"], "offline").map { $0.lowercased() }
        if online.isEmpty, offline.isEmpty {
            yaml.mistake(node, "liveness has no words", allowed: "online: words, offline: words")
        }
        return LivenessField(slot: slot, online: online, offline: offline)
    }

    mutating func driver(_ node: Node?) -> DriverField? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "driver", allowed: ["kind", "lat", "lon"])
        guard let kind = slot(members["kind"], "kind") else {
            yaml.mistake(node, "driver has no kind", allowed: "kind, lat, lon: paths")
            return nil
        }
        return DriverField(
            kind: kind, latitude: number(members["lat"], "lat", unit: nil),
            longitude: number(members["lon"], "lon", unit: nil))
    }

    mutating func job(_ node: Node?) -> JobField? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "job", allowed: ["offer", "state", "reason", "eta_minutes", "note"])
        guard let offer = slot(members["offer"], "offer"), let state = slot(members["state"], "state") else {
            yaml.mistake(node, "a job has no offer or state", allowed: "offer, state, reason, eta_minutes, note: paths")
            return nil
        }
        return JobField(
            offer: offer, state: state, reason: slot(members["reason"], "reason"),
            etaMinutes: number(members["eta_minutes"], "eta_minutes", unit: nil, range: 0...10_080),
            note: slot(members["note"], "note"))
    }
}
