/// The readings that count: known, fresh, plausible, one per role whatever the order they came in.
struct MeasuredValues {
    private struct Choice {
        var value: Double
        var preference: Int
        var age: Double
    }

    private var choices = [Choice?](repeating: nil, count: SignalRole.allCases.count)
    /// Sensors that a code of their own circuit has discredited.
    var disarmed: SensorGroup = []

    init(_ readings: [SignalReading], policy: DiagnosticPolicy) {
        for reading in readings {
            guard let (role, preference) = SignalRole.byName[reading.name], role.plausible.contains(reading.value)
            else {
                continue
            }
            let age = reading.ageSeconds ?? 0
            guard age <= (role.isFlag ? policy.flagMaxAgeSeconds : policy.valueMaxAgeSeconds) else { continue }
            let choice = Choice(value: reading.value, preference: preference, age: age)
            if let known = choices[role.rawValue], !MeasuredValues.isBetter(choice, than: known, role) { continue }
            choices[role.rawValue] = choice
        }
    }

    /// The value of a role, unless its sensor is disarmed.
    subscript(role: SignalRole) -> Double? {
        guard disarmed.isDisjoint(with: role.group) else { return nil }
        return choices[role.rawValue]?.value
    }

    /// The value even if its sensor is disarmed, to say that it was passed over.
    func untrusted(_ role: SignalRole) -> Double? {
        disarmed.isDisjoint(with: role.group) ? nil : choices[role.rawValue]?.value
    }

    func isSet(_ flag: SignalRole) -> Bool { (self[flag] ?? 0) > 0 }

    /// Whether the combustion engine runs; `nil` if nobody can tell.
    var engineRuns: Bool? {
        if let speed = self[.engineSpeed] { return speed > 400 ? true : speed < 50 ? false : nil }
        return self[.engineRunning].map { $0 > 0 }
    }

    private static func isBetter(_ new: Choice, than old: Choice, _ role: SignalRole) -> Bool {
        switch role {
        case .tyrePressure: return new.value < old.value  // the worst wheel counts
        case _ where role.isFlag && role != .parkingBrake: return new.value > old.value
        default:
            if new.preference != old.preference { return new.preference < old.preference }
            return new.age != old.age ? new.age < old.age : new.value < old.value
        }
    }
}
