internal import CSimdJSON
internal import Telemetry

extension Decoder {
    /// What the values of a named signal must be, looked up once per name.
    enum NamedForm: UInt8 {
        case unseen, number, flag, text, any
    }

    /// Most signals of one message that carries names.
    private static let namedLimit = 512
    /// Most names that payloads may bring: a symbol table never shrinks.
    private static let strangeNameLimit = 4_096
    /// Longest text value in bytes.
    private static let textLimit = WordMap.longestWord

    /// A signal that a rule names.
    func signal(_ field: Boxed<SignalField>, _ context: Context, into observations: inout [Observation]) {
        let rule = context.rule
        let value: SignalValue
        switch field.value.value {
        case .number(let number):
            guard case .value(let converted) = self.number(number.value, of: rule) else { return }
            value = .number(converted)
        case .flag(let flag):
            guard let on = self.flag(flag, of: rule) else { return }
            value = .flag(on)
        case .text(let text):
            guard let word = self.text(text, of: rule) else { return }
            value = .text(word)
        }
        observations.append(context.observation(.signal(name: signalSymbols[field.value.nameIndex], value: value)))
    }

    private func flag(_ field: Boxed<FlagField>, of rule: Rule) -> Bool? {
        let value = slots[field.value.slot]
        if isNone(value, field.value.noValue) {
            return missing(field.value.slot, field.value.required, field.value.fallback, of: rule)
        }
        if let above = field.value.above, let number = value.asNumber {
            return (number > above) != field.value.inverted
        }
        if value.isOne(of: field.value.on) { return !field.value.inverted }
        if value.isOne(of: field.value.off) { return field.value.inverted }
        if isBlank(value) { return missing(field.value.slot, field.value.required, field.value.fallback, of: rule) }
        switch field.value.otherwise {
        case .means(let flag): return flag
        case .ignored: return nil
        case .reported:
            report(
                slot: field.value.slot, of: rule,
                "neither \(field.value.on.joined(separator: ", ")) nor \(field.value.off.joined(separator: ", "))")
            return nil
        }
    }

    private func text(_ field: Boxed<TextField>, of rule: Rule) -> String? {
        let value = slots[field.value.slot]
        if isNone(value, field.value.noValue) {
            return missing(field.value.slot, field.value.required, field.value.fallback, of: rule)
        }
        if let ours = field.value.words.plain(value) { return ours }
        guard let word = value.word, word.utf8.count <= Decoder.textLimit else {
            report(slot: field.value.slot, of: rule, "a text of at most \(Decoder.textLimit) bytes is expected")
            return nil
        }
        if let ours = field.value.words[word] { return ours }
        if word.isEmpty { return missing(field.value.slot, field.value.required, field.value.fallback, of: rule) }
        if field.value.words.isEmpty { return word }
        switch field.value.otherwise {
        case .means(let ours): return ours
        case .ignored: return nil
        case .reported:
            report(slot: field.value.slot, of: rule, "a word that the profile does not know: \(JSONText.string(word))")
            return nil
        }
    }

    /// The default of a field without a value; a required one without a default is reported.
    private func missing<Value>(_ slot: Int, _ required: Bool, _ fallback: Value?, of rule: Rule) -> Value? {
        if fallback == nil, required { report(slot: slot, of: rule, "it is required and has no value") }
        return fallback
    }

    /// The members of an object, each a signal by its own name; or one value with a name beside it.
    func namedSignals(_ field: NamedSignalsField, _ context: Context, into observations: inout [Observation]) {
        let rule = context.rule
        let slot = field.slot
        if let place = field.name {
            let name = slots[place]
            if name.isMissing || slots[slot].isMissing { return }
            guard name.kind == csj_string else {
                report(slot: place, of: rule, "\(name.kindName), the name of a signal is expected")
                return
            }
            namedSignal(name.bytes, 0, slots[slot], field, context, into: &observations)
            return
        }
        var container = slots[slot]
        if container.isMissing { return }
        guard container.kind == csj_object else {
            report(slot: slot, of: rule, "\(container.kindName), an object with signals is expected")
            return
        }
        var cursor = csj_open(&container)
        var key: UnsafePointer<CChar>?
        var length = 0
        var member = csj_value()
        var count = 0
        while csj_next_member(&cursor, &key, &length, &member) {
            let name = UnsafeRawBufferPointer(start: key, count: length)
            count += 1
            guard count <= Decoder.namedLimit else {
                report(slot: slot, of: rule, "more than \(Decoder.namedLimit) signals")
                return
            }
            namedSignal(name, count - 1, member, field, context, into: &observations)
        }
    }

    private func namedSignal(
        _ name: UnsafeRawBufferPointer, _ number: Int, _ member: csj_value, _ field: NamedSignalsField,
        _ context: Context, into observations: inout [Observation]
    ) {
        func refuse(_ text: @autoclosure () -> String) {
            if !field.ignoresOthers { report(path(field.slot, name, of: context.rule), text()) }
        }
        guard let symbol = named(name, number) else {
            refuse("a signal's name is a VSS path (Vehicle.…) or Device.…, at most 128 letters, digits and dots")
            return
        }
        if member.isMissing { return }
        guard let value = value(member, as: namedForms[Int(symbol.index)]) else {
            refuse("\(member.kindName) is no value of this signal")
            return
        }
        observations.append(context.observation(.signal(name: symbol, value: value)))
    }

    private func path(_ slot: Int, _ name: UnsafeRawBufferPointer, of rule: Rule) -> String {
        "\(rule.label(slot)).\(Decoder.shown(name))"
    }

    /// The symbol of a name from a payload, if it is one that signals may have.
    ///
    /// Devices of one kind name their signals in one order, so the name with this number in the message before is
    /// tried first.
    private func named(_ name: UnsafeRawBufferPointer, _ number: Int) -> Symbol? {
        if number < namesBefore.count {
            let before = namesBefore[number]
            if name.isEqual(to: before.bytes) { return before.symbol }
        }
        guard let symbol = named(name) else { return nil }
        // The bytes in the table stay where they are.
        let known = (symbol: symbol, bytes: symbols.bytes(of: symbol))
        if number < namesBefore.count {
            namesBefore[number] = known
        } else if number == namesBefore.count {
            namesBefore.append(known)
        }
        return symbol
    }

    private func named(_ name: UnsafeRawBufferPointer) -> Symbol? {
        if let known = symbols.find(name), Int(known.index) < namedForms.count,
            namedForms[Int(known.index)] != .unseen
        {
            return known
        }
        guard name.count <= 128, Decoder.isSignalName(name) else { return nil }
        if strangeNames >= Decoder.strangeNameLimit, symbols.find(name) == nil {
            return nil
        }
        let symbol = symbols.intern(name)
        let index = Int(symbol.index)
        if index >= namedForms.count {
            namedForms.append(contentsOf: repeatElement(.unseen, count: index + 1 - namedForms.count))
        }
        if namedForms[index] == .unseen {
            strangeNames += 1
            namedForms[index] =
                switch SignalVocabulary.form(of: symbols[symbol]) {
                case .number: .number
                case .flag: .flag
                case .text: .text
                case nil: .any
                }
        }
        return symbol
    }

    private static func isSignalName(_ name: UnsafeRawBufferPointer) -> Bool {
        guard starts(name, with: "Vehicle.") || starts(name, with: "Device.") else { return false }
        return name.allSatisfy { byte in
            byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2E || byte == 0x5F
        }
    }

    private static func starts(_ name: UnsafeRawBufferPointer, with prefix: StaticString) -> Bool {
        guard name.count > prefix.utf8CodeUnitCount else { return false }
        for index in 0..<prefix.utf8CodeUnitCount where name[index] != prefix.utf8Start[index] { return false }
        return true
    }

    private func value(_ member: csj_value, as form: NamedForm) -> SignalValue? {
        switch (form, member.kind) {
        case (.number, csj_integer), (.number, csj_number), (.any, csj_integer), (.any, csj_number):
            return .number(member.number)
        case (.number, csj_string):
            return member.bytes.trimmed.number.map { .number($0) }
        case (.flag, csj_bool), (.any, csj_bool):
            return .flag(member.flag)
        case (.flag, csj_integer) where member.integer == 0 || member.integer == 1:
            return .flag(member.integer == 1)
        case (.flag, csj_string):
            if member.isOne(of: ["true", "1"]) { return .flag(true) }
            return member.isOne(of: ["false", "0"]) ? .flag(false) : nil
        case (.text, csj_string), (.any, csj_string):
            return member.length <= Decoder.textLimit ? .text(String(decoding: member.bytes, as: UTF8.self)) : nil
        default: return nil
        }
    }
}
