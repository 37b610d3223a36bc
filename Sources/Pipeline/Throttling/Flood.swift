internal import Telemetry

/// A device that says more than it may, from the first message too many until it has kept to its rate for ten minutes.
struct Flood {
    /// What is to be done with a code.
    enum CodeVerdict: Sendable, Hashable {
        /// It counts, whatever is said of it later in the same batch.
        case passes
        /// It counts if nothing newer is said of it in the same batch.
        case newestOnly
        /// There are too many different ones.
        case dropped
    }

    /// So many different grave codes are taken from a device while it floods.
    static let graveLimit = 1_000
    /// A grave code that was seen passes again after this long.
    private static let passesAgainAfter: Int64 = 10_000
    /// Without a message too many for this long, it is over.
    private static let calmAfter: Int64 = 600_000

    /// The asset or unit.
    let subject: Symbol
    /// The device that said the first message too many.
    let source: Symbol
    let since: Timestamp
    private(set) var lastAt: Timestamp
    /// Messages too many.
    private(set) var messages = 0
    /// Codes that were not taken.
    private(set) var droppedCodes = 0
    /// Whether there were messages since the last report.
    var hasGrown = true
    var hasEnded = false
    private var mild: Set<String> = []
    /// When each grave code passed.
    private var grave: [String: Int64] = [:]

    init(subject: Symbol, source: Symbol, at time: Timestamp) {
        self.subject = subject
        self.source = source
        since = time
        lastAt = time
    }

    /// One message too many.
    mutating func note(at time: Timestamp) {
        lastAt = time
        messages += 1
        hasGrown = true
    }

    func isOver(at now: Timestamp) -> Bool {
        // A clock that was set back must not keep it for ever.
        abs(now.milliseconds &- lastAt.milliseconds) >= Flood.calmAfter
    }

    /// What is to be done with a code of one of its messages.
    ///
    /// - Parameters:
    ///   - isGrave: Whether somebody may have to stop because of it.
    ///   - isRaised: Whether it is reported as there, not as gone.
    ///   - mildLimit: So many different codes that are not grave are taken.
    mutating func verdict(
        on code: String, isGrave: Bool, isRaised: Bool, at time: Timestamp, mildLimit: Int
    ) -> CodeVerdict {
        guard isGrave else {
            if mild.contains(code) { return .newestOnly }
            guard mild.count < mildLimit else { return drop() }
            mild.insert(code)
            return .newestOnly
        }
        // That it is gone only matters if it was there.
        guard isRaised else { return .newestOnly }
        if let passed = grave[code] {
            guard abs(time.milliseconds &- passed) >= Flood.passesAgainAfter else { return .newestOnly }
        } else if grave.count >= Flood.graveLimit {
            return drop()
        }
        grave[code] = time.milliseconds
        return .passes
    }

    private mutating func drop() -> CodeVerdict {
        droppedCodes += 1
        return .dropped
    }
}
