/// Why nobody is free to come, as far as it can be told to a customer.
package enum Shortage: String, Sendable, CaseIterable {
    case allBusy = "all_busy"
    case offShift = "off_shift"
    /// None has the equipment, the training or the part.
    case noneCapable = "none_capable"
    /// All who were asked said no.
    case refused
}

/// When somebody is looked for again.
package enum NextTry: Sendable, Hashable {
    /// In so many minutes; less than one counts as one.
    case minutes(Int)
    case at(LocalTime)
}

/// What a customer can do, or have, while nobody is free to come.
package enum Alternative: String, Sendable, CaseIterable {
    /// A unit that ends its job first could come.
    case afterJob = "after_job"
    /// Somebody else than our units is asked.
    case otherProvider = "other_provider"
    /// The customer's own help may be quicker.
    case ownHelp = "own_help"
}
