/// What a rule that needs a duration asks of a value, so that a caller can note since when it has been so.
///
/// Only rules that say nothing without their duration are here (``EscalationRule/needsDuration``, and the check-engine
/// lamp that flashes on): of all other values the newest one is taken for settled.
package struct LastingCondition: Sendable {
    /// The rule that asks.
    package let rule: String
    /// Whether a value counts only while the engine runs.
    package let needsEngine: Bool
    private let isBeyond: @Sendable (Double) -> Bool

    private init(_ rule: String, needsEngine: Bool = false, isBeyond: @escaping @Sendable (Double) -> Bool) {
        self.rule = rule
        self.needsEngine = needsEngine
        self.isBeyond = isBeyond
    }

    /// Whether a value is beyond the limit; NaN never is.
    ///
    /// A flag is 1 or 0.
    package func holds(_ value: Double) -> Bool { isBeyond(value) }

    /// The condition on a signal, if a rule asks for how long; `nil` for all other names.
    package static func on(signal name: String) -> LastingCondition? { byName[name] }

    /// Whether what a signal tells means that the combustion engine runs; `nil` if the signal does not tell.
    package static func engineRuns(signal name: String, _ value: Double) -> Bool? {
        switch SignalRole.byName[name]?.role {
        case .engineSpeed: value > 400
        case .engineRunning: value > 0
        default: nil
        }
    }

    /// The signals that tell whether the engine runs, the most certain first.
    package static let engineSignals = SignalRole.names.filter { $0.role == .engineSpeed || $0.role == .engineRunning }
        .map(\.name)

    /// Every condition, in the order of the rules.
    static let all = byRole.map(\.condition)

    private static let byRole: [(role: SignalRole, condition: LastingCondition)] =
        [(.checkEngineFlashing, LastingCondition(NativeRules.stillFlashing.key) { $0 > 0 })]
        + EscalationRule.springBrakes.map { rule in
            // A parked vehicle loses its air: the time begins with the engine.
            (.brakeAirPressure, LastingCondition(rule.key, needsEngine: true) { rule.holds($0, limit: rule.limit) })
        }

    private static let byName: [String: LastingCondition] = {
        var conditions: [String: LastingCondition] = [:]
        for (name, role) in SignalRole.names {
            conditions[name] = byRole.first { $0.role == role }?.condition
        }
        return conditions
    }()
}
