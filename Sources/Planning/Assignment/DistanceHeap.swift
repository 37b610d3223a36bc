/// Columns by their distance, nearest first; of equal distances the lower column.
///
/// A column may be in it more than once; the caller passes over the outdated entries, which is cheaper than moving them.
struct DistanceHeap {
    struct Entry {
        var distance: Int64
        var column: Int32

        @inline(__always)
        static func < (left: Entry, right: Entry) -> Bool {
            left.distance < right.distance || (left.distance == right.distance && left.column < right.column)
        }
    }

    private var entries: [Entry] = []

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

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
        guard let first = entries.first, let last = entries.popLast() else { return nil }
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
