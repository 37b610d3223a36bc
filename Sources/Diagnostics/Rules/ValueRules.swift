internal import Telemetry

/// Weighs the measured values of an asset by the thresholds of ``EscalationRule``.
struct ValueRules {
    let values: MeasuredValues
    let traits: AssetTraits
    private(set) var findings: [SignalFinding] = []
    /// Rules whose threshold was passed, but not for long enough.
    private(set) var waiting: [Evidence] = []

    init(_ values: MeasuredValues, of traits: AssetTraits) {
        self.values = values
        self.traits = traits
    }

    /// Weighs every value that has a meaning for this asset.
    mutating func weigh() {
        if hasCombustionEngine {
            coolant()
            oilPressure()
        }
        if !traits.kind.isStationary || traits.kind == .generator { voltage() }
        tyres()
        brakeAir()
        isolation()
        runaway()
        if traits.kind == .generator { generator() }
    }

    /// 2 for a 24 V system, else 1.
    static func voltageFactor(_ traits: AssetTraits, voltage: Double) -> Double {
        switch traits.kind {
        case .truck, .bus, .trailer: 2
        case .car, .motorcycle, .scooter, .mower: 1
        default: (traits.grossMassKg ?? 0) > 7_500 || voltage >= 20 ? 2 : 1
        }
    }

    /// Whether the limits of heavy engines are its own.
    var isHeavy: Bool {
        traits.kind == .truck || traits.kind == .bus || (traits.grossMassKg ?? 0) > 3_500
    }

    private var hasCombustionEngine: Bool {
        guard let energy = traits.energy else { return true }
        return switch energy {
        case .bev, .hydrogen, .mains, .none: false
        default: true
        }
    }

    /// Weighs a value by rules for the same thing, worst first; the first that holds speaks.
    ///
    /// - Parameters:
    ///   - value: In the unit of the rules, if it is not the plain value of the role.
    ///   - factor: What the rules' limits are multiplied with.
    ///   - text: The value in words; the limit is added.
    ///   - scale: Turns a value of the role into one in the unit of the rules.
    @discardableResult
    mutating func weigh(
        _ rules: [EscalationRule], _ role: SignalRole, limit: Double? = nil, factor: Double = 1,
        text: @autoclosure () -> String,
        scale: (Double) -> Double = { $0 }
    ) -> Bool {
        guard let raw = values[role] else { return false }
        let value = scale(raw)
        for rule in rules {
            let bound = limit ?? rule.limit * factor
            guard rule.holds(value, limit: bound) else { continue }
            let held = rule.seconds > 0 ? values.held(role) { rule.holds(scale($0), limit: bound) } : nil
            let words = "\(text()), \(rule.severity.rawValue) \(rule.bound(bound))"
            let weighed = Evidence.Weighed(
                signal: values.name(role), value: value, unit: rule.unit, limit: bound, heldSeconds: held)
            guard held.map({ $0 >= rule.seconds }) ?? !rule.needsDuration else {
                waiting.append(
                    Evidence(
                        kind: .guard,
                        text: words + ", but only after \(rule.seconds.shown) s; so far "
                            + (held.map { "\($0.shown) s" } ?? "unknown"),
                        source: rule.source, rule: rule.key, weighed: [weighed]))
                continue
            }
            findings.append(
                SignalFinding(
                    symptom: rule.symptom, immobile: rule.immobile,
                    evidence: Evidence(
                        kind: .value, text: words, source: rule.source, rule: rule.key, severity: rule.severity,
                        weighed: [weighed]),
                    severity: rule.severity))
            return true
        }
        return false
    }
}
