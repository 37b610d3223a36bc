/// A square of one face of the cube around the sphere, as S2 cuts it: the top level has six, each level below four times
/// as many.
struct SphereCell {
    /// The deepest level; its cells are about ten metres wide.
    static let deepest = 20
    private static let width = 1 << deepest

    /// 0 to 2 are +x, +y, +z, 3 to 5 the faces opposite.
    let face: Int
    /// 0 is the whole face.
    let level: Int
    /// Column and row of its first corner, in units of the deepest level.
    let column: Int
    let row: Int

    /// The whole of a face.
    init(face: Int) {
        self.face = face
        level = 0
        column = 0
        row = 0
    }

    private init(face: Int, level: Int, column: Int, row: Int) {
        self.face = face
        self.level = level
        self.column = column
        self.row = row
    }

    /// The deepest cell of a point.
    init(_ point: SpherePoint) {
        let (x, y, z) = (abs(point.x), abs(point.y), abs(point.z))
        let major: Double
        let first: Double
        let second: Double
        if x >= y, x >= z {
            (face, major, first, second) = (point.x >= 0 ? 0 : 3, x, point.y, point.z)
        } else if y >= z {
            (face, major, first, second) = (point.y >= 0 ? 1 : 4, y, point.x, point.z)
        } else {
            (face, major, first, second) = (point.z >= 0 ? 2 : 5, z, point.x, point.y)
        }
        level = SphereCell.deepest
        column = SphereCell.step(first / major)
        row = SphereCell.step(second / major)
    }

    /// Which column or row -1 to 1 falls into; what is no number falls into the first.
    private static func step(_ share: Double) -> Int {
        let scaled = (share + 1) / 2 * Double(width)
        return scaled > 0 ? Int(min(scaled, Double(width - 1))) : 0
    }

    /// Which quarter of its ancestor at `level` - 1 holds this cell, 0 to 3.
    @inline(__always)
    func quarter(at level: Int) -> Int {
        let shift = SphereCell.deepest - level
        return (column >> shift & 1) << 1 | (row >> shift & 1)
    }

    /// One of the four cells of the next level.
    func child(_ quarter: Int) -> SphereCell {
        let half = SphereCell.width >> (level + 1)
        return SphereCell(
            face: face, level: level + 1, column: column + (quarter >> 1) * half, row: row + (quarter & 1) * half)
    }

    /// A box around the part of the sphere that the cell covers, a little too large for rounding.
    var box: (low: SIMD3<Float>, high: SIMD3<Float>) {
        let size = Double(SphereCell.width >> level)
        let first = SphereCell.share(column)...(SphereCell.share(column) + size * 2 / Double(SphereCell.width))
        let second = SphereCell.share(row)...(SphereCell.share(row) + size * 2 / Double(SphereCell.width))
        let nearFirst = SphereCell.nearest(first)
        let nearSecond = SphereCell.nearest(second)
        let farFirst = max(abs(first.lowerBound), abs(first.upperBound))
        let farSecond = max(abs(second.lowerBound), abs(second.upperBound))
        let major = 1 / length(farFirst, farSecond)...1 / length(nearFirst, nearSecond)
        let a = SphereCell.span(first, nearSecond, farSecond)
        let b = SphereCell.span(second, nearFirst, farFirst)
        let signed = face < 3 ? major : -major.upperBound ... -major.lowerBound
        let sides =
            switch face % 3 {
            case 0: (signed, a, b)
            case 1: (a, signed, b)
            default: (a, b, signed)
            }
        let margin: Float = 4e-7
        return (
            SIMD3(Float(sides.0.lowerBound), Float(sides.1.lowerBound), Float(sides.2.lowerBound)) - margin,
            SIMD3(Float(sides.0.upperBound), Float(sides.1.upperBound), Float(sides.2.upperBound)) + margin
        )
    }

    private static func share(_ step: Int) -> Double { Double(step) * 2 / Double(width) - 1 }

    /// The number of a range that is nearest to 0.
    private static func nearest(_ range: ClosedRange<Double>) -> Double {
        if range.contains(0) { return 0 }
        return range.lowerBound > 0 ? range.lowerBound : -range.upperBound
    }

    /// The least and the greatest of t / length(t, o) for t in `range` and an o of a size between `near` and `far`.
    private static func span(_ range: ClosedRange<Double>, _ near: Double, _ far: Double) -> ClosedRange<Double> {
        let (low, high) = (range.lowerBound, range.upperBound)
        return low / length(low, low < 0 ? near : far)...high / length(high, high > 0 ? near : far)
    }
}

/// How long the arrow to a point of the cube's face is.
private func length(_ first: Double, _ second: Double) -> Double {
    (1 + first * first + second * second).squareRoot()
}
