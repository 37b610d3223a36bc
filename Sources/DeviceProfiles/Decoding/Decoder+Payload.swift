internal import CSimdJSON

extension Decoder {
    /// Reads the payload and fills the slots of the outermost scope; false with a report if it can't be read at all.
    func read(_ payload: UnsafeRawBufferPointer, by rule: Rule) -> Bool {
        guard payload.count <= rule.head.payloadLimit else {
            report("$", "the payload has \(payload.count) bytes, the limit is \(rule.head.payloadLimit)")
            return false
        }
        clear(rule)
        if rule.head.codec != nil { return readPacked(payload, rule) }
        return readPlain(payload, rule)
    }

    private func readPacked(_ payload: UnsafeRawBufferPointer, _ rule: Rule) -> Bool {
        do {
            let unpacked = try inflater.unpack(payload, limit: rule.head.payloadLimit)
            document = .unread
            defer { document = .unread }
            return readPlain(unpacked, rule)
        } catch {
            report("$", error.text)
            return false
        }
    }

    private func readPlain(_ payload: UnsafeRawBufferPointer, _ rule: Rule) -> Bool {
        switch rule.head.payload {
        case .json: return readDocument(payload, rule)
        case .text: return readText(payload.trimmed, rule)
        case .bytes:
            fillPlain(payload, rule)
            return true
        }
    }

    private func readDocument(_ payload: UnsafeRawBufferPointer, _ rule: Rule) -> Bool {
        if document == .unread { parse(payload) }
        guard document == .readable else {
            report("$", documentProblem)
            return false
        }
        guard root.kind == csj_object || root.kind == csj_array || rule.trie.nodes[0].slot >= 0 else {
            report("$", "the payload is \(root.kindName), an object or array is expected")
            return false
        }
        fill(root, 0, rule.trie)
        return true
    }

    private func parse(_ payload: UnsafeRawBufferPointer) {
        guard !payload.isEmpty else {
            document = .unreadable
            documentProblem = "the payload is empty, a JSON document is expected"
            return
        }
        do {
            root = try parser.parse(payload)
            document = .readable
        } catch {
            document = .unreadable
            documentProblem = "not JSON: \(error.text)"
        }
    }

    private func readText(_ text: UnsafeRawBufferPointer, _ rule: Rule) -> Bool {
        let emptyMeansGone = rule.liveness?.offline.contains("") ?? false
        guard !text.isEmpty || emptyMeansGone else {
            report("$", "the payload is empty")
            return false
        }
        guard let start = text.baseAddress ?? UnsafeRawPointer(bitPattern: 1), csj_is_utf8(start, text.count) else {
            report("$", "the payload is not UTF-8")
            return false
        }
        fillPlain(text, rule)
        return true
    }

    /// Every path of a payload that is one value is that value.
    private func fillPlain(_ bytes: UnsafeRawBufferPointer, _ rule: Rule) {
        let slot = Int(rule.trie.nodes[0].slot)
        if slot >= 0 { slots[slot] = csj_value(text: bytes) }
    }

    func clear(_ rule: Rule) {
        for slot in 0..<rule.plan.width { slots[slot].kind = csj_missing }
    }
}
