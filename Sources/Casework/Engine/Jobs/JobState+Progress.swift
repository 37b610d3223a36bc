import Telemetry

extension JobState {
    /// How far a job is; a report of a lower rank came late.
    var rank: Int {
        switch self {
        case .offered: 0
        case .accepted: 1
        case .delayed, .enRoute: 2
        case .onScene: 3
        case .loaded, .refusedAtDestination: 4
        case .declined, .expired, .fixed, .madeSafe, .delivered, .stored, .goneOnArrival, .unable, .noAccess,
            .partNeeded, .stoodDown, .cancelConfirmed:
            5
        }
    }

    /// Whether somebody was asked, or works on it: it is neither over nor called off.
    var isLive: Bool { !isFinal && self != .stoodDown }

    /// Whether the unit has taken the job and is not there yet.
    var isComing: Bool { self == .accepted || self == .delayed || self == .enRoute }

    /// Whether a crew that says so believes that the job is its own.
    var meansComing: Bool { isComing || rank == 3 || rank == 4 }

    /// Whether a crew that says so is with the asset, or was.
    var meansArrived: Bool {
        switch self {
        case .onScene, .loaded, .refusedAtDestination, .fixed, .madeSafe, .delivered, .stored, .goneOnArrival,
            .noAccess, .partNeeded:
            true
        default: false
        }
    }

    /// Whether a crew that says so does not come.
    var meansNotComing: Bool {
        switch self {
        case .declined, .expired, .unable, .stoodDown, .cancelConfirmed: true
        default: false
        }
    }
}

extension JobRow {
    /// Whether it was taken back from its unit.
    var isCalledOff: Bool { state == .stoodDown || state == .cancelConfirmed }

    /// Whether somebody else's firm has it; it is rung up, as its zone says.
    var isThirdParty: Bool { unit.hasPrefix("zone:") }

    /// Whether the unit drives to the asset, as far as it told.
    var isDriving: Bool { state == .enRoute || (state == .delayed && departedAt != nil) }

    /// When the crew last said anything.
    var heardAt: Timestamp? { [answeredAt, departedAt, etaToldAt].compactMap(\.self).max() }

    /// Whether a word says something that was not known; states only go forward, and minutes only get newer.
    func isNews(_ word: CrewWord) -> Bool {
        guard state.isLive else { return false }
        if word.state == .refusedAtDestination { return state != .offered }
        if word.state.rank != state.rank { return word.state.rank > state.rank }
        if word.eta != nil, word.state.isComing {
            // Messages without a time of their own have that of their batch: of these the later one counts.
            return etaToldAt.map { word.at > $0 || (word.at == $0 && word.eta != etaAt) } ?? true
        }
        switch word.state {
        case .enRoute: return departedAt.map { word.at > $0 && state != .enRoute } ?? true
        case .delayed: return state != .delayed
        default: return false
        }
    }
}
