internal import CSimdJSON

/// A parser for documents inside texts.
final class NestedParser {
    private let parser: JSONParser

    init(capacity: Int) {
        parser = JSONParser(capacity: capacity)
    }

    func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONProblem) -> csj_value { try parser.parse(bytes) }
}

extension Decoder {
    /// Most elements that one message may have in all.
    static let elementLimit = 4_096

    /// One walk over a document; as deep as the paths that are looked for, which is bounded when they are read.
    func fill(_ value: csj_value, _ place: Int32, _ trie: PathTrie) {
        let node = trie.nodes[Int(place)]
        if node.slot >= 0 { slots[Int(node.slot)] = value }
        if node.mask >= 0, value.kind == csj_object {
            var container = value
            var cursor = csj_open(&container)
            var key: UnsafePointer<CChar>?
            var length = 0
            var member = csj_value()
            while csj_next_member(&cursor, &key, &length, &member) {
                guard let child = trie.child(of: node, key: UnsafeRawBufferPointer(start: key, count: length)) else {
                    continue
                }
                if child.slot >= 0 {
                    slots[Int(child.slot)] = member
                } else {
                    fill(member, child.node, trie)
                }
            }
        }
        if value.kind == csj_array {
            if node.elementCount > 0 { fillElements(value, node, trie) }
            if node.selectorCount > 0 { fillSelected(value, node, trie) }
        }
    }

    private func fillElements(_ array: csj_value, _ node: PathTrie.Node, _ trie: PathTrie) {
        var container = array
        var cursor = csj_open(&container)
        var element = csj_value()
        var index = 0
        let wanted = trie.elements[Int(node.firstElement)..<Int(node.firstElement + node.elementCount)]
        let last = wanted.map(\.index).max() ?? -1
        while index <= last, csj_next_element(&cursor, &element) {
            for one in wanted where one.index == index { fill(element, one.node, trie) }
            index += 1
        }
    }

    private func fillSelected(_ array: csj_value, _ node: PathTrie.Node, _ trie: PathTrie) {
        let selectors = trie.selectors[Int(node.firstSelector)..<Int(node.firstSelector + node.selectorCount)]
        var container = array
        var cursor = csj_open(&container)
        var element = csj_value()
        var found: Set<Int> = []
        while found.count < selectors.count, elements < Decoder.elementLimit, csj_next_element(&cursor, &element) {
            elements += 1
            for index in selectors.indices where !found.contains(index) && isSelected(element, selectors[index]) {
                found.insert(index)
                fill(element, selectors[index].node, trie)
            }
        }
    }

    private func isSelected(_ element: csj_value, _ selector: PathTrie.Selector) -> Bool {
        var value = element
        for key in selector.keys {
            guard let member = self.member(key, of: value) else { return false }
            value = member
        }
        if value.kind == csj_string {
            let bytes = value.bytes
            return selector.isPrefix
                ? bytes.starts(with: selector.text.utf8) : bytes.elementsEqual(selector.text.utf8)
        }
        guard let word = value.word else { return false }
        return selector.isPrefix ? word.hasPrefix(selector.text) : word == selector.text
    }

    private func member(_ key: String, of object: csj_value) -> csj_value? {
        guard object.kind == csj_object else { return nil }
        var container = object
        var cursor = csj_open(&container)
        var name: UnsafePointer<CChar>?
        var length = 0
        var value = csj_value()
        while csj_next_member(&cursor, &name, &length, &value) {
            if UnsafeRawBufferPointer(start: name, count: length).elementsEqual(key.utf8) { return value }
        }
        return nil
    }

    /// Fills the slots of a level for each element of an array or member of an object, and runs `body`.
    func forEachElement(of container: csj_value, level: Int, _ rule: Rule, _ body: () -> Void) {
        let plan = rule.plan.levels[level]
        if container.kind == csj_object, rule.plan.levels[level - 1].admitsOne {
            elements += 1
            for slot in plan.slots { slots[slot].kind = csj_missing }
            fill(container, 0, plan.trie)
            if plan.indexSlot >= 0 { slots[plan.indexSlot] = csj_value(integer: 0) }
            body()
            return
        }
        var container = container
        var cursor = csj_open(&container)
        var element = csj_value()
        var key: UnsafePointer<CChar>?
        var length = 0
        var index: Int64 = 0
        let isObject = container.kind == csj_object
        guard isObject || container.kind == csj_array else { return }
        while isObject
            ? csj_next_member(&cursor, &key, &length, &element) : csj_next_element(&cursor, &element)
        {
            elements += 1
            guard elements <= Decoder.elementLimit else {
                report(rule.label(rule.plan.levels[level - 1].container), "more than \(Decoder.elementLimit) elements")
                return
            }
            for slot in plan.slots { slots[slot].kind = csj_missing }
            fill(element, 0, plan.trie)
            if plan.indexSlot >= 0 { slots[plan.indexSlot] = csj_value(integer: index) }
            if plan.keySlot >= 0, isObject {
                slots[plan.keySlot] = csj_value(text: UnsafeRawBufferPointer(start: key, count: length))
            }
            body()
            index += 1
        }
    }
}
