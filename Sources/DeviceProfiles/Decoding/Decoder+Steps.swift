internal import CSimdJSON

extension Decoder {
    /// Makes the values of a level that are made of others.
    func run(steps level: Int, of rule: Rule, _ topic: Int, _ message: Message) {
        for index in rule.plan.levels[level].stepGates.indices
        where rule.plan.levels[level].stepGates.isOpen(index, { slots[$0].isMissing }) {
            switch rule.plan.levels[level].steps[index] {
            case .capture(let into, let numbers):
                slots[into] = csj_value(text: UnsafeRawBufferPointer(rebasing: message.topic[captures[numbers[topic]]]))
            case .first(let into, let slots):
                if let found = slots.first(where: { !self.slots[$0].isMissing }) {
                    self.slots[into] = self.slots[found]
                }
            case .fixed(let into, let text): put(scratch.copy(text), into)
            case .join(let into, let pieces): put(join(pieces), into)
            case .piece(let into, let of, let separators, let number):
                put(written(of)?.piece(number, separators: separators), into)
            case .match(let into, let of, let pattern, let group):
                put(match(pattern, group, of), into)
            case .document(let of, let trie, let number):
                if let text = text(of), let root = try? nestedParsers[number].parse(text) { fill(root, 0, trie) }
            case .hexadecimal(let into, let of):
                if let text = text(of)?.trimmed { put(scratch.hexadecimal(text), into) }
            case .base64(let into, let of):
                if let text = text(of)?.trimmed { put(scratch.base64(text), into) }
            case .pack(let into, let of):
                let bytes = of.compactMap { wholeNumber(slots[$0]).flatMap { UInt8(exactly: $0) } }
                if bytes.count == of.count { put(scratch.copy(bytes), into) }
            case .bytes(let into, let of, let first, let count, let littleEndian, let signed):
                if let bytes = text(of) ?? byteList(of), first + count <= bytes.count {
                    let part = UnsafeRawBufferPointer(rebasing: bytes[first..<(first + count)])
                    slots[into] = csj_value(integer: part.whole(littleEndian: littleEndian, signed: signed))
                }
            case .bits(let into, let of, let first, let count):
                if let number = wholeNumber(slots[of]) {
                    let field = UInt64(bitPattern: number) >> UInt64(first) & (UInt64.max >> UInt64(64 - count))
                    slots[into] = csj_value(integer: Int64(bitPattern: field))
                }
            case .sum(let into, let of):
                let numbers = of.compactMap { slots[$0].asNumber }
                if numbers.count == of.count { put(numbers.reduce(0, +), into) }
            case .difference(let into, let of, let less):
                if let left = slots[of].asNumber, let right = slots[less].asNumber { put(left - right, into) }
            }
        }
    }

    private func put(_ bytes: UnsafeRawBufferPointer?, _ slot: Int) {
        if let bytes { slots[slot] = csj_value(text: bytes) }
    }

    private func put(_ number: Double, _ slot: Int) {
        if number.isFinite { slots[slot] = csj_value(number: number) }
    }

    /// The bytes of a slot that holds a text, as they are.
    private func text(_ slot: Int) -> UnsafeRawBufferPointer? {
        slots[slot].kind == csj_string ? slots[slot].bytes : nil
    }

    /// The bytes of a slot that holds an array of numbers from 0 to 255, which is how some gateways write them.
    private func byteList(_ slot: Int) -> UnsafeRawBufferPointer? {
        guard slots[slot].kind == csj_array else { return nil }
        var array = slots[slot]
        var cursor = csj_open(&array)
        var element = csj_value()
        var bytes: [UInt8] = []
        while csj_next_element(&cursor, &element) {
            guard bytes.count < 4_096, element.kind == csj_integer, let byte = UInt8(exactly: element.integer) else {
                return nil
            }
            bytes.append(byte)
        }
        return scratch.copy(bytes)
    }

    /// A text as it is, a number or flag as one writes it: devices change between 1 and "1".
    private func written(_ slot: Int) -> UnsafeRawBufferPointer? {
        if let text = text(slot) { return text }
        return slots[slot].word.flatMap { scratch.text($0) }
    }

    private func match(_ pattern: LinearPattern, _ group: Int?, _ slot: Int) -> UnsafeRawBufferPointer? {
        guard let text = written(slot) else { return nil }
        var groups: [Range<Int>?] = []
        guard let whole = pattern.find(text, groups: &groups) else { return nil }
        guard let group else { return UnsafeRawBufferPointer(rebasing: text[whole]) }
        return groups[group].map { UnsafeRawBufferPointer(rebasing: text[$0]) }
    }

    private func join(_ pieces: [ValueStep.Piece]) -> UnsafeRawBufferPointer? {
        var joined: UnsafeRawBufferPointer?
        for piece in pieces {
            let part: UnsafeRawBufferPointer?
            switch piece {
            case .text(let bytes): part = scratch.copy(bytes)
            case .slot(let slot):
                if slots[slot].kind == csj_string {
                    part = scratch.copy(slots[slot].bytes.trimmed)
                } else {
                    part = slots[slot].word.flatMap { scratch.text($0) }
                }
            }
            // What is taken one after the other lies one after the other.
            guard let part else { return nil }
            joined = UnsafeRawBufferPointer(
                start: joined?.baseAddress ?? part.baseAddress, count: (joined?.count ?? 0) + part.count)
        }
        return joined
    }
}

extension csj_value {
    init(integer: Int64) {
        self.init()
        kind = csj_integer
        self.integer = integer
        number = Double(integer)
    }

    init(number: Double) {
        self.init()
        kind = csj_number
        self.number = number
    }
}
