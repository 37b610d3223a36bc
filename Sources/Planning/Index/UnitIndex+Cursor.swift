package import Telemetry

extension UnitIndex {
    /// Yields the units that pass a filter one by one, the nearest first, those at the same distance by number.
    ///
    /// It goes no further than it is asked to: what it costs depends on how many units it has yielded. It sees the index
    /// as it was when the cursor was made; changing the index meanwhile copies it.
    package struct Cursor: Sendable {
        private let nodes: [IndexNode]
        private let entries: [IndexEntry]
        private let filter: CapabilityFilter
        private let point: SpherePoint
        /// A heap with the least on top.
        private var heap: [Item] = []

        /// A node, a leaf or a unit that was not looked at yet.
        private struct Item {
            /// The squared chord of a unit; of the others, what none of their units is nearer than.
            var chord: Double
            /// Nodes and leaves go before units at the same distance: one of theirs may have a lower number.
            var isUnit: Bool
            /// A unit, or a child of an ``IndexNode``.
            var number: Int32
            var count: Int32

            @inline(__always)
            static func < (left: Item, right: Item) -> Bool {
                if left.chord != right.chord { return left.chord < right.chord }
                if left.isUnit != right.isUnit { return right.isUnit }
                return left.number < right.number
            }
        }

        init(_ index: UnitIndex, near coordinate: Coordinate, filter: CapabilityFilter) {
            nodes = index.nodes
            entries = index.entries
            self.filter = filter
            point = SpherePoint(coordinate)
            heap.reserveCapacity(64)
            heap.append(Item(chord: 0, isUnit: false, number: 0, count: 0))
            heap.append(Item(chord: 0, isUnit: false, number: 1, count: 0))
        }

        /// The next unit with its great-circle distance; `nil` when there is none left.
        package mutating func next() -> (unit: Int32, metres: Double)? {
            while let item = pop() {
                if item.isUnit { return (item.number, SpherePoint.metres(squaredChord: item.chord)) }
                if item.number < 0 { openLeaf(item) } else { open(Int(item.number)) }
            }
            return nil
        }

        private mutating func openLeaf(_ leaf: Item) {
            let start = IndexNode.start(leaf.number)
            for place in start..<start + Int(leaf.count) {
                let entry = entries[place]
                guard filter.admits(entry.capabilities) else { continue }
                let chord = point.squaredChord(x: entry.x, y: entry.y, z: entry.z)
                push(Item(chord: chord, isUnit: true, number: entry.unit, count: 0))
            }
        }

        private mutating func open(_ node: Int) {
            let bounds = nodes[node].leastSquaredChords(x: Float(point.x), y: Float(point.y), z: Float(point.z))
            for quarter in 0..<4 {
                let child = nodes[node].children[quarter]
                guard child != IndexNode.empty, filter.admits(nodes[node].union[quarter]) else { continue }
                let count = nodes[node].counts[quarter]
                push(Item(chord: Double(bounds[quarter]), isUnit: false, number: child, count: count))
            }
        }

        private mutating func push(_ item: Item) {
            heap.append(item)
            var at = heap.count - 1
            while at > 0, item < heap[(at - 1) / 2] {
                heap[at] = heap[(at - 1) / 2]
                at = (at - 1) / 2
            }
            heap[at] = item
        }

        private mutating func pop() -> Item? {
            guard let top = heap.first, let last = heap.popLast() else { return nil }
            let count = heap.count
            guard count > 0 else { return top }
            var at = 0
            while case var child = 2 * at + 1, child < count {
                if child + 1 < count, heap[child + 1] < heap[child] { child += 1 }
                guard heap[child] < last else { break }
                heap[at] = heap[child]
                at = child
            }
            heap[at] = last
            return top
        }
    }

    /// A cursor over the units that pass a filter, from a place outwards.
    package func cursor(near coordinate: Coordinate, filter: CapabilityFilter) -> Cursor {
        Cursor(self, near: coordinate, filter: filter)
    }
}
