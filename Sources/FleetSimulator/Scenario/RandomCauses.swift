/// What breaks by chance, and how often.
package struct RandomCauses: Sendable, Equatable {
    /// How many break.
    package enum Amount: Sendable, Equatable {
        /// So many in the whole run.
        case count(Int)
        /// So many a day of each thousand assets.
        case perDayPerThousand(Double)
    }

    /// One share of the mix.
    package struct Share: Sendable, Equatable {
        /// Key of a cause, or of a group of causes.
        package var cause: String
        /// Shares need not add up to anything.
        package var weight: Double
    }

    package var amount: Amount
    /// In the order of the file; empty is the mix of public figures.
    package var mix: [Share]

    package init(_ amount: Amount, mix: [Share] = []) { (self.amount, self.mix) = (amount, mix) }
}
