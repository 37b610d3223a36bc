/// All paths of one rule, merged, so that one walk over a document finds every value.
///
/// Flat arrays: a member is found by hashing its key's bytes, without making a string. A class so that the decoder
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
        var hash: UInt32 = 0
        /// -1: free.
        var node: Int32 = -1
        var key: Int32 = 0
        var length: Int32 = 0
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

    /// The node below `node` for a member's key, or -1.
    @inline(__always)
    func child(of node: Node, key: UnsafeRawBufferPointer) -> Int32 {
        let hash = PathTrie.hash(key)
        let mask = Int(node.mask)
        var at = Int(hash) & mask
        while true {
            let entry = entries[Int(node.table) &+ at]
            if entry.node < 0 { return -1 }
            if entry.hash == hash, Int(entry.length) == key.count, matches(entry, key) { return entry.node }
            at = (at &+ 1) & mask
        }
    }

    @inline(__always)
    private func matches(_ entry: Entry, _ key: UnsafeRawBufferPointer) -> Bool {
        var place = Int(entry.key)
        for byte in key {
            if keys[place] != byte { return false }
            place &+= 1
        }
        return true
    }

    @inline(__always)
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var state: UInt32 = 2_166_136_261
        for byte in bytes { state = (state ^ UInt32(byte)) &* 16_777_619 }
        return state ^ state >> 15
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
                    let hash = bytes.withUnsafeBytes { PathTrie.hash($0) }
                    var at = Int(hash) & (size - 1)
                    while entries[table + at].node >= 0 { at = (at + 1) & (size - 1) }
                    let key = Int32(keys.count)
                    keys.append(contentsOf: bytes)
                    let node = build(member.rest)
                    entries[table + at] = Entry(hash: hash, node: node, key: key, length: Int32(bytes.count))
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
