/// The readings that count: known, fresh, plausible, one per role whatever the order they came in.
struct MeasuredValues {
    private struct Choice {
        var value: Double
        var preference: Int
        var age: Double
        /// Index into the readings.
        var reading: Int
    }

    private let readings: [SignalReading]
    private var choices = [Choice?](repeating: nil, count: SignalRole.count)
    /// Sensors that a code of their own circuit has discredited.
    var disarmed: SensorGroup = []

    init(_ readings: [SignalReading], policy: DiagnosticPolicy) {
        self.readings = readings
        for (index, reading) in readings.enumerated() {
            guard let (role, preference) = SignalRole.byName[reading.name], role.plausible.contains(reading.value)
            else {
                continue
            }
            let age = reading.ageSeconds ?? 0
            guard age <= (role.isFlag ? policy.flagMaxAgeSeconds : policy.valueMaxAgeSeconds) else { continue }
            let choice = Choice(value: reading.value, preference: preference, age: age, reading: index)
            if let known = choices[role.rawValue], !isBetter(choice, than: known, role) { continue }
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

    /// What the device calls the signal of a role; empty if it has no value.
    func name(_ role: SignalRole) -> String { choices[role.rawValue].map { readings[$0.reading].name } ?? "" }

    func isSet(_ flag: SignalRole) -> Bool { (self[flag] ?? 0) > 0 }

    /// Whether the combustion engine runs; `nil` if nobody can tell.
    var engineRuns: Bool? {
        if let speed = self[.engineSpeed] { return speed > 400 ? true : speed < 50 ? false : nil }
        return self[.engineRunning].map { $0 > 0 }
    }

    /// For how long the value of a role has been beyond something, without a break; `nil` if the caller keeps nothing.
    ///
    /// Seconds from the oldest value beyond it to the latest one. A value in between that was not beyond it ends the time,
    /// whatever the order of the earlier values.
    func held(_ role: SignalRole, beyond: (Double) -> Bool) -> Double? {
        guard let choice = choices[role.rawValue], let earlier = readings[choice.reading].earlier else { return nil }
        var breakAge = Double.infinity
        for sample in earlier where sample.ageSeconds > choice.age && !beyond(sample.value) {
            breakAge = min(breakAge, sample.ageSeconds)
        }
        var oldest = choice.age
        for sample in earlier where sample.ageSeconds < breakAge && sample.ageSeconds > oldest && beyond(sample.value) {
            oldest = sample.ageSeconds
        }
        return oldest - choice.age
    }

    private func isBetter(_ new: Choice, than old: Choice, _ role: SignalRole) -> Bool {
        switch role {
        case .tyrePressure where new.value != old.value: return new.value < old.value  // the worst wheel counts
        case _ where role.isFlag && role != .parkingBrake && new.value != old.value: return new.value > old.value
        case _ where role.isFlag && role != .parkingBrake, .tyrePressure: break
        default:
            if new.preference != old.preference { return new.preference < old.preference }
        }
        if new.age != old.age { return new.age < old.age }
        if new.value != old.value { return new.value < old.value }
        if new.preference != old.preference { return new.preference < old.preference }
        return isLonger(readings[new.reading].earlier, than: readings[old.reading].earlier)
    }

    /// Decides between two equal readings of one name, so that their order does not.
    private func isLonger(_ new: [SignalReading.Earlier]?, than old: [SignalReading.Earlier]?) -> Bool {
        guard let new, let old else { return new == nil && old != nil }
        if new.count != old.count { return new.count > old.count }
        for (left, right) in zip(new, old) where left != right {
            return (left.ageSeconds, left.value) > (right.ageSeconds, right.value)
        }
        return false
    }
}
