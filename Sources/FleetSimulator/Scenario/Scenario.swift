package import Telemetry

/// What is played: who drives where, what breaks, how people and units behave, and what goes wrong with the network.
///
/// A scenario is the content of a YAML file of `simulators/`; docs/simulator.md tells its language.
package struct Scenario: Sendable, Equatable {
    package var name: String
    package var about: String
    /// The town with the scenario's own vehicles and tempers in it; what breaks stands in ``breakdowns``.
    package var town: Town
    /// When it begins by the service's clock; `nil` is now.
    package var start: Timestamp?
    package var lasts: Duration
    /// Seconds of the service's clock in one second of the machine's.
    package var speed: Double
    package var seed: UInt64
    /// Time between two reports of a vehicle, unless its group says otherwise.
    package var reports: Duration
    package var weather: Weather
    package var causes: RandomCauses?
    /// The days before, if they are played as well.
    package var before: DaysBefore?
    /// The policy file of the service that plays it, as the scenario names it; `nil` is the defaults.
    package var policy: String?
    package var breakdowns: [ScriptedBreakdown]
    package var people: PeopleTemper
    /// How units behave, by id.
    package var units: [String: UnitTemper]
    /// How workshops behave, by id.
    package var workshops: [String: WorkshopTemper]
    package var desk: DeskTemper
    package var events: [ScriptedEvent]
    package var chaos: ChaosPlan
    package var replay: Replay?
    /// Bounds for the verdict, by name.
    package var expects: [String: Double]

    /// What the sky and the clock do to people and batteries.
    package struct Weather: Sendable, Equatable {
        /// Degrees Celsius.
        package var temperature: Double
        package var isDark: Bool

        package init(temperature: Double = 12, isDark: Bool = false) {
            (self.temperature, self.isDark) = (temperature, isDark)
        }
    }

    /// A recorded log that is sent again.
    package struct Replay: Sendable, Equatable {
        /// A file with a JSON object a line.
        package var log: String

        package init(log: String) { self.log = log }
    }
}
