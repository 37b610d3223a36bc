internal import Telemetry

/// A threshold on a measured value: from where on, for how long, how bad it is, and who says so.
///
/// Thresholds are the makers' or the regulators'; the level is theirs where the source gives one and ours where it only
/// sets a code.
struct EscalationRule: Sendable {
    enum Side: Sendable {
        case above, atLeast, below, atMost
    }

    let key: String
    /// Which assets and conditions it is for, in words.
    let applies: String
    let symptom: BuiltInSymptom
    let severity: Severity
    let side: Side
    let limit: Double
    let unit: String
    /// How long the value must have been beyond the limit, seconds.
    let seconds: Double
    /// Whether it says nothing while nobody knows for how long: a value that is normal for a moment.
    let needsDuration: Bool
    let immobile: Bool
    let source: String

    init(
        _ key: String, _ applies: String, _ symptom: BuiltInSymptom, _ severity: Severity, _ side: Side,
        _ limit: Double, _ unit: String, seconds: Double = 0, needsDuration: Bool = false, immobile: Bool = false,
        source: String
    ) {
        self.key = key
        self.applies = applies
        self.symptom = symptom
        self.severity = severity
        self.side = side
        self.limit = limit
        self.unit = unit
        self.seconds = seconds
        self.needsDuration = needsDuration
        self.immobile = immobile
        self.source = source
    }

    /// Whether a value is beyond a limit on this rule's side; NaN never is.
    func holds(_ value: Double, limit: Double) -> Bool {
        switch side {
        case .above: value > limit
        case .atLeast: value >= limit
        case .below: value < limit
        case .atMost: value <= limit
        }
    }

    /// `from 117 °C`, `below 55 kPa`: where it begins to hold.
    func bound(_ limit: Double) -> String {
        let word =
            switch side {
            case .above: "above"
            case .atLeast: "from"
            case .below: "below"
            case .atMost: "up to"
            }
        return "\(word) \(limit.shown) \(unit)"
    }

    var reference: RuleReference {
        let time = seconds > 0 ? " for \(seconds.shown) s" : ""
        return RuleReference(key: key, says: "\(applies): \(bound(limit))\(time)", severity: severity, source: source)
    }
}

extension Double {
    /// At most one digit after the point, none if it is zero.
    ///
    /// Values are plausible ones, so they fit an integer.
    var shown: String {
        let tenths = (self * 10).rounded()
        guard tenths.magnitude < 1e12 else { return "\(self)" }
        let whole = Int(tenths) / 10
        let rest = abs(Int(tenths) % 10)
        return rest == 0 ? String(whole) : (self < 0 && whole == 0 ? "-" : "") + "\(whole).\(rest)"
    }
}
