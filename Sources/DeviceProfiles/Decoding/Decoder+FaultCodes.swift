internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// The code of a text from a payload, by the field's template; `nil` if it can't be a code.
    func fault(
        _ text: String, _ reading: FaultReading, status: FaultCode.Status? = nil, raw: String? = nil,
        index: Int? = nil, template: CodeTemplate? = nil
    ) -> FaultCode? {
        let field = reading.field
        var code = text
        var isOurs = false
        if let template = template ?? field.code {
            guard let filled = filled(template, code: text, index: index) else { return nil }
            code = filled
            isOurs = template.namesNamespace
        }
        guard Decoder.isCode(code) else { return nil }
        return FaultCode(
            code: Decoder.canonical(
                code, in: field.namespace, acceptsNamespace: field.acceptsNamespace || isOurs),
            status: status ?? reading.status, raw: raw ?? text)
    }

    /// A code that the profile itself names.
    func named(_ code: String, _ reading: FaultReading, raw: String) -> FaultCode {
        FaultCode(
            code: Decoder.canonical(code, in: reading.field.namespace, acceptsNamespace: true), status: reading.status,
            raw: raw)
    }

    /// A code that was read from bytes or numbers, in the namespace of its standard.
    ///
    /// `nil` if it is a state or no fault, or if the profile's template has no value: then the list is not whole.
    func standard(
        _ code: String, in namespace: String, _ reading: FaultReading, raw: String, status: FaultCode.Status? = nil,
        _ found: inout FaultCollection
    ) -> FaultCode? {
        if reading.isState(code) || reading.isState(raw) || reading.isNoFault(code) || reading.isNoFault(raw) {
            return nil
        }
        guard reading.field.code != nil else {
            return FaultCode(code: "\(namespace)/\(code)", status: status ?? reading.status, raw: raw)
        }
        if let fault = fault(code, reading, status: status, raw: raw) { return fault }
        found.isWhole = false
        report(
            slot: reading.field.slot, of: reading.rule, "the code \(code) lacks a value that the profile wants in it")
        return nil
    }

    /// A template with its values; `nil` when one of them is missing or is no word.
    func filled(_ template: CodeTemplate, code: String, index: Int?) -> String? {
        var text = ""
        for part in template.parts {
            switch part {
            case .text(let literal): text += literal
            case .code: text += code
            case .index: text += index.map { String($0) } ?? code
            case .hex:
                guard let hex = CodeTemplate.hex(code) else { return nil }
                text += hex
            case .value(let slot):
                guard let word = slots[slot].word, !word.isEmpty else { return nil }
                text += word
            }
        }
        return text
    }

    static func isCode(_ text: String) -> Bool {
        (1...codeLimit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// The start of a text that a code was found in, as its raw value.
    static func raw(_ text: String) -> String {
        text.utf8.count <= 128 ? text : String(decoding: text.utf8.prefix(128), as: UTF8.self)
    }

    /// The one spelling of a code with its namespace: `p0301` is `obd/P0301` wherever it stands.
    static func canonical(_ text: String, in namespace: String, acceptsNamespace: Bool) -> String {
        if isOBD(text) { return "obd/\(text.uppercased())" }
        if acceptsNamespace, let slash = text.utf8.firstIndex(of: 0x2F), slash > text.utf8.startIndex,
            text.utf8.index(after: slash) < text.utf8.endIndex
        {
            let known = text.utf8[..<slash].allSatisfy { byte in
                byte &- 0x30 <= 9 || byte &- 0x61 < 26 || byte == 0x2D || byte == 0x5F || byte == 0x2E
            }
            if known {
                let code = String(text.utf8[text.utf8.index(after: slash)...]) ?? ""
                return text.hasPrefix("obd/") ? "obd/\(code.uppercased())" : text
            }
        }
        return "\(namespace)/\(text)"
    }

    /// SAE J2012: a letter for the system, a digit 0 to 3, three hexadecimal digits; then it may have a dash and a
    /// failure type of two digits.
    private static func isOBD(_ text: String) -> Bool {
        guard text.utf8.count == 5 || text.utf8.count == 8 else { return false }
        let bytes = Array(text.utf8)
        guard [0x50, 0x43, 0x42, 0x55].contains(bytes[0] & 0xDF), bytes[1] &- 0x30 <= 3 else { return false }
        func areHexadecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
            bytes.allSatisfy { $0 &- 0x30 <= 9 || ($0 & 0xDF) &- 0x41 < 6 }
        }
        guard areHexadecimal(bytes[2..<5]) else { return false }
        return bytes.count == 5 || bytes[5] == 0x2D && areHexadecimal(bytes[6...])
    }
}
