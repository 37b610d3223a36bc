/// A breakdown that a scenario names; what it leaves open is drawn.
package struct ScriptedBreakdown: Sendable, Equatable {
    /// Ids of the assets, as many as break.
    package var assets: [String]
    /// Key of a cause; `nil` only with codes of its own.
    package var cause: String?
    /// From the start of the run to the first of them.
    package var after: Duration
    /// They are spread over this time.
    package var within: Duration
    /// The crossing where it stops; `nil` is wherever it is.
    package var at: String?
    /// Whether the asset has no satellites from then on.
    package var isWithoutFix: Bool
    /// From the breakdown until the driver shares the place in the app; `nil` is never.
    package var sharesPlaceAfter: Duration?
    /// What the device says again later without anything new, from the breakdown on.
    package var saysAgainAfter: [Duration]
    package var driver: DriverTemper
    /// A breakdown of the scenario's own instead of a cause from the catalogue.
    package var own: Town.Breakdown?
    /// Where it stands in the scenario's file, from 1.
    package var line = 1

    package init(assets: [String], cause: String?, after: Duration) {
        (self.assets, self.cause, self.after) = (assets, cause, after)
        within = .zero
        isWithoutFix = false
        saysAgainAfter = []
        driver = DriverTemper()
    }
}

/// How one driver behaves; what is left open is drawn from ``PeopleTemper``.
package struct DriverTemper: Sendable, Equatable {
    /// What comes of each call in turn, in the words of `tasks finish`; the last stays.
    package var answers: [String] = []
    /// Heads on board, the driver included.
    package var people: Int?
    package var hasChildren: Bool?
    package var hasKey: Bool?
    package var isInSafePlace: Bool?
    /// Whether the driver can say where the vehicle is.
    package var knowsPlace: Bool?
    package var drivesOn: Bool?
    /// Whether help of the driver's own comes.
    package var hasOwnHelp: Bool?
    /// Minutes after which the driver wants to be called again.
    package var callBackIn: Int?
    /// Further facts by key, as `tasks fact` takes them, sorted by key.
    package var facts: [PhoneAnswer.Fact] = []

    package init() {}
}
