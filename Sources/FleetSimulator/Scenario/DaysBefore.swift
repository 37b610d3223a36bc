/// The days before a scenario: nothing breaks, vehicles rest at night and drive twice a day, and what is going to break
/// may announce itself.
package struct DaysBefore: Sendable, Equatable {
    package var lasts: Duration
    /// Seconds of the service's clock in one second of the machine's, until the scenario itself begins.
    package var speed: Double
    /// Time between two reports of a vehicle at rest.
    package var reports: Duration
    /// Share of the breakdowns with a cause that can announce itself that do.
    package var announces: Double
    /// How many vehicles run down alike and yet do not break in the scenario.
    package var worn: Int

    package init(
        lasts: Duration, speed: Double = 4_000, reports: Duration = .seconds(7_200), announces: Double = 1,
        worn: Int = 0
    ) {
        (self.lasts, self.speed, self.reports) = (lasts, speed, reports)
        (self.announces, self.worn) = (announces, worn)
    }
}
