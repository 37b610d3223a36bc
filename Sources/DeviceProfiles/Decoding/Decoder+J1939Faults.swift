internal import CSimdJSON
internal import Telemetry

/// Codes of J1939 and RV-C.
extension Decoder {
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
        case .codes: add(message, "j1939", reading, &found)
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
        if lamps == .codes { add(message, "rvc", reading, &found) }
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
            let raw = ByteText.hexadecimal(bytes)
            guard let fault = standard(code.text, in: namespace, reading, raw: raw, &found) else { continue }
            guard add(fault, reading, &found) else { return }
        }
    }

    /// Adds the lamps as codes.
    private func add(
        _ message: DiagnosticMessage, _ namespace: String, _ reading: FaultReading, _ found: inout FaultCollection
    ) {
        // Where nothing is wrong at all, all is cleared and not the lamps alone.
        if message.saysNone, !message.lamps.contains(where: \.isLit) { return }
        for lamp in message.lamps {
            let code = "\(namespace)/lamp.\(lamp.kind.rawValue)"
            let fault = FaultCode(code: code, status: reading.status, raw: "lamp")
            if lamp.isLit { _ = found.add(fault) } else { found.clear(fault) }
            // Only J1939 says how a lamp flashes.
            guard lamp.kind.signal != nil else { continue }
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
        if reading.isState("\(spn)/\(fmi)") { return }
        if let fault = standard(code.text, in: "j1939", reading, raw: raw, status: status, &found) {
            _ = add(fault, reading, &found)
        }
    }
}
