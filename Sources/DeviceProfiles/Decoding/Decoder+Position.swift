internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// A place, if the message has a fix.
    ///
    /// 0,0, a missing fix and a place that is only the last known one give none and are nothing wrong.
    func position(_ field: Boxed<PositionField>, _ context: Context, into observations: inout [Observation]) {
        let rule = context.rule
        if !field.value.conditions.isEmpty, !hasConditionsMet(field.value.conditions) { return }
        for fix in field.value.fixes where !hasFix(fix) { return }
        if let lastKnown = field.value.lastKnown, holds(lastKnown.value, missing: false) { return }
        guard let coordinate = coordinate(field, of: rule), !coordinate.isNullIsland else { return }
        var position = Position(coordinate: coordinate)
        if let speed = field.value.speed, case .value(let value) = number(speed, of: rule) {
            position.speed = Float(value)
        }
        if let heading = field.value.heading, case .value(let value) = number(heading, of: rule) {
            position.heading = Float(value)
        }
        if let accuracy = field.value.accuracy, case .value(let value) = number(accuracy, of: rule) {
            position.accuracy = Float(value)
        }
        observations.append(
            context.observation(rule.subject == .unit ? .unitPosition(position) : .position(position)))
    }

    func hasFix(_ fix: PositionField.Fix) -> Bool { holds(fix, missing: !fix.required) }

    private func holds(_ proof: PositionField.Fix, missing: Bool) -> Bool {
        let value = slots[proof.slot]
        if value.isMissing { return missing }
        if !proof.refused.isEmpty, value.isOne(of: proof.refused) { return false }
        if proof.above != nil || proof.below != nil, let number = value.asNumber {
            return number > proof.above ?? -.infinity && number < proof.below ?? .infinity
        }
        if proof.words.isEmpty { return proof.above == nil && proof.below == nil }
        return value.isOne(of: proof.words)
    }

    // MARK: Places

    private func coordinate(_ field: Boxed<PositionField>, of rule: Rule) -> Coordinate? {
        switch field.value.place {
        case .apart(let axes):
            return coordinate(axes.value.latitude, axes.value.longitude, ignoresHalf: field.value.ignoresHalf, of: rule)
        case .pair(let pair): return coordinate(pair.value, required: field.value.required, of: rule)
        case .angles(let latitude, let longitude):
            return coordinate(
                angle(latitude.value, false, of: rule), latitude.value.slot, angle(longitude.value, true, of: rule),
                longitude.value.slot, field.value, of: rule)
        case .iso6709(let slot):
            guard let text = placeText(slot, required: field.value.required, of: rule) else { return nil }
            guard let place = CoordinateText.iso6709(text) else {
                report(slot: slot, of: rule, "not a place of ISO 6709: \(Decoder.shown(text))")
                return nil
            }
            return coordinate(latitude: place.latitude, longitude: place.longitude, slot: slot, of: rule)
        }
    }

    /// Two numbers; none is no place, and one without the other is reported, or passed over if it is to be.
    func coordinate(
        _ latitude: NumberField, _ longitude: NumberField, ignoresHalf: Bool = false, of rule: Rule
    ) -> Coordinate? {
        switch (number(latitude, of: rule), number(longitude, of: rule)) {
        case (.value(let north), .value(let east)):
            return coordinate(latitude: north, longitude: east, slot: latitude.slot, of: rule)
        case (.value, .missing) where !ignoresHalf:
            report(slot: longitude.slot, of: rule, "a latitude has no longitude")
        case (.missing, .value) where !ignoresHalf:
            report(slot: latitude.slot, of: rule, "a longitude has no latitude")
        default: break
        }
        return nil
    }

    private func coordinate(
        _ latitude: Reading<Double>, _ latitudeSlot: Int, _ longitude: Reading<Double>, _ longitudeSlot: Int,
        _ field: PositionField, of rule: Rule
    ) -> Coordinate? {
        switch (latitude, longitude) {
        case (.value(let north), .value(let east)):
            return coordinate(latitude: north, longitude: east, slot: latitudeSlot, of: rule)
        case (.value, .missing) where !field.ignoresHalf:
            report(slot: longitudeSlot, of: rule, "a latitude has no longitude")
        case (.missing, .value) where !field.ignoresHalf:
            report(slot: latitudeSlot, of: rule, "a longitude has no latitude")
        case (.missing, .missing) where field.required:
            report(slot: latitudeSlot, of: rule, "it is required and has no value")
        default: break
        }
        return nil
    }

    private func angle(_ angle: PositionField.Angle, _ isLongitude: Bool, of rule: Rule) -> Reading<Double> {
        let value = slots[angle.slot]
        if value.isMissing || value.kind == csj_string && value.bytes.trimmed.isEmpty { return .missing }
        let empty = UnsafeRawBufferPointer(start: nil, count: 0)
        let letter = angle.hemisphere.map { slots[$0].bytes } ?? empty
        let letters: (UInt8, UInt8) = isLongitude ? (0x45, 0x57) : (0x4E, 0x53)
        let degrees: Double? =
            switch value.kind {
            case csj_integer, csj_number:
                CoordinateText.angle(value.number, letter: letter.trimmed, inMinutes: angle.inMinutes, letters: letters)
            case csj_string:
                CoordinateText.angle(value.bytes, letter: letter, inMinutes: angle.inMinutes, letters: letters)
            default: nil
            }
        if let degrees { return .value(degrees) }
        report(
            slot: angle.slot, of: rule,
            value.kind == csj_string ? "not an angle: \(Decoder.shown(value.bytes))" : "it is not an angle")
        return .wrong
    }

    /// The text of a place; missing and empty ones are none.
    func placeText(_ slot: Int, required: Bool, of rule: Rule) -> UnsafeRawBufferPointer? {
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
        return text.isEmpty ? nil : text
    }

    func coordinate(latitude: Double, longitude: Double, slot: Int, of rule: Rule) -> Coordinate? {
        do {
            return try Coordinate(latitude: latitude, longitude: longitude)
        } catch {
            report(slot: slot, of: rule, error.description)
            return nil
        }
    }
}
