internal import CSimdJSON
internal import Telemetry

/// Forms in which a code is known and the payload says whether it is there.
extension Decoder {
    /// What a level says.
    private enum Level {
        case off
        case on(CodeTemplate)
        /// Neither of the words that the profile knows.
        case unclear
        /// There is no value for this place.
        case silent
    }

    private static func level(_ text: String, _ levels: FaultField.Levels) -> Level {
        let word = text.lowercased()
        if let on = levels.on.first(where: { $0.word == word }) { return .on(on.code) }
        if levels.off.contains(word) { return .off }
        // 0.0 is the level 0.
        let number = Array(word.utf8).withUnsafeBytes(\.number)
        if let number {
            let plain = JSONText.number(number)
            if let on = levels.on.first(where: { $0.word == plain }) { return .on(on.code) }
            if levels.off.contains(plain) { return .off }
        }
        return levels.on.isEmpty ? .on(.itself) : .unclear
    }

    /// Notes what a level says about one code, and clears the codes of its other levels.
    private func take(
        _ level: Level, _ levels: FaultField.Levels, of code: String, raw: String, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        func made(_ template: CodeTemplate) -> FaultCode? { fault(code, reading, raw: raw, template: template) }
        var active: FaultCode?
        if case .on(let template) = level {
            guard let fault = made(template) else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, Decoder.codeRule)
                return
            }
            active = fault
            _ = add(fault, reading, &found)
        }
        var others = levels.on.map(\.code)
        if others.isEmpty { others = [.itself] }
        for template in others {
            if let fault = made(template), fault.code != active?.code { found.clear(fault) }
        }
    }

    // MARK: Flags

    /// On raises, off clears, absent says nothing.
    func flags(
        _ flags: [(slot: Int, key: String, code: String)], _ levels: FaultField.Levels, _ reading: FaultReading,
        _ found: inout FaultCollection
    ) {
        for (slot, key, code) in flags {
            let value = slots[slot]
            if value.isMissing { continue }
            let fault = FaultCode(code: code, status: reading.status, raw: key)
            let isOn =
                levels.on.isEmpty
                ? value.isOne(of: ["1", "true", "on", "yes"]) : value.isOne(of: levels.on.map(\.word))
            if isOn {
                _ = found.add(fault)
            } else if value.isOne(of: levels.off) {
                found.clear(fault)
            } else {
                report(slot: slot, of: reading.rule, "neither on (1, true) nor off (0, false)")
            }
        }
    }

    // MARK: One level

    func level(
        _ value: csj_value, _ levels: FaultField.Levels, _ reading: FaultReading, _ found: inout FaultCollection
    ) {
        guard let template = reading.field.code, let code = filled(template, code: "", index: nil), !code.isEmpty
        else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "a level without the code that it belongs to")
            return
        }
        guard let word = value.word else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "\(value.kindName), a level is expected")
            return
        }
        if reading.isState(code) || reading.isState(word) { return }
        let level = reading.isNoFault(word) ? .off : Decoder.level(word, levels)
        if case .unclear = level {
            found.isWhole = false
            report(
                slot: reading.field.slot, of: reading.rule,
                "a level that the profile does not know: \(JSONText.string(String(word.prefix(40))))")
            return
        }
        take(level, levels, of: code, raw: "\(code)=\(Decoder.raw(word))", reading, &found)
    }

    // MARK: Vector

    func vector(
        _ value: csj_value, _ separators: [UInt8], _ first: Int, _ levels: FaultField.Levels,
        _ reading: FaultReading, _ found: inout FaultCollection
    ) {
        var words: [String?] = []
        switch value.kind {
        case csj_array:
            var array = value
            var cursor = csj_open(&array)
            var element = csj_value()
            while words.count <= reading.field.limit, csj_next_element(&cursor, &element) {
                words.append(element.isMissing ? nil : element.word ?? "")
            }
        case csj_string where value.bytes.trimmed.isEmpty:
            // No places at all: nothing is said about any of them.
            found.isWhole = false
            return
        case csj_string, csj_integer, csj_number, csj_bool:
            let pieces = (value.word ?? "").utf8.split(
                maxSplits: reading.field.limit + 1, omittingEmptySubsequences: false
            ) { separators.contains($0) }
            words = pieces.map { piece in
                let text = String(decoding: Array(piece).withUnsafeBytes { Array($0.trimmed) }, as: UTF8.self)
                return text.isEmpty ? nil : text
            }
        default:
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "\(value.kindName), a list of levels is expected")
            return
        }
        guard words.count <= reading.field.limit else {
            found.isWhole = false
            report(slot: reading.field.slot, of: reading.rule, "more than \(reading.field.limit) levels")
            return
        }
        if words.isEmpty { found.isWhole = false }
        for (place, word) in words.enumerated() {
            let index = place + first
            guard let word else {
                found.isWhole = false
                continue
            }
            if reading.isState(word) { continue }
            let level = reading.isNoFault(word) ? .off : Decoder.level(word, levels)
            let template = reading.field.code ?? CodeTemplate(parts: [.index])
            guard let code = filled(template, code: String(index), index: index) else {
                found.isWhole = false
                report(slot: reading.field.slot, of: reading.rule, Decoder.codeRule)
                return
            }
            if case .unclear = level {
                found.isWhole = false
                report(
                    slot: reading.field.slot, of: reading.rule,
                    "place \(index) has a level that the profile does not know")
                continue
            }
            take(level, levels, of: code, raw: "\(index)=\(Decoder.raw(word))", reading, &found)
        }
    }
}
