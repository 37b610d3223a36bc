internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// A place, if the message has a fix.
    ///
    /// 0,0 and a missing fix give none and are nothing wrong.
    func position(_ field: PositionField, _ context: Context, into observations: inout [Observation]) {
        let rule = context.rule
        if let fix = field.fix, !hasFix(fix) { return }
        guard let coordinate = coordinate(field.place, required: field.required, of: rule), !coordinate.isNullIsland
        else { return }
        var position = Position(coordinate: coordinate)
        if let speed = field.speed, case .value(let value) = number(speed, of: rule) { position.speed = Float(value) }
        if let heading = field.heading, case .value(let value) = number(heading, of: rule) {
            position.heading = Float(value)
        }
        if let accuracy = field.accuracy, case .value(let value) = number(accuracy, of: rule) {
            position.accuracy = Float(value)
        }
        observations.append(
            context.observation(rule.subject == .unit ? .unitPosition(position) : .position(position)))
    }

    func hasFix(_ fix: PositionField.Fix) -> Bool {
        let value = slots[fix.slot]
        if value.isMissing { return true }
        if let above = fix.above {
            let number: Double? =
                switch value.kind {
                case csj_integer, csj_number: value.number
                case csj_string: value.bytes.trimmed.number
                default: nil
                }
            if let number { return number > above }
        }
        return value.isOne(of: fix.words)
    }

    private func coordinate(_ place: PositionField.Place, required: Bool, of rule: Rule) -> Coordinate? {
        switch place {
        case .apart(let latitude, let longitude):
            return coordinate(latitude, longitude, of: rule)
        case .pair(let slot, let separator, let longitudeFirst):
            let value = slots[slot]
            if value.isMissing {
                if required { report(slot: slot, of: rule, "it is required and has no value") }
                return nil
            }
            guard value.kind == csj_string else {
                report(slot: slot, of: rule, "\(value.kindName), a text with two numbers is expected")
                return nil
            }
            let text = value.bytes.trimmed
            guard !text.isEmpty else { return nil }
            guard let middle = text.firstIndex(of: separator),
                let first = UnsafeRawBufferPointer(rebasing: text[..<middle]).trimmed.number,
                let second = UnsafeRawBufferPointer(rebasing: text[(middle + 1)...]).trimmed.number
            else {
                report(slot: slot, of: rule, "not two numbers: \(Decoder.shown(text))")
                return nil
            }
            return coordinate(
                latitude: longitudeFirst ? second : first, longitude: longitudeFirst ? first : second, slot: slot,
                of: rule)
        }
    }

    /// Two numbers; one without the other is reported, none is no place.
    func coordinate(_ latitude: NumberField, _ longitude: NumberField, of rule: Rule) -> Coordinate? {
        switch (number(latitude, of: rule), number(longitude, of: rule)) {
        case (.value(let north), .value(let east)):
            return coordinate(latitude: north, longitude: east, slot: latitude.slot, of: rule)
        case (.value, .missing):
            report(slot: longitude.slot, of: rule, "a latitude has no longitude")
        case (.missing, .value):
            report(slot: latitude.slot, of: rule, "a longitude has no latitude")
        default: break
        }
        return nil
    }

    private func coordinate(latitude: Double, longitude: Double, slot: Int, of rule: Rule) -> Coordinate? {
        do {
            return try Coordinate(latitude: latitude, longitude: longitude)
        } catch {
            report(slot: slot, of: rule, error.description)
            return nil
        }
    }
}
