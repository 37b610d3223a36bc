/// All paths of one rule, merged, so that one walk over a document finds every value.
///
/// Flat arrays: a member is found by hashing its key as two words, without making a string. A class so that the decoder
/// passes one reference; nothing in it changes.
final class PathTrie: Sendable {
    struct Node: Sendable {
        /// Where the value of this path goes; -1 if only deeper values are wanted.
        var slot: Int32 = -1
        /// Start of this node's hash table in `entries`, and its size less one; no table if the size is 0.
        var table: Int32 = 0
        var mask: Int32 = -1
        /// Elements by index: range in `elements`.
        var firstElement: Int32 = 0
        var elementCount: Int32 = 0
        /// Elements by what they contain: range in `selectors`.
        var firstSelector: Int32 = 0
        var selectorCount: Int32 = 0

        var isLeaf: Bool { mask < 0 && elementCount == 0 && selectorCount == 0 }
    }

    struct Entry: Sendable {
        var key = ByteKey(UnsafeRawBufferPointer(start: nil, count: 0))
        /// Where the key begins in `keys`.
        var start: Int32 = 0
        /// -1: free.
        var node: Int32 = -1
        /// Where the value goes if nothing deeper is wanted; else -1.
        var slot: Int32 = -1
    }

    struct Element: Sendable {
        var index: Int
        var node: Int32
    }

    /// Picks the first element that has a text below some keys.
    struct Selector: Sendable {
        var keys: [String]
        var text: String
        var isPrefix: Bool
        var node: Int32
    }

    let nodes: [Node]
    let entries: [Entry]
    let elements: [Element]
    let selectors: [Selector]
    let keys: [UInt8]

    /// Where the value of each path goes; equal paths are to share a slot.
    init(_ paths: [(slot: Int, path: JSONPath)]) {
        var draft = Draft()
        _ = draft.build(paths.map { (slot: $0.slot, steps: $0.path.steps[...]) })
        nodes = draft.nodes
        entries = draft.entries
        elements = draft.elements
        selectors = draft.selectors
        keys = draft.keys
    }

    /// Whether there is nothing to look for.
    var isEmpty: Bool { nodes.count == 1 && nodes[0].slot < 0 }

    /// The entry below `node` for a member's key, or `nil`.
    @inline(__always)
    func child(of node: Node, key bytes: UnsafeRawBufferPointer) -> Entry? {
        let key = ByteKey(bytes)
        let mask = Int(node.mask)
        var at = key.hash & mask
        while true {
            let entry = entries[Int(node.table) &+ at]
            if entry.node < 0 { return nil }
            if entry.key == key, matches(entry, bytes) { return entry }
            at = (at &+ 1) & mask
        }
    }

    @inline(__always)
    private func matches(_ entry: Entry, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.count <= ByteKey.wholeCount { return true }
        return keys.withUnsafeBytes { keys in
            let start = Int(entry.start)
            return bytes.isEqual(to: UnsafeRawBufferPointer(rebasing: keys[start..<(start + bytes.count)]))
        }
    }

    /// What grows while the paths are merged.
    private struct Draft {
        var nodes: [Node] = []
        var entries: [Entry] = []
        var elements: [Element] = []
        var selectors: [Selector] = []
        var keys: [UInt8] = []

        mutating func build(_ wanted: [(slot: Int, steps: ArraySlice<JSONPath.Step>)]) -> Int32 {
            let place = nodes.count
            nodes.append(Node())
            var members: [(key: String, rest: [(slot: Int, steps: ArraySlice<JSONPath.Step>)])] = []
            var indices: [(index: Int, rest: [(slot: Int, steps: ArraySlice<JSONPath.Step>)])] = []
            var selects: [(step: JSONPath.Step, rest: [(slot: Int, steps: ArraySlice<JSONPath.Step>)])] = []
            for (slot, steps) in wanted {
                switch steps.first {
                case nil: nodes[place].slot = Int32(slot)
                case .member(let key):
                    if let known = members.firstIndex(where: { $0.key == key }) {
                        members[known].rest.append((slot, steps.dropFirst()))
                    } else {
                        members.append((key, [(slot, steps.dropFirst())]))
                    }
                case .element(let index):
                    if let known = indices.firstIndex(where: { $0.index == index }) {
                        indices[known].rest.append((slot, steps.dropFirst()))
                    } else {
                        indices.append((index, [(slot, steps.dropFirst())]))
                    }
                case .select?:
                    guard let step = steps.first else { continue }
                    if let known = selects.firstIndex(where: { $0.step == step }) {
                        selects[known].rest.append((slot, steps.dropFirst()))
                    } else {
                        selects.append((step, [(slot, steps.dropFirst())]))
                    }
                }
            }
            if !members.isEmpty {
                var size = 4
                while size < members.count * 2 { size *= 2 }
                let table = entries.count
                entries.append(contentsOf: repeatElement(Entry(), count: size))
                nodes[place].table = Int32(table)
                nodes[place].mask = Int32(size - 1)
                for member in members {
                    let bytes = Array(member.key.utf8)
                    let key = bytes.withUnsafeBytes { ByteKey($0) }
                    var at = key.hash & (size - 1)
                    while entries[table + at].node >= 0 { at = (at + 1) & (size - 1) }
                    let start = Int32(keys.count)
                    keys.append(contentsOf: bytes)
                    let node = build(member.rest)
                    let below = nodes[Int(node)]
                    entries[table + at] = Entry(
                        key: key, start: start, node: node, slot: below.isLeaf ? below.slot : -1)
                }
            }
            if !indices.isEmpty {
                let built = indices.map { Element(index: $0.index, node: build($0.rest)) }
                nodes[place].firstElement = Int32(elements.count)
                nodes[place].elementCount = Int32(built.count)
                elements.append(contentsOf: built)
            }
            if !selects.isEmpty {
                var built: [Selector] = []
                for (step, rest) in selects {
                    guard case .select(let keys, let text, let isPrefix) = step else { continue }
                    built.append(Selector(keys: keys, text: text, isPrefix: isPrefix, node: build(rest)))
                }
                nodes[place].firstSelector = Int32(selectors.count)
                nodes[place].selectorCount = Int32(built.count)
                selectors.append(contentsOf: built)
            }
            return Int32(place)
        }
    }
}
