package import Telemetry

extension UnitIndex {
    /// A unit that a search found.
    package struct Neighbour: Sendable, Equatable {
        package let unit: Int32
        /// Great-circle metres.
        package let metres: Double

        package init(unit: Int32, metres: Double) {
            self.unit = unit
            self.metres = metres
        }
    }

    /// The nearest units that pass a filter, the nearest first, those at the same distance by number.
    ///
    /// - Parameter limit: At most this many.
    package func nearest(_ limit: Int, to coordinate: Coordinate, filter: CapabilityFilter) -> [Neighbour] {
        guard limit > 0, count > 0 else { return [] }
        var best = NearestFew(limit: limit)
        let point = SpherePoint(coordinate)
        nodes.withUnsafeBufferPointer { nodes in
            entries.withUnsafeBufferPointer { entries in
                UnitIndex.search(nodes, entries, from: point, filter: filter, into: &best)
            }
        }
        return best.found.map { Neighbour(unit: $0.unit, metres: SpherePoint.metres(squaredChord: $0.chord)) }
    }

    /// Depth first, the nearest quarter first; what is further away than the best few is left out.
    private static func search(
        _ nodes: UnsafeBufferPointer<IndexNode>, _ entries: UnsafeBufferPointer<IndexEntry>, from point: SpherePoint,
        filter: CapabilityFilter, into best: inout NearestFew
    ) {
        let (x, y, z) = (Float(point.x), Float(point.y), Float(point.z))
        // Each level leaves at most three quarters behind, and the two top nodes are there from the start.
        var waiting = InlineArray<80, Waiting>(repeating: Waiting(bound: 0, child: 0, count: 0))
        waiting[0] = Waiting(bound: 0, child: 1, count: 0)
        var depth = 2
        while depth > 0 {
            depth -= 1
            let next = waiting[depth]
            if Double(next.bound) > best.limitChord { continue }
            if next.child < 0 {
                let start = IndexNode.start(next.child)
                for place in start..<start + Int(next.count) {
                    let chord = point.squaredChord(x: entries[place].x, y: entries[place].y, z: entries[place].z)
                    guard chord <= best.limitChord, filter.admits(entries[place].capabilities) else { continue }
                    best.add(entries[place].unit, chord)
                }
                continue
            }
            let node = Int(next.child)
            let bounds = nodes[node].leastSquaredChords(x: x, y: y, z: z)
            let bottom = depth
            for quarter in 0..<4 {
                let child = nodes[node].children[quarter]
                guard child != IndexNode.empty, filter.admits(nodes[node].union[quarter]) else { continue }
                let found = Waiting(bound: bounds[quarter], child: child, count: nodes[node].counts[quarter])
                if Double(found.bound) > best.limitChord { continue }
                var at = depth
                while at > bottom, waiting[at - 1].bound < found.bound {
                    waiting[at] = waiting[at - 1]
                    at -= 1
                }
                waiting[at] = found
                depth += 1
            }
        }
    }

    private struct Waiting {
        var bound: Float
        var child: Int32
        var count: Int32
    }
}

/// The nearest few so far, in order.
private struct NearestFew {
    private let limit: Int
    private(set) var found: [(chord: Double, unit: Int32)] = []
    /// What is further away is not wanted.
    private(set) var limitChord = Double.infinity

    init(limit: Int) {
        self.limit = limit
        found.reserveCapacity(min(limit, 64) + 1)
    }

    @inline(__always)
    mutating func add(_ unit: Int32, _ chord: Double) {
        if found.count == limit {
            let last = found[limit - 1]
            guard chord < last.chord || chord == last.chord && unit < last.unit else { return }
            found.removeLast()
        }
        found.append((chord, unit))
        var at = found.count - 1
        while at > 0, found[at - 1].chord > chord || found[at - 1].chord == chord && found[at - 1].unit > unit {
            found[at] = found[at - 1]
            at -= 1
        }
        found[at] = (chord, unit)
        if found.count == limit { limitChord = found[limit - 1].chord }
    }
}
