internal import Yams

extension ProfileReader {
    /// Parts of a position that come in messages of their own.
    mutating func assembles(_ node: Node?) -> AssembledField? {
        guard let node else { return nil }
        let members = yaml.members(
            node, of: "assembles", allowed: ["latitude", "longitude", "speed", "heading", "accuracy", "fix"])
        if members.isEmpty, case .mapping = node {
            yaml.mistake(
                node, "assembles names no part of a position",
                allowed: "latitude, longitude, speed, heading, accuracy, fix")
        }
        var field = AssembledField(timing: assemblyTiming)
        field.latitude = number(members["latitude"], "latitude", unit: nil, range: -90...90)
        field.longitude = number(members["longitude"], "longitude", unit: nil, range: -180...180)
        field.speed = number(members["speed"], "speed", unit: "km/h", range: 0...2_000)
        field.heading = number(members["heading"], "heading", unit: "degrees", range: 0...360)
        field.accuracy = number(members["accuracy"], "accuracy", unit: "m", range: 0...10_000_000)
        field.fix = fix(members["fix"])
        return field
    }

    /// How near in time two axes are to be, and how long one waits.
    mutating func assembly(_ node: Node?) -> AssemblyTiming {
        var timing = AssemblyTiming()
        guard let node else { return timing }
        let members = yaml.members(node, of: "assembly", allowed: ["within", "wait"])
        timing.within = duration(members["within"], "within", in: 1...600_000) ?? timing.within
        timing.wait = duration(members["wait"], "wait", in: 1...600_000) ?? max(timing.wait, timing.within)
        if timing.wait < timing.within {
            yaml.mistake(members["wait"] ?? node, "wait is shorter than within")
        }
        return timing
    }

    /// A message without which the devices say nothing.
    mutating func keepAlive(_ node: Node?) -> KeepAlive? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "keepalive", allowed: ["topic", "payload", "every"])
        let allowed = "topic: a template with one {capture} that the rules' topics have, such as R/{portal}/keepalive"
        guard let place = members["topic"], let text = yaml.text(place, "topic") else {
            yaml.mistake(node, "keepalive has no topic", allowed: allowed)
            return nil
        }
        do {
            let template = try TopicTemplate(filled(text))
            guard template.captures.count == 1, let capture = template.captures.first, !capture.isEmpty,
                !template.segments.contains(.many)
            else {
                yaml.mistake(place, "the topic \"\(template.text)\" has not one named capture", allowed: allowed)
                return nil
            }
            return KeepAlive(
                topic: template, capture: capture, payload: yaml.text(members["payload"], "payload") ?? "",
                every: duration(members["every"], "every", in: 1_000...86_400_000) ?? 30_000)
        } catch {
            yaml.mistake(
                place, "\(error.problem) in topic \"\(filled(text))\"", allowed: allowed, offset: error.offset)
            return nil
        }
    }

    /// The installation switches on what the profile does not have.
    mutating func noKeepAlive(_ root: Node) {
        yaml.mistake(root, "the installation switches a keep-alive on that the profile does not have")
    }

    /// A text such as 500ms, 2s, 10m, 1h, in milliseconds.
    mutating func duration(_ node: Node?, _ what: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let node, let text = yaml.text(node, what) else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units: [String: Int64] = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000]
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        if digits.count <= 9, let count = Int64(digits), let unit = units[String(unit)], range.contains(count * unit) {
            return count * unit
        }
        func shown(_ milliseconds: Int64) -> String {
            milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
        }
        yaml.mistake(
            node, "\(what) is not a time span: \"\(text)\"",
            allowed: "500ms, 2s, 10m, 1h; from \(shown(range.lowerBound)) to \(shown(range.upperBound))")
        return nil
    }
}
