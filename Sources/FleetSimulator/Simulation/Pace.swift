/// How much quicker than life the simulation plays what would take minutes.
package struct Pace: Sendable, Equatable {
    /// Drives and work of units are this many times as quick; vehicles, answers and faults keep their own time.
    package var units: Double
    /// Minutes that mending on the spot takes in life.
    package var mending: Double
    /// Minutes that loading takes in life.
    package var loading: Double
    /// Milliseconds between two reports of a vehicle.
    package var vehicleReport: Int64
    /// Milliseconds between two positions of a unit that drives; one that waits says it a fifth as often.
    package var unitReport: Int64

    package init(
        units: Double = 20, mending: Double = 5, loading: Double = 3, vehicleReport: Int64 = 5_000,
        unitReport: Int64 = 2_000
    ) {
        self.units = max(1, units)
        self.mending = max(0, mending)
        self.loading = max(0, loading)
        self.vehicleReport = max(10, vehicleReport)
        self.unitReport = max(10, unitReport)
    }
}
