internal import Yams

extension ProfileReader {
    private static let timeKeys = [
        "date", "clock", "base", "offset_ms", "offset_s", "age_s", "age_ms", "form", "format", "zone",
    ]
    /// The time of a message: one place or a list of places that are tried in their order.
    mutating func time(_ node: Node?) -> TimeField? {
        guard let node, node.string != "none", node.string != TimeField.Form.uptime.rawValue else { return nil }
        var sources: [TimeField.Source] = []
        for element in yaml.elements(node) {
            if let source = timeSource(element) { sources.append(source) }
        }
        return sources.first.map { TimeField(first: $0, others: Array(sources.dropFirst())) }
    }

    private mutating func timeSource(_ node: Node) -> TimeField.Source? {
        let members = yaml.members(
            node, of: "time", allowed: ProfileReader.timeKeys + ProfileReader.valueKeys)
        if let age = scaled(members, seconds: "age_s", milliseconds: "age_ms") {
            return age.slot.map { .age(slot: $0, milliseconds: age.scale) }
        }
        guard let spelling = spelling(members, of: node) else { return nil }
        if members["date"] != nil || members["clock"] != nil {
            guard let date = slot(members["date"], "date"), let clock = slot(members["clock"], "clock") else {
                yaml.mistake(node, "a date needs a clock, and a clock a date", allowed: "date, clock, format")
                return nil
            }
            return .joined(date: date, clock: clock, spelling)
        }
        if let base = members["base"] {
            guard let slot = slot(base, "base"),
                let offset = scaled(members, seconds: "offset_s", milliseconds: "offset_ms"), let place = offset.slot
            else {
                yaml.mistake(node, "a base needs an offset", allowed: "base, form, offset_ms or offset_s")
                return nil
            }
            return .relative(base: slot, spelling, offset: place, milliseconds: offset.scale)
        }
        guard let slot = slot(members: members, of: node, "time") else { return nil }
        // What only ever is the time since a start is no time.
        if spelling.value.patterns.isEmpty, spelling.value.forms.allSatisfy({ $0 == .uptime }) { return nil }
        return .value(slot: slot, spelling)
    }

    /// The slot of a number of seconds or milliseconds; `nil` if neither is there.
    private mutating func scaled(
        _ members: [String: Node], seconds: String, milliseconds: String
    ) -> (slot: Int?, scale: Double)? {
        if let node = members[seconds] { return (slot(node, seconds), 1_000) }
        if let node = members[milliseconds] { return (slot(node, milliseconds), 1) }
        return nil
    }

    private mutating func spelling(_ members: [String: Node], of node: Node) -> Boxed<TimeField.Spelling>? {
        var spelling = TimeField.Spelling()
        for element in yaml.elements(members["form"]) {
            if let form = yaml.word(element, "form", as: TimeField.Form.self) { spelling.forms.append(form) }
        }
        for element in yaml.elements(members["format"]) {
            guard let text = yaml.text(element, "format").map({ filled($0) }) else { continue }
            do {
                spelling.patterns.append(try TimePattern(text))
            } catch {
                yaml.mistake(element, error.problem, allowed: TimePattern.allowed)
            }
        }
        if members["form"] == nil, members["format"] == nil {
            yaml.mistake(
                node, "time has no form",
                allowed: TimeField.Form.allCases.map(\.rawValue).joined(separator: ", ") + ", or a format")
        }
        if let node = members["zone"], let name = yaml.text(node, "zone").map({ filled($0) }) {
            spelling.zone = LocalZone.named(name)
            if spelling.zone == nil {
                yaml.mistake(
                    node, "the zone \"\(name)\" is not known", allowed: "UTC, +02:00, or a name such as Europe/Tallinn",
                    nearest: nearestWord(to: name, in: LocalZone.names))
            }
        }
        return Boxed(spelling)
    }
}
