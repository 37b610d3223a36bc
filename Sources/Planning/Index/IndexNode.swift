/// A unit in a leaf of ``UnitIndex``.
struct IndexEntry: Sendable {
    var x: Double
    var y: Double
    var z: Double
    var capabilities: UInt32
    var unit: Int32

    /// Fills memory that no unit uses.
    static let unused = IndexEntry(point: SpherePoint(x: 0, y: 0, z: 0), capabilities: 0, unit: -1)

    init(point: SpherePoint, capabilities: UInt32, unit: Int32) {
        x = point.x
        y = point.y
        z = point.z
        self.capabilities = capabilities
        self.unit = unit
    }

    var point: SpherePoint { SpherePoint(x: x, y: y, z: z) }
}

/// Four quarters of a cell of ``UnitIndex``, side by side so that one pass tells how near each of them is.
struct IndexNode: Sendable {
    private var lowX = SIMD4<Float>.zero
    private var highX = SIMD4<Float>.zero
    private var lowY = SIMD4<Float>.zero
    private var highY = SIMD4<Float>.zero
    private var lowZ = SIMD4<Float>.zero
    private var highZ = SIMD4<Float>.zero
    /// A node from 0 on, ``empty``, or a leaf: -2 less the first of its entries.
    private(set) var children = SIMD4<Int32>(repeating: IndexNode.empty)
    /// How many units a leaf has; 0 for the others.
    var counts = SIMD4<Int32>.zero
    /// What the units of a quarter can do together, or more.
    var union = SIMD4<UInt32>.zero

    /// The child where no unit is.
    static let empty: Int32 = -1

    /// No point of a quarter is nearer: squares of chords, rounded down; nothing is known of empty ones.
    @inline(__always)
    func leastSquaredChords(x: Float, y: Float, z: Float) -> SIMD4<Float> {
        let dx = IndexNode.gap(lowX - x, x - highX)
        let dy = IndexNode.gap(lowY - y, y - highY)
        let dz = IndexNode.gap(lowZ - z, z - highZ)
        return (dx * dx + dy * dy + dz * dz) * (1 - 1e-6)
    }

    /// The positive one of two numbers, else 0.
    @inline(__always)
    private static func gap(_ below: SIMD4<Float>, _ above: SIMD4<Float>) -> SIMD4<Float> {
        let further = below.replacing(with: above, where: above .> below)
        return further.replacing(with: 0, where: further .< 0)
    }

    /// Where the first entry of a leaf is.
    func start(_ quarter: Int) -> Int { IndexNode.start(children[quarter]) }

    /// Where the first entry of a leaf is, by the number of the child.
    @inline(__always)
    static func start(_ child: Int32) -> Int { -Int(child) - 2 }

    /// Where the entries of a leaf are; `nil` if the quarter is none.
    func run(_ quarter: Int) -> Range<Int>? {
        guard children[quarter] < IndexNode.empty else { return nil }
        return start(quarter)..<start(quarter) + Int(counts[quarter])
    }

    /// How many units its leaves have; `nil` if a quarter is cut.
    var leafTotal: Int? { any(children .>= 0) ? nil : Int(counts.wrappedSum()) }

    /// What all of its units can do together, or more.
    var wholeUnion: UInt32 { union[0] | union[1] | union[2] | union[3] }

    mutating func setBox(_ box: (low: SIMD3<Float>, high: SIMD3<Float>), _ quarter: Int) {
        lowX[quarter] = box.low.x
        highX[quarter] = box.high.x
        lowY[quarter] = box.low.y
        highY[quarter] = box.high.y
        lowZ[quarter] = box.low.z
        highZ[quarter] = box.high.z
    }

    mutating func setLeaf(_ start: Int, _ quarter: Int) {
        children[quarter] = -2 - Int32(truncatingIfNeeded: start)
    }

    mutating func setNode(_ node: Int32, _ quarter: Int) {
        children[quarter] = node
        counts[quarter] = 0
    }

    mutating func setEmpty(_ quarter: Int) {
        children[quarter] = IndexNode.empty
        counts[quarter] = 0
        union[quarter] = 0
    }
}
