internal import CSimdJSON

/// Bytes in a payload, and the records in them.
extension Decoder {
    /// Most bytes of one list of codes.
    private static let byteLimit = 16_384

    /// The bytes of a value; `nil` with a report when it has none.
    func bytes(
        _ value: csj_value, _ encoding: FaultField.BinaryForm.Encoding?, _ reading: FaultReading
    ) -> [UInt8]? {
        let encoding = encoding ?? (reading.rule.head.payload == .bytes ? .bytes : .hex)
        func wrong(_ text: String) -> [UInt8]? {
            report(slot: reading.field.slot, of: reading.rule, text)
            return nil
        }
        switch value.kind {
        case csj_string:
            guard value.length <= Decoder.byteLimit * 3 else {
                return wrong("\(value.length) bytes of text, the limit is \(Decoder.byteLimit * 3)")
            }
            let bytes =
                switch encoding {
                case .hex: scratch.hexadecimal(value.bytes.trimmed).map { [UInt8]($0) }
                case .base64: scratch.base64(value.bytes.trimmed).map { [UInt8]($0) }
                case .bytes: [UInt8](value.bytes)
                }
            guard let bytes else { return wrong("not \(encoding.rawValue)") }
            guard bytes.count <= Decoder.byteLimit else {
                return wrong("\(bytes.count) bytes, the limit is \(Decoder.byteLimit)")
            }
            return bytes
        case csj_array:
            var array = value
            var cursor = csj_open(&array)
            var element = csj_value()
            var bytes: [UInt8] = []
            while csj_next_element(&cursor, &element) {
                guard element.kind == csj_integer, let byte = UInt8(exactly: element.integer) else {
                    return wrong("an array with something that is no byte, a whole number from 0 to 255")
                }
                guard bytes.count < Decoder.byteLimit else {
                    return wrong("more than \(Decoder.byteLimit) bytes")
                }
                bytes.append(byte)
            }
            return bytes
        default: return wrong("\(value.kindName), bytes are expected")
        }
    }

    // MARK: Records of OBD and UDS

    /// Calls `body` with each record of a list; what is no whole record makes the list incomplete.
    func records(
        _ value: csj_value, _ form: FaultField.BinaryForm, length: Int, _ reading: FaultReading,
        _ found: inout FaultCollection, body: (ArraySlice<UInt8>, inout FaultCollection) -> Bool
    ) {
        if let word = value.kind == csj_string ? value.word : nil, reading.isNoFault(word) {
            found.saysNone = true
            return
        }
        switch value.kind {
        case csj_integer:
            guard let bytes = Decoder.bytes(of: value.integer, length) else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, "a code of \(length) bytes is expected")
                return
            }
            _ = body(bytes[...], &found)
        case csj_array where Decoder.holdsCodes(value):
            elements(of: value, form, length, reading, &found, body: body)
        default:
            guard let bytes = bytes(value, form.encoding, reading) else {
                found.isWhole = false
                return
            }
            // An empty array is an empty list; an empty text is a gateway that read nothing.
            guard !bytes.isEmpty else {
                if value.kind == csj_array { found.saysNone = true } else { found.isWhole = false }
                return
            }
            split(bytes, form, length, reading, &found, body: body)
        }
    }

    private func split(
        _ bytes: [UInt8], _ form: FaultField.BinaryForm, _ length: Int, _ reading: FaultReading,
        _ found: inout FaultCollection, body: (ArraySlice<UInt8>, inout FaultCollection) -> Bool
    ) {
        var at = form.skip
        var left = Int.max
        if let place = form.countAt {
            guard place < bytes.count else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, "it ends before the number of codes")
                return
            }
            left = Int(bytes[place])
        }
        guard at <= bytes.count else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "\(bytes.count) bytes, codes begin after \(at)")
            return
        }
        while left > 0, at + length <= bytes.count {
            guard body(bytes[at..<(at + length)], &found) else { return }
            at += length
            left -= 1
        }
        let isCut = form.countAt == nil ? at < bytes.count : left > 0
        if isCut {
            found.isWhole = false
            report(
                slot: reading.field.slot, of: reading.rule, "the bytes end inside a code, or before the last of them")
        } else if at == form.skip {
            found.saysNone = true
        }
    }

    /// A code as a number: its bytes, the most significant first.
    private static func bytes(of number: Int64, _ length: Int) -> [UInt8]? {
        guard number >= 0, number < 1 << Int64(8 * min(length, 4)) else { return nil }
        return (0..<length).reversed().map { UInt8(truncatingIfNeeded: number >> Int64(8 * $0)) }
    }

    /// Whether an array has codes and not the bytes of codes.
    static func holdsCodes(_ value: csj_value) -> Bool {
        var array = value
        var cursor = csj_open(&array)
        var element = csj_value()
        guard csj_next_element(&cursor, &element) else { return false }
        return element.kind != csj_integer
    }

    /// One code an element: a text, or an object with a member that has it.
    private func elements(
        of value: csj_value, _ form: FaultField.BinaryForm, _ length: Int, _ reading: FaultReading,
        _ found: inout FaultCollection, body: (ArraySlice<UInt8>, inout FaultCollection) -> Bool
    ) {
        var array = value
        var cursor = csj_open(&array)
        var element = csj_value()
        while csj_next_element(&cursor, &element) {
            var code = element
            if element.kind == csj_object { code = Decoder.member(of: &element, form.members) }
            if let word = code.kind == csj_string ? code.word : nil, reading.isNoFault(word) {
                found.saysNone = true
                continue
            }
            let bytes =
                switch code.kind {
                case csj_missing, csj_null: [UInt8]?.none
                case csj_integer: Decoder.bytes(of: code.integer, length)
                default: bytes(code, form.encoding, reading)
                }
            guard let bytes, bytes.count >= length else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, "an element without a code of \(length) bytes")
                continue
            }
            guard body(bytes[...], &found) else { return }
        }
    }
}
