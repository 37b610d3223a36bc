/// Columns by their distance, nearest first; of equal distances the lower column.
///
/// A column may be in it more than once; the caller passes over the outdated entries, which is cheaper than moving them.
struct DistanceHeap: ~Copyable {
    struct Entry {
        var distance: Int64
        var column: Int32

        @inline(__always)
        static func < (left: Entry, right: Entry) -> Bool {
            left.distance < right.distance || (left.distance == right.distance && left.column < right.column)
        }
    }

    private var entries = Slab<Entry>(capacity: 256)

    mutating func removeAll() { entries.removeAll() }

    mutating func push(_ entry: Entry) {
        var index = entries.count
        entries.append(entry)
        while index > 0 {
            let parent = (index - 1) / 2
            guard entry < entries[parent] else { break }
            entries[index] = entries[parent]
            index = parent
        }
        entries[index] = entry
    }

    mutating func pop() -> Entry? {
        guard entries.count > 0 else { return nil }
        let first = entries[0]
        let last = entries[entries.count - 1]
        entries.removeLast()
        let count = entries.count
        guard count > 0 else { return first }
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < count else { break }
            if child + 1 < count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < last else { break }
            entries[index] = entries[child]
            index = child
        }
        entries[index] = last
        return first
    }
}
