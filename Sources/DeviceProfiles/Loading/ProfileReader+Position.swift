internal import Yams

extension ProfileReader {
    private static let positionKeys = [
        "lat", "lon", "lat_hemisphere", "lon_hemisphere", "form", "pair", "separator", "order", "scale", "geojson",
        "iso6709", "fix", "valid", "last_known", "partial", "speed", "heading", "accuracy", "required", "where",
    ]

    private enum Order: String, CaseIterable {
        case latitudeFirst = "lat_lon"
        case longitudeFirst = "lon_lat"
    }

    private enum AngleForm: String, CaseIterable {
        case degrees
        case degreesMinutes = "degrees_minutes"
    }

    private enum Partial: String, CaseIterable {
        case ignore, quarantine
    }

    mutating func position(_ node: Node?) -> PositionField? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "position", allowed: ProfileReader.positionKeys)
        let required = yaml.flag(members["required"], "required") ?? false
        guard let place = place(members, of: node, required) else { return nil }
        var field = PositionField(place: place, required: required)
        for element in yaml.elements(members["fix"]) + yaml.elements(members["valid"]) {
            if let fix = fix(element) { field.fixes.append(fix) }
        }
        field.lastKnown = lastKnown(members["last_known"]).map { Boxed($0) }
        field.ignoresHalf = yaml.word(members["partial"], "partial", as: Partial.self) == .ignore
        field.conditions = conditions(members["where"])
        field.speed = number(members["speed"], "speed", unit: "km/h", range: 0...2_000)
        field.heading = number(members["heading"], "heading", unit: "degrees", range: 0...360)
        field.accuracy = number(members["accuracy"], "accuracy", unit: "m", range: 0...10_000_000)
        return field
    }

    private mutating func place(
        _ members: [String: Node], of node: Node, _ required: Bool
    ) -> PositionField.Place? {
        if let text = members["iso6709"] { return slot(text, "iso6709").map { .iso6709(slot: $0) } }
        if let object = members["geojson"] {
            return slot(object, "geojson").map { .pair(Boxed(PositionField.Pair(slot: $0, longitudeFirst: true))) }
        }
        if let pair = members["pair"] {
            guard let slot = slot(pair, "pair") else { return nil }
            let separator = yaml.text(members["separator"], "separator") ?? ","
            if separator.utf8.count != 1 { yaml.mistake(members["separator"], "a separator is one ASCII character") }
            let order = yaml.word(members["order"], "order", as: Order.self) ?? .latitudeFirst
            let conversion = conversion(["scale": members["scale"]].compactMapValues { $0 }, target: nil)
            return .pair(
                Boxed(
                    PositionField.Pair(
                        slot: slot, separator: separator.utf8.first ?? 0x2C, longitudeFirst: order == .longitudeFirst,
                        conversion: conversion)))
        }
        let form = yaml.word(members["form"], "form", as: AngleForm.self)
        if form == .degreesMinutes || members["lat_hemisphere"] != nil || members["lon_hemisphere"] != nil {
            return angles(members, of: node, inMinutes: form == .degreesMinutes)
        }
        guard let latitude = number(members["lat"], "lat", unit: nil, required: required),
            let longitude = number(members["lon"], "lon", unit: nil, required: required)
        else {
            yaml.mistake(node, "a position has no place", allowed: "lat and lon, or pair, geojson or iso6709")
            return nil
        }
        return .apart(Boxed(PositionField.Axes(latitude: latitude, longitude: longitude)))
    }

    private mutating func angles(
        _ members: [String: Node], of node: Node, inMinutes: Bool
    ) -> PositionField.Place? {
        guard let latitude = slot(members["lat"], "lat"), let longitude = slot(members["lon"], "lon") else {
            yaml.mistake(
                node, "a position in angles has no place",
                allowed: "lat, lon, lat_hemisphere, lon_hemisphere, form: degrees or degrees_minutes")
            return nil
        }
        func angle(_ slot: Int, _ hemisphere: Int?) -> Boxed<PositionField.Angle> {
            Boxed(PositionField.Angle(slot: slot, hemisphere: hemisphere, inMinutes: inMinutes))
        }
        return .angles(
            latitude: angle(latitude, slot(members["lat_hemisphere"], "lat_hemisphere")),
            longitude: angle(longitude, slot(members["lon_hemisphere"], "lon_hemisphere")))
    }

    /// What proves a fix.
    mutating func fix(_ node: Node?) -> PositionField.Fix? {
        guard let node else { return nil }
        let keys = ["above", "below", "words", "is", "not", "required"]
        let members = yaml.members(node, of: "fix", allowed: keys + ProfileReader.valueKeys)
        let hasTest = ["above", "below", "words", "is", "not"].contains { members[$0] != nil }
        guard hasTest, let slot = slot(members: members, of: node, "fix") else {
            yaml.mistake(
                node, "a fix has a path and a proof",
                allowed: "path, above: a number, below: a number, words or is: a list, not: a list, required: true")
            return nil
        }
        let words = yaml.texts(members["words"], "words") + yaml.texts(members["is"], "is")
        return PositionField.Fix(
            slot: slot, above: yaml.number(members["above"], "above"), below: yaml.number(members["below"], "below"),
            words: words.map { $0.lowercased() }, refused: yaml.texts(members["not"], "not").map { $0.lowercased() },
            required: yaml.flag(members["required"], "required") ?? false)
    }

    /// A value that is on, or what proves that a place is only the last known one.
    private mutating func lastKnown(_ node: Node?) -> PositionField.Fix? {
        guard let node else { return nil }
        if let members = node.mapping, ["above", "below", "words", "is", "not"].contains(where: { members[$0] != nil })
        {
            return fix(node)
        }
        return slot(node, "last_known").map { PositionField.Fix(slot: $0, words: ["1", "true", "on", "yes"]) }
    }
}
