package import Telemetry

/// Cases, units and the minutes between them at one moment: what a plan is made of when it is only asked "what if".
package struct PlanningWorld: Sendable {
    /// Somebody who needs a unit.
    package struct Case: Sendable, Equatable {
        package var id: String
        package var need: RescueNeed
        /// Whether a life or a cold chain depends on the asset.
        package var isVital: Bool

        package init(id: String, need: RescueNeed, isVital: Bool = false) {
            self.id = id
            self.need = need
            self.isVital = isVital
        }
    }

    package var now: Timestamp
    package let cases: [Case]
    package let units: [Unit]
    /// Minutes of travel, a row per case and a column per unit; `nil` has them estimated, as does a matrix of another shape.
    package let minutes: MinuteMatrix?

    package init(now: Timestamp, cases: [Case] = [], units: [Unit] = [], minutes: MinuteMatrix? = nil) {
        self.now = now
        self.cases = cases
        self.units = units
        // A matrix of another shape says nothing about these cases and units.
        self.minutes = minutes.flatMap {
            $0.columnCount == units.count && $0.values.count == cases.count * units.count ? $0 : nil
        }
    }
}

/// Minutes of travel from every unit to every case.
package struct MinuteMatrix: Sendable, Equatable {
    /// More minutes than anybody drives: 69 days.
    package static let most = 100_000.0

    package let columnCount: Int
    /// Row after row; infinite where there is no way.
    package private(set) var values: [Double] = []

    /// An empty matrix.
    package init(columnCount: Int) { self.columnCount = max(0, columnCount) }

    package var rowCount: Int { columnCount == 0 ? 0 : values.count / columnCount }

    /// Makes room for rows to come.
    package mutating func reserve(rows: Int) { values.reserveCapacity(columnCount * max(0, rows)) }

    /// Adds the next number of the row that is being filled, 0 to ``most``; anything else is no way.
    @inline(__always)
    package mutating func append(_ minutes: Double?) {
        guard let minutes, minutes >= 0, minutes <= MinuteMatrix.most else { return values.append(.infinity) }
        values.append(minutes)
    }

    /// The minutes from a unit to a case; infinite if there is no way.
    package func minutes(case row: Int, unit column: Int) -> Double { values[row * columnCount + column] }
}
