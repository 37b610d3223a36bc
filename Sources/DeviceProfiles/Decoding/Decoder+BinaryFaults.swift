internal import CSimdJSON
internal import Telemetry

/// Forms in which codes are bytes.
extension Decoder {
    /// Most bytes of one list of codes.
    private static let byteLimit = 16_384

    /// The bytes of a value; `nil` with a report when it has none.
    private func bytes(
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
    private func records(
        _ value: csj_value, _ form: FaultField.BinaryForm, length: Int, _ reading: FaultReading,
        _ found: inout FaultCollection, body: (ArraySlice<UInt8>, csj_value, inout FaultCollection) -> Bool
    ) {
        if let word = value.kind == csj_string ? value.word : nil, reading.isNoFault(word) {
            found.saysNone = true
            return
        }
        switch value.kind {
        case csj_integer:
            // A code as a number: its bytes, the most significant first.
            guard value.integer >= 0, value.integer < 1 << Int64(8 * min(length, 4)) else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, "a code of \(length) bytes is expected")
                return
            }
            let bytes = (0..<length).reversed().map { UInt8(truncatingIfNeeded: value.integer >> Int64(8 * $0)) }
            _ = body(bytes[...], csj_value(), &found)
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
        _ found: inout FaultCollection, body: (ArraySlice<UInt8>, csj_value, inout FaultCollection) -> Bool
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
            guard body(bytes[at..<(at + length)], csj_value(), &found) else { return }
            at += length
            left -= 1
        }
        let isCut = form.countAt == nil ? at < bytes.count : left > 0
        if isCut {
            found.isWhole = false
            report(
                slot: reading.field.slot, of: reading.rule, "the bytes end inside a code, or before the last of them")
        } else if found.codes.isEmpty {
            found.saysNone = true
        }
    }

    private static func holdsCodes(_ value: csj_value) -> Bool {
        var array = value
        var cursor = csj_open(&array)
        var element = csj_value()
        guard csj_next_element(&cursor, &element) else { return false }
        return element.kind != csj_integer
    }

    /// One code an element: a text, or an object with a member that has it.
    private func elements(
        of value: csj_value, _ form: FaultField.BinaryForm, _ length: Int, _ reading: FaultReading,
        _ found: inout FaultCollection, body: (ArraySlice<UInt8>, csj_value, inout FaultCollection) -> Bool
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
            guard !code.isMissing, let bytes = bytes(code, form.encoding, reading), bytes.count >= length else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, "an element without a code of \(length) bytes")
                continue
            }
            guard body(bytes[...], element, &found) else { return }
        }
    }

    func obd2(
        _ value: csj_value, _ form: FaultField.BinaryForm, _ reading: FaultReading, _ found: inout FaultCollection
    ) {
        records(value, form, length: 2, reading, &found) { bytes, _, found in
            let code = OBDCode(high: bytes[bytes.startIndex], low: bytes[bytes.startIndex + 1])
            if code.isFiller { return true }
            guard let fault = binary(code.text, in: "obd", reading, bytes: bytes.prefix(2)) else { return true }
            return add(fault, reading, &found)
        }
    }

    func uds(
        _ value: csj_value, _ form: FaultField.BinaryForm, _ uds: FaultField.UDSForm, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        // In an array each element has one code, with what comes after it.
        let isArray = value.kind == csj_array && Decoder.holdsCodes(value)
        let length = isArray && uds.record == .codeStatus ? 3 : uds.record.length
        records(value, form, length: length, reading, &found) { bytes, element, found in
            var bytes = bytes
            var severity: UInt8?
            if uds.record == .severityUnitCodeStatus {
                severity = bytes.first
                bytes = bytes.dropFirst(2)
            }
            let start = bytes.startIndex
            guard bytes.count >= 3 else { return true }
            var code = UDSCode(
                code: OBDCode(high: bytes[start], low: bytes[start + 1]), failureType: bytes[start + 2],
                severity: severity)
            if code.isFiller { return true }
            if bytes.count > 3, isArray || uds.record != .code { code.status = UDSStatus(rawValue: bytes[start + 3]) }
            return take(code, bytes: bytes.prefix(3), element, uds, reading, &found)
        }
    }

    private func take(
        _ code: UDSCode, bytes: ArraySlice<UInt8>, _ element: csj_value, _ uds: FaultField.UDSForm,
        _ reading: FaultReading, _ found: inout FaultCollection
    ) -> Bool {
        let text = uds.isLettered ? code.text : code.hexText
        let namespace = uds.isLettered ? "obd" : reading.field.namespace
        var status = code.status.map(\.faultStatus) ?? reading.status
        // A status that the profile fixes is more than what bits may say.
        if case .fixed(let fixed) = reading.field.status, fixed != .unknown { status = fixed }
        var raw = Array(bytes)
        if let byte = code.status { raw.append(byte.rawValue) }
        guard let fault = binary(text, in: namespace, reading, bytes: raw, status: status) else { return true }
        if let byte = code.status, byte.rawValue & uds.mask == 0 {
            found.clear(fault)
            return true
        }
        guard add(fault, reading, &found) else { return false }
        if let word = code.severityWord {
            let severity = FaultCode(code: "uds/severity.\(word)", status: status, raw: fault.raw)
            guard add(severity, reading, &found) else { return false }
        }
        if uds.raisesWarning, code.status?.contains(.warningRequested) == true {
            let warning = FaultCode(code: "uds/status.warning_indicator", status: status, raw: fault.raw)
            guard add(warning, reading, &found) else { return false }
        }
        return true
    }

    // MARK: J1939 and RV-C

    func j1939(
        _ value: csj_value, _ form: FaultField.BinaryForm, _ j1939: FaultField.J1939Form, _ reading: FaultReading,
        _ context: Context, _ found: inout FaultCollection, into observations: inout [Observation]
    ) {
        let read = { DiagnosticMessage(j1939: $0, conversion: j1939.conversion) }
        guard let message = message(value, form, reading, read) else {
            found.isWhole = false
            return
        }
        found.isWhole = message.isWhole
        found.saysNone = message.saysNone
        switch j1939.lamps {
        case .ignore: break
        case .codes: add(message.lamps, "j1939", reading, &found)
        case .signals:
            for lamp in message.lamps {
                // Each control unit has its own message: another's lamp is not off because this one's is.
                guard let name = lamp.kind.signal, lamp.isLit || reading.field.address == nil else { continue }
                append(name, lamp.isLit, context, into: &observations)
                if lamp.kind == .malfunction, lamp.isFlashing || !lamp.isLit {
                    append("Device.MILFlashing", lamp.isFlashing, context, into: &observations)
                }
            }
        }
        add(message.codes, "j1939", reading, &found)
    }

    func rvc(
        _ value: csj_value, _ form: FaultField.BinaryForm, lamps: FaultField.LampUse, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        guard let message = message(value, form, reading, { DiagnosticMessage(rvc: $0) }) else {
            found.isWhole = false
            return
        }
        found.saysNone = message.saysNone
        if lamps == .codes { add(message.lamps, "rvc", reading, &found) }
        add(message.codes, "rvc", reading, &found)
        // A message about no device in particular clears nothing.
        if message.subject == nil { found.isWhole = false }
        if reading.field.part == nil { found.part = message.subject.map { "dsa\($0)" } }
    }

    private func message(
        _ value: csj_value, _ form: FaultField.BinaryForm, _ reading: FaultReading,
        _ read: ([UInt8]) -> DiagnosticMessage?
    ) -> DiagnosticMessage? {
        guard let bytes = bytes(value, form.encoding, reading) else { return nil }
        guard bytes.count - form.skip <= DiagnosticMessage.longest, form.skip <= bytes.count,
            let message = read(Array(bytes[form.skip...]))
        else {
            report(
                slot: reading.field.slot, of: reading.rule,
                "\(bytes.count) bytes, a diagnostic message of 6 to \(DiagnosticMessage.longest) is expected")
            return nil
        }
        return message
    }

    private func add(
        _ codes: [(code: J1939TroubleCode, bytes: ArraySlice<UInt8>)], _ namespace: String, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        for (code, bytes) in codes {
            guard let fault = binary(code.text, in: namespace, reading, bytes: bytes) else { continue }
            guard add(fault, reading, &found) else { return }
        }
    }

    private func add(
        _ lamps: [DiagnosticLamp], _ namespace: String, _ reading: FaultReading, _ found: inout FaultCollection
    ) {
        for lamp in lamps {
            let code = "\(namespace)/lamp.\(lamp.kind.rawValue)"
            let fault = FaultCode(code: code, status: reading.status, raw: "lamp")
            if lamp.isLit { _ = found.add(fault) } else { found.clear(fault) }
            let flashing = FaultCode(code: "\(code)_flashing", status: reading.status, raw: "lamp")
            if lamp.isFlashing { _ = found.add(flashing) } else { found.clear(flashing) }
        }
    }

    private func append(_ name: String, _ isOn: Bool, _ context: Context, into observations: inout [Observation]) {
        observations.append(context.observation(.signal(name: symbols.intern(name), value: .flag(isOn))))
    }

    func j1939Fields(
        _ value: csj_value, _ form: FaultField.J1939FieldsForm, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        guard form.slots == nil else {
            let fmi = form.slots.map { slots[$0.fmi] } ?? csj_value()
            let count = form.slots?.count.map { slots[$0] } ?? csj_value()
            take((value, fmi, count), status: reading.status, reading, &found)
            return
        }
        guard value.kind == csj_array else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "\(value.kindName), an array of codes is expected")
            return
        }
        var array = value
        var cursor = csj_open(&array)
        var element = csj_value()
        while csj_next_element(&cursor, &element) {
            guard element.kind == csj_object else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, "\(element.kindName), an object is expected")
                continue
            }
            let spn = Decoder.member(of: &element, [form.spnMember])
            let fmi = Decoder.member(of: &element, [form.fmiMember])
            let status = status(Decoder.member(of: &element, [form.statusMember]), reading)
            let count = Decoder.member(of: &element, [form.countMember])
            take((spn, fmi, count), status: status, reading, &found)
        }
    }

    private func take(
        _ values: (spn: csj_value, fmi: csj_value, count: csj_value), status: FaultCode.Status,
        _ reading: FaultReading, _ found: inout FaultCollection
    ) {
        if let word = values.spn.word, reading.isNoFault(word) {
            found.saysNone = true
            return
        }
        guard let spn = wholeNumber(values.spn), (0...524_287).contains(spn), let fmi = wholeNumber(values.fmi),
            (0...31).contains(fmi)
        else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "an SPN is 0 to 524287, an FMI 0 to 31")
            return
        }
        let code = J1939TroubleCode(spn: Int(spn), fmi: Int(fmi))
        if code.isNotAvailable {
            found.isWhole = false
            return
        }
        if code.isFiller {
            found.saysNone = true
            return
        }
        var raw = "\(spn)/\(fmi)"
        if let count = wholeNumber(values.count), count >= 0 { raw += "/\(count)" }
        if reading.isState(code.text) || reading.isState("\(spn)/\(fmi)") { return }
        let fault =
            reading.field.code == nil
            ? FaultCode(code: "j1939/\(code.text)", status: status, raw: raw)
            : fault(code.text, reading, status: status, raw: raw)
        if let fault { _ = add(fault, reading, &found) }
    }
}
