package import Telemetry

/// Where units are: finds the nearest of a million that can do something, while they move.
///
/// A tree of quarters on the six faces of a cube around the earth, the cells of S2. Why that one:
/// - Places are kept as points on the unit sphere and compared by the chord between them, so neither the poles nor the
///   date line are special, and the order is that of great-circle distance.
/// - A cell is cut into four when more units are in it than a leaf takes, and put together again when they leave: a city
///   with 100,000 trucks and a sea with none cost the same few levels. A plain grid has one size of cell for both.
/// - A leaf's units lie side by side in memory, so looking at all of them is one pass, and a unit that moves inside its
///   leaf costs one store. An R-tree's boxes follow its units, so each move may grow boxes up to the root; H3's hexagons
///   do not nest exactly, and would bring a C library.
/// - A node knows what its quarters' units can do together, so a rare capability skips whole cells.
///
/// Units are numbered by the caller with small numbers, from 0 on. Copies share memory until one of them is changed.
package struct UnitIndex: Sendable {
    /// Inner nodes; the first two hold the six faces.
    private(set) var nodes = UnitIndex.faces()
    /// The units of all leaves, in runs of ``leafSize`` times a power of two.
    private(set) var entries: [IndexEntry] = []
    /// Where in `entries` a unit is; negative if nowhere.
    private var places: [Int32] = []
    /// By the first entry of a run, in units of `leafSize`: the power of two of its length.
    private var runPowers: [UInt8] = []
    /// Runs that are not used, by their power of two.
    private var freeRuns: [[Int32]] = []
    private var freeNodes: [Int32] = []

    /// How many units are in it.
    package private(set) var count = 0

    /// The bytes that it keeps, used or free.
    package var reservedBytes: Int {
        nodes.count * MemoryLayout<IndexNode>.stride + entries.count * MemoryLayout<IndexEntry>.stride
            + places.count * MemoryLayout<Int32>.stride
    }

    /// Units in a leaf before it is cut.
    static let leafSize = 16

    package init() {}

    /// Whether a unit is in it.
    package func contains(_ unit: Int32) -> Bool { place(of: unit) != nil }

    /// Adds a unit, or says anew where it is and what it can do; a negative number is ignored.
    package mutating func put(_ unit: Int32, at coordinate: Coordinate, capabilities: Capabilities) {
        guard unit >= 0 else { return }
        let point = SpherePoint(coordinate)
        let entry = IndexEntry(point: point, capabilities: capabilities.rawValue, unit: unit)
        if let old = place(of: unit) {
            if entries[old].capabilities == capabilities.rawValue {
                relocate(entry, from: old)
                return
            }
            remove(unit)
        }
        insert(entry)
    }

    /// Says anew where a unit is; nothing happens for a unit that is not in it.
    package mutating func move(_ unit: Int32, to coordinate: Coordinate) {
        guard let old = place(of: unit) else { return }
        let point = SpherePoint(coordinate)
        relocate(IndexEntry(point: point, capabilities: entries[old].capabilities, unit: unit), from: old)
    }

    /// Takes a unit out; nothing happens for one that is not in it.
    package mutating func remove(_ unit: Int32) {
        guard let old = place(of: unit) else { return }
        removeEntry(at: old)
    }

    private func place(of unit: Int32) -> Int? {
        guard unit >= 0, Int(unit) < places.count, places[Int(unit)] >= 0 else { return nil }
        return Int(places[Int(unit)])
    }

    // MARK: The tree

    /// A quarter of a node on the way to a cell, and the level of the quarter's cell.
    private struct Position {
        var node: Int
        var quarter: Int
        var level: Int
    }

    /// The quarter that is no inner node, on the way to a cell.
    private func leafPosition(of cell: SphereCell) -> Position {
        var position = Position(node: cell.face >> 2, quarter: cell.face & 3, level: 0)
        while true {
            let child = nodes[position.node].children[position.quarter]
            guard child >= 0 else { return position }
            position.level += 1
            position.node = Int(child)
            position.quarter = cell.quarter(at: position.level)
        }
    }

    private mutating func relocate(_ entry: IndexEntry, from old: Int) {
        let cell = SphereCell(entry.point)
        let position = leafPosition(of: cell)
        if let run = nodes[position.node].run(position.quarter), run.contains(old) {
            entries[old] = entry
        } else {
            removeEntry(at: old)
            insert(entry)
        }
    }

    private mutating func insert(_ entry: IndexEntry) {
        let cell = SphereCell(entry.point)
        var position = Position(node: cell.face >> 2, quarter: cell.face & 3, level: 0)
        var ancestor = SphereCell(face: cell.face)
        while true {
            nodes[position.node].union[position.quarter] |= entry.capabilities
            var child = nodes[position.node].children[position.quarter]
            if child < 0 {
                let used = Int(nodes[position.node].counts[position.quarter])
                guard used == UnitIndex.leafSize, ancestor.level < SphereCell.deepest else { break }
                child = split(position, ancestor)
            }
            position.level += 1
            position.node = Int(child)
            position.quarter = cell.quarter(at: position.level)
            ancestor = ancestor.child(position.quarter)
        }
        append(entry, to: position)
        count += 1
    }

    /// Puts an entry behind the last one of a leaf, which gets a longer run if it has to.
    private mutating func append(_ entry: IndexEntry, to position: Position) {
        let used = Int(nodes[position.node].counts[position.quarter])
        var start = nodes[position.node].start(position.quarter)
        if used == 0 {
            start = newRun(power: 0)
            nodes[position.node].setLeaf(start, position.quarter)
        } else if used == UnitIndex.leafSize << Int(runPowers[start / UnitIndex.leafSize]) {
            let longer = newRun(power: runPowers[start / UnitIndex.leafSize] + 1)
            for offset in 0..<used { store(entries[start + offset], at: longer + offset) }
            release(start)
            start = longer
            nodes[position.node].setLeaf(start, position.quarter)
        }
        store(entry, at: start + used)
        nodes[position.node].counts[position.quarter] += 1
    }

    private mutating func store(_ entry: IndexEntry, at place: Int) {
        entries[place] = entry
        let unit = Int(entry.unit)
        if unit >= places.count {
            places.append(contentsOf: repeatElement(-1, count: unit + 1 - places.count))
        }
        places[unit] = Int32(truncatingIfNeeded: place)
    }

    /// Cuts a full leaf into four.
    private mutating func split(_ position: Position, _ cell: SphereCell) -> Int32 {
        let start = nodes[position.node].start(position.quarter)
        let used = Int(nodes[position.node].counts[position.quarter])
        let node = newNode()
        for quarter in 0..<4 { nodes[Int(node)].setBox(cell.child(quarter).box, quarter) }
        for offset in 0..<used {
            let entry = entries[start + offset]
            let quarter = SphereCell(entry.point).quarter(at: cell.level + 1)
            nodes[Int(node)].union[quarter] |= entry.capabilities
            append(entry, to: Position(node: Int(node), quarter: quarter, level: cell.level + 1))
        }
        release(start)
        nodes[position.node].setNode(node, position.quarter)
        return node
    }

    /// Takes an entry out, narrows what its leaf's ancestors know of it, and joins quarters that became few.
    private mutating func removeEntry(at place: Int) {
        let entry = entries[place]
        let cell = SphereCell(entry.point)
        let position = leafPosition(of: cell)
        let start = nodes[position.node].start(position.quarter)
        let last = Int(nodes[position.node].counts[position.quarter]) - 1
        if start + last != place { store(entries[start + last], at: place) }
        places[Int(entry.unit)] = -1
        count -= 1
        nodes[position.node].counts[position.quarter] = Int32(last)
        if last == 0 {
            release(start)
            nodes[position.node].setEmpty(position.quarter)
        } else if last <= UnitIndex.leafSize {
            var union: UInt32 = 0
            for offset in 0..<last { union |= entries[start + offset].capabilities }
            nodes[position.node].union[position.quarter] = union
        }
        tidy(cell)
    }

    /// From the leaf of a cell upwards: joins four small quarters, and passes on what they can do together.
    private mutating func tidy(_ cell: SphereCell) {
        var path = InlineArray<21, Int32>(repeating: 0)
        var depth = 0
        var position = Position(node: cell.face >> 2, quarter: cell.face & 3, level: 0)
        while case let child = nodes[position.node].children[position.quarter], child >= 0 {
            path[depth] = Int32(truncatingIfNeeded: position.node)
            depth += 1
            position = Position(
                node: Int(child), quarter: cell.quarter(at: position.level + 1), level: position.level + 1)
        }
        while depth > 0 {
            depth -= 1
            let node = Int(path[depth])
            let quarter = depth == 0 ? cell.face & 3 : cell.quarter(at: depth)
            let child = Int(nodes[node].children[quarter])
            if let total = nodes[child].leafTotal, total <= UnitIndex.leafSize / 2 {
                join(child, into: Position(node: node, quarter: quarter, level: depth))
            } else {
                let union = nodes[child].wholeUnion
                if nodes[node].union[quarter] == union { return }
                nodes[node].union[quarter] = union
            }
        }
    }

    private mutating func join(_ node: Int, into position: Position) {
        let old = nodes[node]
        nodes[position.node].setEmpty(position.quarter)
        for quarter in 0..<4 {
            guard let run = old.run(quarter) else { continue }
            for place in run { append(entries[place], to: position) }
            release(run.lowerBound)
        }
        nodes[position.node].union[position.quarter] = old.wholeUnion
        freeNodes.append(Int32(truncatingIfNeeded: node))
    }

    private static func faces() -> [IndexNode] {
        var nodes = [IndexNode(), IndexNode()]
        for face in 0..<6 { nodes[face >> 2].setBox(SphereCell(face: face).box, face & 3) }
        return nodes
    }

    // MARK: Memory

    private mutating func newNode() -> Int32 {
        if let free = freeNodes.popLast() {
            nodes[Int(free)] = IndexNode()
            return free
        }
        nodes.append(IndexNode())
        return Int32(truncatingIfNeeded: nodes.count - 1)
    }

    private mutating func newRun(power: UInt8) -> Int {
        while freeRuns.count <= Int(power) { freeRuns.append([]) }
        if let free = freeRuns[Int(power)].popLast() { return Int(free) }
        let start = entries.count
        let length = UnitIndex.leafSize << Int(power)
        entries.append(contentsOf: repeatElement(IndexEntry.unused, count: length))
        runPowers.append(power)
        runPowers.append(contentsOf: repeatElement(0, count: length / UnitIndex.leafSize - 1))
        return start
    }

    private mutating func release(_ start: Int) {
        freeRuns[Int(runPowers[start / UnitIndex.leafSize])].append(Int32(truncatingIfNeeded: start))
    }
}
