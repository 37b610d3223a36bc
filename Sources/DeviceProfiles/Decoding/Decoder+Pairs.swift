internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// Two numbers in one value; an array or object that holds none is reported.
    func coordinate(_ pair: PositionField.Pair, required: Bool, of rule: Rule) -> Coordinate? {
        let numbers: (Double, Double)
        let value = slots[pair.slot]
        switch value.kind {
        case csj_array, csj_object:
            guard let read = two(value) else {
                report(slot: pair.slot, of: rule, "\(value.kindName) that does not begin with two numbers")
                return nil
            }
            numbers = read
        default:
            guard let text = placeText(pair.slot, required: required, of: rule) else { return nil }
            guard let middle = text.firstIndex(of: pair.separator),
                let first = UnsafeRawBufferPointer(rebasing: text[..<middle]).trimmed.number,
                let second = UnsafeRawBufferPointer(rebasing: text[(middle + 1)...]).trimmed.number
            else {
                report(slot: pair.slot, of: rule, "not two numbers: \(Decoder.shown(text))")
                return nil
            }
            numbers = (first, second)
        }
        let (first, second) = (pair.conversion(numbers.0), pair.conversion(numbers.1))
        return coordinate(
            latitude: pair.longitudeFirst ? second : first, longitude: pair.longitudeFirst ? first : second,
            slot: pair.slot, of: rule)
    }

    /// The first two numbers of an array, or of the coordinates of a GeoJSON point.
    private func two(_ value: csj_value) -> (Double, Double)? {
        guard value.kind == csj_array else {
            guard let inner = Decoder.member("coordinates", of: value) ?? Decoder.member("geometry", of: value) else {
                return nil
            }
            // One step down at most: a feature holds a geometry, a geometry its coordinates.
            guard inner.kind == csj_object else { return inner.kind == csj_array ? two(inner) : nil }
            guard let coordinates = Decoder.member("coordinates", of: inner), coordinates.kind == csj_array else {
                return nil
            }
            return two(coordinates)
        }
        var array = value
        var cursor = csj_open(&array)
        var element = csj_value()
        guard csj_next_element(&cursor, &element), let first = element.asNumber,
            csj_next_element(&cursor, &element), let second = element.asNumber
        else { return nil }
        return (first, second)
    }

    private static func member(_ wanted: StaticString, of object: csj_value) -> csj_value? {
        var object = object
        var cursor = csj_open(&object)
        var key: UnsafePointer<CChar>?
        var length = 0
        var member = csj_value()
        while csj_next_member(&cursor, &key, &length, &member) {
            let name = UnsafeRawBufferPointer(start: key, count: length)
            if name.elementsEqual(UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount)) {
                return member
            }
        }
        return nil
    }
}
