internal import CSimdJSON
internal import Telemetry

/// Forms in which codes, levels and numbers stand as JSON or text.
extension Decoder {
    // MARK: Lists

    func list(
        _ array: csj_value, _ codeKeys: [String], _ statusKey: String, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        let (field, rule) = (reading.field, reading.rule)
        guard array.kind == csj_array else {
            // "" instead of [] is how some devices write an empty list, if the profile says so.
            if array.kind == csj_string, let word = array.word, reading.isNoFault(word) {
                found.saysNone = true
                return
            }
            found.isWhole = false
            report(slot: field.slot, of: rule, "\(array.kindName), an array of codes is expected")
            return
        }
        var array = array
        var cursor = csj_open(&array)
        var element = csj_value()
        var index = -1
        while csj_next_element(&cursor, &element) {
            index += 1
            var code = element
            var status = reading.status
            if element.kind == csj_object {
                code = Decoder.member(of: &element, codeKeys)
                status = self.status(Decoder.member(of: &element, [statusKey]), reading)
            }
            guard code.kind == csj_string || code.kind == csj_integer, let text = code.word,
                !text.isEmpty || reading.isNoFault("")
            else {
                found.isWhole = false
                let name = element.kind == csj_object ? ".\(codeKeys.first ?? "")" : ""
                report(
                    "\(rule.label(field.slot))[\(index)]\(name)", "\(code.kindName), a code is expected")
                continue
            }
            if reading.isNoFault(text) {
                found.saysNone = true
                continue
            }
            if reading.isState(text) { continue }
            guard let fault = fault(text, reading, status: status) else {
                found.isWhole = false
                report("\(rule.label(field.slot))[\(index)]", Decoder.codeRule)
                continue
            }
            guard add(fault, reading, &found) else { return }
        }
    }

    /// What stands in the first of these members that has something to say.
    static func member(of object: inout csj_value, _ names: [String]) -> csj_value {
        var found = csj_value()
        var rank = names.count
        var cursor = csj_open(&object)
        var key: UnsafePointer<CChar>?
        var length = 0
        var member = csj_value()
        while csj_next_member(&cursor, &key, &length, &member) {
            let name = UnsafeRawBufferPointer(start: key, count: length)
            guard let place = names.firstIndex(where: { name.elementsEqual($0.utf8) }), place < rank,
                !member.isMissing
            else { continue }
            if names.count > 1, member.kind == csj_string, member.length == 0 { continue }
            (found, rank) = (member, place)
        }
        return found
    }

    /// The status that an element of a list has by itself.
    func status(_ value: csj_value, _ reading: FaultReading) -> FaultCode.Status {
        guard let word = value.kind == csj_missing ? nil : value.word?.lowercased() else { return reading.status }
        if reading.field.statusWords.isEmpty { return FaultCode.Status(rawValue: word) ?? .unknown }
        return reading.field.statusWords[word] ?? .unknown
    }

    func add(_ fault: FaultCode, _ reading: FaultReading, _ found: inout FaultCollection) -> Bool {
        if found.add(fault) { return true }
        report(slot: reading.field.slot, of: reading.rule, "more than \(reading.field.limit) codes")
        return false
    }

    // MARK: Text

    func text(
        _ value: csj_value, _ separators: [UInt8], _ reading: FaultReading, _ found: inout FaultCollection
    ) {
        guard let text = value.word else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "\(value.kindName), a text with codes is expected")
            return
        }
        for piece in Decoder.pieces(of: text, separators) {
            if piece.isEmpty { continue }
            if reading.isNoFault(piece) {
                found.saysNone = true
                continue
            }
            if reading.isState(piece) { continue }
            guard let fault = fault(piece, reading) else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, Decoder.codeRule)
                continue
            }
            guard add(fault, reading, &found) else { return }
        }
        // An empty text is a word like others: it says "none" if the profile has it among those.
        if text.isEmpty, reading.isNoFault("") { found.saysNone = true }
    }

    private static func pieces(of text: String, _ separators: [UInt8]) -> [String] {
        let pieces =
            separators.isEmpty
            ? [text.utf8[...]]
            : text.utf8.split(maxSplits: 65_536, omittingEmptySubsequences: false) { separators.contains($0) }
        return pieces.map { String(decoding: $0.trimmingSpaces, as: UTF8.self) }
    }

    func pattern(
        _ value: csj_value, _ form: FaultField.PatternForm, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        guard let text = value.word else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "\(value.kindName), a text is expected")
            return
        }
        var groups: [Range<Int>?] = []
        let pieces = Decoder.pieces(of: text, form.separators)
        for piece in pieces {
            if reading.isNoFault(piece) {
                found.saysNone = true
                continue
            }
            if piece.isEmpty, pieces.count > 1 { continue }
            if reading.isState(piece) { continue }
            let bytes = Array(piece.utf8)
            let isFound = bytes.withUnsafeBytes { form.pattern.value.match($0, groups: &groups) }
            func group(_ place: Int?) -> String? {
                guard isFound, let place, place < groups.count, let range = groups[place],
                    range.lowerBound >= 0, range.upperBound <= bytes.count
                else { return nil }
                return String(decoding: bytes[range], as: UTF8.self)
            }
            let code = form.code == nil ? piece : group(form.code)
            guard isFound, let code, !code.isEmpty else {
                found.isWhole = false
                if form.unlisted == .report {
                    report(slot: reading.field.slot, of: reading.rule, "the pattern finds no code in it")
                } else if form.unlisted == .raise, let fault = fault(piece, reading) {
                    guard add(fault, reading, &found) else { return }
                }
                continue
            }
            if reading.isNoFault(code) {
                found.saysNone = true
                continue
            }
            if reading.isState(code) { continue }
            var status = reading.status
            if let word = group(form.status)?.lowercased() {
                status = reading.field.statusWords[word] ?? FaultCode.Status(rawValue: word) ?? status
            }
            let raw = Decoder.raw(group(form.text) ?? piece)
            guard let fault = fault(code, reading, status: status, raw: raw) else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, Decoder.codeRule)
                continue
            }
            guard add(fault, reading, &found) else { return }
        }
    }

    // MARK: Numbers

    func bits(
        _ value: csj_value, _ bits: [(bit: Int, code: String)], _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        if let word = value.word, reading.isNoFault(word) {
            found.saysNone = true
            for (bit, code) in bits { found.clear(FaultCode(code: code, status: reading.status, raw: "bit \(bit)")) }
            return
        }
        guard let mask = wholeNumber(value), mask >= 0 else {
            found.isWhole = false
            report(
                slot: reading.field.slot, of: reading.rule, "\(value.kindName), a whole number from 0 is expected")
            return
        }
        for (bit, code) in bits {
            let fault = FaultCode(code: code, status: reading.status, raw: "bit \(bit)")
            if mask >> Int64(bit) & 1 == 1 { _ = found.add(fault) } else { found.clear(fault) }
        }
    }

    func count(_ value: csj_value, _ reading: FaultReading, _ found: inout FaultCollection) {
        guard let fault = fault("", reading, raw: value.word.map(Decoder.raw) ?? "") else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "its code has no value")
            return
        }
        if let word = value.word, reading.isNoFault(word) {
            found.clear(fault)
            return
        }
        guard let number = wholeNumber(value) ?? Decoder.wholeOf(value), number >= 0 else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "\(value.kindName), a count from 0 is expected")
            return
        }
        if number > 0 { _ = found.add(fault) } else { found.clear(fault) }
    }

    private static func wholeOf(_ value: csj_value) -> Int64? {
        guard value.kind == csj_number, value.number.rounded() == value.number, abs(value.number) < 1e15 else {
            return nil
        }
        return Int64(value.number)
    }

    func wholeNumber(_ value: csj_value) -> Int64? {
        switch value.kind {
        case csj_integer: return value.integer
        case csj_string: return Int64(String(decoding: value.bytes.trimmed, as: UTF8.self))
        default: return nil
        }
    }

    func oneOf(
        _ value: csj_value, _ codes: [String: String], _ unlisted: FaultField.Unlisted, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        guard let word = value.word else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "\(value.kindName), a number or a word is expected")
            return
        }
        if reading.isNoFault(word) {
            found.saysNone = true
            for code in codes.values.sorted() { found.clear(named(code, reading, raw: word)) }
            return
        }
        if reading.isState(word) { return }
        if let code = codes[word] ?? codes[word.lowercased()] {
            _ = found.add(named(code, reading, raw: word))
            return
        }
        if !codes.isEmpty {
            switch unlisted {
            case .report:
                found.isWhole = false
                report(
                    slot: reading.field.slot, of: reading.rule,
                    "a value that the profile does not list: \(JSONText.string(String(word.prefix(40))))")
                return
            case .ignore: return
            case .raise: break
            }
        }
        guard let fault = fault(word, reading) else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, Decoder.codeRule)
            return
        }
        _ = found.add(fault)
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
