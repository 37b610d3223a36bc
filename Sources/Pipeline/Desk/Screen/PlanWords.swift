import Casework

/// What the words of a plan mean, for a dispatcher.
enum PlanWords {
    /// Why nobody is free; a reason that is a sentence already stays as it is.
    static func reason(_ reason: String) -> String {
        switch reason {
        case "all_busy": "every crew that could help is busy"
        case "off_shift": "no crew that could help is on duty"
        case "none_capable": "no crew within reach has what it takes"
        case "no_units": "there are no crews at all"
        case "all_declined": "whoever was asked said no, or did not answer in time"
        case "third_party_declined": "the firm that may recover there said no"
        case "none_available": "the reason is not known"
        default: reason
        }
    }
}

extension PlanState {
    /// For a dispatcher.
    var words: String {
        switch self {
        case .made: "planned"
        case .provisional: "planned for now: the asset still moves"
        case .needsLocation: "nobody yet: where the asset is must be asked"
        case .needsApproval: "nobody yet: it must be approved first"
        case .noneAvailable: "nobody is free"
        case .noneNeeded: "nobody needs to come"
        }
    }
}
