internal import CSimdJSON
internal import Telemetry

/// Codes of OBD and UDS in bytes.
extension Decoder {
    func obd2(
        _ value: csj_value, _ form: FaultField.BinaryForm, _ reading: FaultReading, _ found: inout FaultCollection
    ) {
        records(value, form, length: 2, reading, &found) { bytes, found in
            let code = OBDCode(high: bytes[bytes.startIndex], low: bytes[bytes.startIndex + 1])
            if code.isFiller {
                found.saysNone = true
                return true
            }
            let raw = ByteText.hexadecimal(bytes.prefix(2))
            guard let fault = standard(code.text, in: "obd", reading, raw: raw, &found) else { return true }
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
        records(value, form, length: length, reading, &found) { bytes, found in
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
            if code.isFiller {
                found.saysNone = true
                return true
            }
            if bytes.count > 3, isArray || uds.record != .code { code.status = UDSStatus(rawValue: bytes[start + 3]) }
            return take(code, uds, reading, &found)
        }
    }

    private func take(
        _ code: UDSCode, _ uds: FaultField.UDSForm, _ reading: FaultReading, _ found: inout FaultCollection
    ) -> Bool {
        let text = uds.isLettered ? code.text : code.hexText
        let namespace = uds.isLettered ? "obd" : reading.field.namespace
        var status = code.status.map(\.faultStatus) ?? reading.status
        // A status that the profile fixes is more than what bits may say.
        if case .fixed(let fixed) = reading.field.status, fixed != .unknown { status = fixed }
        let bytes = [code.code.high, code.code.low, code.failureType] + (code.status.map { [$0.rawValue] } ?? [])
        let raw = ByteText.hexadecimal(bytes)
        guard let fault = standard(text, in: namespace, reading, raw: raw, status: status, &found) else { return true }
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
}
