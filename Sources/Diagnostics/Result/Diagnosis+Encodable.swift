internal import Telemetry

// What `callahead diagnose --json` prints. Keys are stable; what is unknown stands as null.

extension Diagnosis: Encodable {
    private enum CodingKeys: String, CodingKey {
        case severity, immobile, symptom, part, parts, system, capabilities, cautions, faults, problems, evidence
        case chargingOnly = "charging_only"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(immobile, forKey: .immobile)
        try container.encode(chargingOnly, forKey: .chargingOnly)
        try container.encode(symptom, forKey: .symptom)
        try container.encode(part, forKey: .part)
        try container.encode(parts, forKey: .parts)
        try container.encode(system, forKey: .system)
        try container.encode(capabilities.names, forKey: .capabilities)
        try container.encode(cautions.all, forKey: .cautions)
        try container.encode(faults, forKey: .faults)
        try container.encode(problems, forKey: .problems)
        try container.encode(evidence, forKey: .evidence)
    }
}

extension FaultFinding: Encodable {
    private enum CodingKeys: String, CodingKey { case code, status, severity, part, title }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(status.rawValue, forKey: .status)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(part, forKey: .part)
        try container.encode(title, forKey: .title)
    }
}

extension ProblemFinding: Encodable {
    private enum CodingKeys: String, CodingKey {
        case component, symptom, severity, immobile, codes, parts
        case chargingOnly = "charging_only"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key, forKey: .component)
        try container.encode(symptom, forKey: .symptom)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(immobile, forKey: .immobile)
        try container.encode(chargingOnly, forKey: .chargingOnly)
        try container.encode(codes, forKey: .codes)
        try container.encode(parts, forKey: .parts)
    }
}

extension Evidence: Encodable {
    private enum CodingKeys: String, CodingKey { case kind, rule, text, severity, code, weighed, source }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind.rawValue, forKey: .kind)
        try container.encode(rule, forKey: .rule)
        try container.encode(text, forKey: .text)
        try container.encode(severity?.rawValue, forKey: .severity)
        try container.encode(code, forKey: .code)
        try container.encode(weighed, forKey: .weighed)
        try container.encode(source, forKey: .source)
    }
}

extension Evidence.Weighed: Encodable {
    private enum CodingKeys: String, CodingKey {
        case signal, value, unit, limit
        case heldSeconds = "held_s"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(signal, forKey: .signal)
        try container.encode(value, forKey: .value)
        try container.encode(unit, forKey: .unit)
        try container.encode(limit, forKey: .limit)
        try container.encode(heldSeconds, forKey: .heldSeconds)
    }
}

extension RuleReference: Encodable {
    private enum CodingKeys: String, CodingKey { case rule, says, severity, source }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key, forKey: .rule)
        try container.encode(says, forKey: .says)
        try container.encode(severity?.rawValue, forKey: .severity)
        try container.encode(source, forKey: .source)
    }
}
