internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// Longest code in bytes.
    private static let codeLimit = 64

    /// Codes collected from one list.
    private struct Collected {
        var codes: [FaultCode] = []
        /// False when a part of the list could not be read: then it is not a full set.
        var complete = true

        mutating func add(_ code: FaultCode, limit: Int) -> Bool {
            if codes.contains(where: { $0.code == code.code }) { return true }
            guard codes.count < limit else {
                complete = false
                return false
            }
            codes.append(code)
            return true
        }
    }

    /// One list of codes.
    ///
    /// A missing list says nothing; an empty full set says that nothing is wrong.
    func faults(_ field: FaultField, _ context: Context, into observations: inout [Observation]) {
        let rule = context.rule
        if case .flags(let flags) = field.form {
            self.flags(flags, field, context, into: &observations)
            return
        }
        let value = slots[field.slot]
        if value.isMissing {
            if field.required { report(slot: field.slot, of: rule, "it is required and has no value") }
            return
        }
        var collected = Collected()
        switch field.form {
        case .list(let code, let status):
            guard value.kind == csj_array else {
                report(slot: field.slot, of: rule, "\(value.kindName), an array of codes is expected")
                return
            }
            list(value, code, status, field, rule, &collected)
        case .text(let separators):
            guard let text = value.word else {
                report(slot: field.slot, of: rule, "\(value.kindName), a text with codes is expected")
                return
            }
            split(text, separators, field, rule, &collected)
        case .bits(let bits):
            guard let mask = wholeNumber(value), mask >= 0 else {
                report(slot: field.slot, of: rule, "\(value.kindName), a whole number from 0 is expected")
                return
            }
            for (bit, code) in bits where mask >> Int64(bit) & 1 == 1 {
                _ = collected.add(FaultCode(code: code, status: field.status, raw: "bit \(bit)"), limit: field.limit)
            }
        case .flags: return
        }
        guard var mode = mode(field.meaning, of: rule) else { return }
        // A list that could not be read whole must not clear what it may have named.
        if mode == .set, !collected.complete { mode = .raise }
        guard mode == .set || !collected.codes.isEmpty else { return }
        append(mode, collected.codes, field, context, into: &observations)
    }

    private func append(
        _ mode: FaultReport.Mode, _ codes: [FaultCode], _ field: FaultField, _ context: Context,
        into observations: inout [Observation]
    ) {
        var observation = context.observation(.faults(FaultReport(mode: mode, kind: field.kind, codes: codes)))
        if let part = field.part {
            observation.source = symbols.intern("\(symbols[context.source])/\(part)")
        }
        observations.append(observation)
    }

    private func mode(_ meaning: FaultField.Meaning, of rule: Rule) -> FaultReport.Mode? {
        switch meaning {
        case .always(let mode): return mode
        case .said(let slot, let otherwise):
            if slots[slot].isMissing { return otherwise }
            if let word = slots[slot].word, let mode = FaultReport.Mode(rawValue: word) { return mode }
            let words = FaultReport.Mode.allCases.map(\.rawValue).joined(separator: ", ")
            report(slot: slot, of: rule, "it is not one of \(words)")
            return nil
        }
    }

    private func list(
        _ array: csj_value, _ codeKey: String, _ statusKey: String, _ field: FaultField, _ rule: Rule,
        _ collected: inout Collected
    ) {
        var array = array
        var cursor = csj_open(&array)
        var element = csj_value()
        var index = -1
        while csj_next_element(&cursor, &element) {
            index += 1
            var code = element
            var status = field.status
            if element.kind == csj_object {
                (code, status) = members(&element, codeKey, statusKey, field)
            }
            guard code.kind == csj_string || code.kind == csj_integer, let text = code.word, !text.isEmpty else {
                collected.complete = false
                let name = element.kind == csj_object ? ".\(codeKey)" : ""
                report(
                    "\(rule.label(field.slot))[\(index)]\(name)", "\(code.kindName), a code is expected")
                continue
            }
            if field.noFault.contains(where: { text.lowercased() == $0 }) { continue }
            guard let fault = fault(text, status, field) else {
                collected.complete = false
                report("\(rule.label(field.slot))[\(index)]", Decoder.codeRule)
                continue
            }
            guard collected.add(fault, limit: field.limit) else {
                report(slot: field.slot, of: rule, "more than \(field.limit) codes")
                return
            }
        }
    }

    private func members(
        _ object: inout csj_value, _ codeKey: String, _ statusKey: String, _ field: FaultField
    ) -> (code: csj_value, status: FaultCode.Status) {
        var cursor = csj_open(&object)
        var key: UnsafePointer<CChar>?
        var length = 0
        var member = csj_value()
        var code = csj_value()
        var status = field.status
        while csj_next_member(&cursor, &key, &length, &member) {
            let name = UnsafeRawBufferPointer(start: key, count: length)
            if name.elementsEqual(codeKey.utf8) {
                code = member
            } else if name.elementsEqual(statusKey.utf8), let word = member.word {
                status = FaultCode.Status(rawValue: word.lowercased()) ?? .unknown
            }
        }
        return (code, status)
    }

    private func split(
        _ text: String, _ separators: [UInt8], _ field: FaultField, _ rule: Rule, _ collected: inout Collected
    ) {
        let pieces = separators.isEmpty ? [text.utf8[...]] : text.utf8.split { separators.contains($0) }
        for piece in pieces {
            let code = String(decoding: piece.trimmingSpaces, as: UTF8.self)
            if code.isEmpty || field.noFault.contains(where: { code.lowercased() == $0 }) { continue }
            guard let fault = fault(code, field.status, field) else {
                collected.complete = false
                report(slot: field.slot, of: rule, Decoder.codeRule)
                continue
            }
            guard collected.add(fault, limit: field.limit) else {
                report(slot: field.slot, of: rule, "more than \(field.limit) codes")
                return
            }
        }
    }

    /// On raises, off clears, absent says nothing.
    private func flags(
        _ flags: [(slot: Int, key: String, code: String)], _ field: FaultField, _ context: Context,
        into observations: inout [Observation]
    ) {
        var raised: [FaultCode] = []
        var cleared: [FaultCode] = []
        for (slot, key, code) in flags {
            let value = slots[slot]
            if value.isMissing { continue }
            let fault = FaultCode(code: code, status: field.status, raw: key)
            if value.isOne(of: ["1", "true", "on", "yes"]) {
                raised.append(fault)
            } else if value.isOne(of: ["0", "false", "off", "no", ""]) {
                cleared.append(fault)
            } else {
                report(slot: slot, of: context.rule, "neither on (1, true) nor off (0, false)")
            }
        }
        for (mode, codes) in [(FaultReport.Mode.raise, raised), (.clear, cleared)] where !codes.isEmpty {
            append(mode, codes, field, context, into: &observations)
        }
    }

    func wholeNumber(_ value: csj_value) -> Int64? {
        switch value.kind {
        case csj_integer: return value.integer
        case csj_string: return Int64(String(decoding: value.bytes.trimmed, as: UTF8.self))
        default: return nil
        }
    }

    private static var codeRule: String {
        "a code has 1 to \(codeLimit) bytes and no control characters"
    }

    private func fault(_ text: String, _ status: FaultCode.Status, _ field: FaultField) -> FaultCode? {
        guard (1...Decoder.codeLimit).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return FaultCode(code: Decoder.canonical(text, field), status: status, raw: text)
    }

    private static func canonical(_ text: String, _ field: FaultField) -> String {
        if isOBD(text) { return "obd/\(text.uppercased())" }
        if field.acceptsNamespace, let slash = text.utf8.firstIndex(of: 0x2F), slash > text.utf8.startIndex,
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
        return "\(field.namespace)/\(text)"
    }

    /// SAE J2012: a letter for the system, a digit 0 to 3, three hexadecimal digits.
    private static func isOBD(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, [0x50, 0x43, 0x42, 0x55].contains(bytes[0] & 0xDF), bytes[1] &- 0x30 <= 3 else {
            return false
        }
        return bytes[2...].allSatisfy { $0 &- 0x30 <= 9 || ($0 & 0xDF) &- 0x41 < 6 }
    }
}

extension Substring.UTF8View {
    fileprivate var trimmingSpaces: Substring.UTF8View {
        var rest = self
        while let first = rest.first, first <= 0x20 { rest.removeFirst() }
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        return rest
    }
}
