internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// Longest code in bytes.
    static let codeLimit = 64
    /// Longest name of a part that a payload may bring, and how many of them: a symbol table never shrinks.
    private static let partLimit = 64
    private static let strangePartLimit = 4_096

    static var codeRule: String {
        "a code has 1 to \(codeLimit) bytes and no control characters"
    }

    /// One list of codes.
    ///
    /// A missing list says nothing; an empty full set says that nothing is wrong.
    func faults(_ box: Boxed<FaultField>, _ context: Context, into observations: inout [Observation]) {
        let rule = context.rule
        let field = box.value
        if field.hasOneSlot, slots[field.slot].isMissing {
            if field.required { report(slot: field.slot, of: rule, "it is required and has no value") }
            return
        }
        guard let effect = effect(field.meaning, of: rule), effect != .nothing,
            let status = status(field.status, of: rule)
        else { return }
        var found = FaultCollection(limit: field.limit)
        var source = self.source(field, context)
        read(box, status, context, &found, into: &observations)
        if let part = found.part { source.symbol = symbols.intern("\(symbols[source.symbol])/\(part)") }
        // Codes of a part that can't be told must not clear those of the whole device.
        if !source.isCertain { found.isWhole = false }
        if !found.isWhole { trace?.note("the list of faults is not whole, so it clears nothing that it does not name") }
        for (mode, codes) in found.reports(as: effect) {
            var observation = context.observation(.faults(FaultReport(mode: mode, kind: field.kind, codes: codes)))
            observation.source = source.symbol
            observations.append(observation)
        }
    }

    /// Reads the field's form; what can't be read makes the collection incomplete.
    private func read(
        _ box: Boxed<FaultField>, _ status: FaultCode.Status, _ context: Context, _ found: inout FaultCollection,
        into observations: inout [Observation]
    ) {
        let reading = FaultReading(box: box, rule: context.rule, status: status)
        let value = slots[box.value.slot]
        switch box.value.form {
        case .list(let code, let status): list(value, code, status, reading, &found)
        case .text(let separators): text(value, separators, reading, &found)
        case .flags(let flags, let levels): self.flags(flags, levels, reading, &found)
        case .bits(let bits): self.bits(value, bits, reading, &found)
        case .count: count(value, reading, &found)
        case .vector(let separators, let first, let levels):
            vector(value, separators, first, levels, reading, &found)
        case .oneOf(let codes, let unlisted): oneOf(value, codes, unlisted, reading, &found)
        case .pattern(let pattern): self.pattern(value, pattern, reading, &found)
        case .level(let levels): level(value, levels, reading, &found)
        case .obd2(let form): obd2(value, form, reading, &found)
        case .uds(let form, let uds): self.uds(value, form, uds, reading, &found)
        case .j1939(let form, let j1939): self.j1939(value, form, j1939, reading, context, &found, into: &observations)
        case .rvc(let form, let lamps): rvc(value, form, lamps: lamps, reading, &found)
        case .j1939Fields(let form): j1939Fields(value, form, reading, &found)
        }
    }

    // MARK: Meaning and status

    private func effect(_ meaning: FaultField.Meaning, of rule: Rule) -> FaultField.Effect? {
        switch meaning {
        case .always(let effect): return effect
        case .said(let slot, let words, let other, let otherwise):
            if slots[slot].isMissing { return otherwise }
            let word = slots[slot].word
            if words.isEmpty {
                if let word, let mode = FaultReport.Mode(rawValue: word) { return .mode(mode) }
            } else if let word, let effect = words[word.lowercased()] {
                return effect
            }
            if let other { return other }
            let known = words.isEmpty ? FaultReport.Mode.allCases.map(\.rawValue) : words.keys.sorted()
            report(slot: slot, of: rule, "it is not one of \(known.joined(separator: ", "))")
            return nil
        }
    }

    private func status(_ source: FaultField.StatusSource, of rule: Rule) -> FaultCode.Status? {
        switch source {
        case .fixed(let status): return status
        case .said(let slot, let words, let otherwise):
            guard let word = slots[slot].word?.lowercased() else { return otherwise }
            if words.isEmpty { return FaultCode.Status(rawValue: word) ?? otherwise }
            return words[word] ?? otherwise
        }
    }

    // MARK: Source

    /// The source that a field's codes belong to, and whether it is the part that they mean.
    private func source(_ field: FaultField, _ context: Context) -> (symbol: Symbol, isCertain: Bool) {
        var suffix = ""
        var isCertain = true
        switch field.part {
        case nil: break
        case .text(let text): suffix = "/\(text)"
        case .value(let slot):
            if let part = part(slot, context) { suffix = "/\(part)" } else { isCertain = false }
        }
        if let slot = field.address {
            if let address = wholeNumber(slots[slot]), (0...253).contains(address) {
                suffix += "/sa\(address)"
            } else {
                isCertain = false
                if !slots[slot].isMissing { report(slot: slot, of: context.rule, "an address is 0 to 253") }
            }
        }
        guard !suffix.isEmpty else { return (context.source, isCertain) }
        let name = symbols[context.source] + suffix
        if case .value = field.part, symbols.find(name) == nil {
            guard strangeNames < Decoder.strangePartLimit else {
                report("faults", "payloads named more than \(Decoder.strangePartLimit) parts and signals")
                return (context.source, false)
            }
            strangeNames += 1
        }
        return (symbols.intern(name), isCertain)
    }

    private func part(_ slot: Int, _ context: Context) -> String? {
        if slots[slot].isMissing { return nil }
        guard let word = slots[slot].word, (1...Decoder.partLimit).contains(word.utf8.count),
            word.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else {
            report(
                slot: slot, of: context.rule,
                "a part has 1 to \(Decoder.partLimit) bytes and no control characters")
            return nil
        }
        return word
    }
}

/// A field that is being read.
struct FaultReading {
    let box: Boxed<FaultField>
    let rule: Rule
    /// Status of codes that have none of their own.
    let status: FaultCode.Status

    var field: FaultField { box.value }

    /// Whether a text says that there is no fault.
    func isNoFault(_ text: String) -> Bool { FaultReading.contains(field.noFault, text) }

    /// Whether a text is a state and no fault.
    func isState(_ text: String) -> Bool { FaultReading.contains(field.notFaults, text) }

    private static func contains(_ words: [String], _ text: String) -> Bool {
        !words.isEmpty && words.contains(text.lowercased())
    }
}
