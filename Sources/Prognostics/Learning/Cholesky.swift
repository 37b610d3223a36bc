/// Solves symmetric positive definite systems.
enum Cholesky {
    /// Puts the solution into `right`.
    ///
    /// - Parameters:
    ///   - matrix: Row by row; only the lower triangle is read, and it is overwritten.
    ///   - right: The right side, then the solution.
    ///   - size: Rows and columns.
    /// - Returns: False if the matrix is not positive definite; both are then spoilt.
    static func solve(_ matrix: inout [Double], _ right: inout [Double], size: Int) -> Bool {
        let isDefinite = matrix.withUnsafeMutableBufferPointer { matrix in
            for row in 0..<size {
                for column in 0...row {
                    var sum = matrix[row * size + column]
                    for index in 0..<column { sum -= matrix[row * size + index] * matrix[column * size + index] }
                    if row == column {
                        guard sum > 0, sum.isFinite else { return false }
                        matrix[row * size + row] = sum.squareRoot()
                    } else {
                        matrix[row * size + column] = sum / matrix[column * size + column]
                    }
                }
            }
            return true
        }
        guard isDefinite else { return false }
        for row in 0..<size {
            for index in 0..<row { right[row] -= matrix[row * size + index] * right[index] }
            right[row] /= matrix[row * size + row]
        }
        for row in (0..<size).reversed() {
            for index in (row + 1)..<max(row + 1, size) { right[row] -= matrix[index * size + row] * right[index] }
            right[row] /= matrix[row * size + row]
        }
        return true
    }
}
