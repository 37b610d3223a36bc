import Telemetry

/// A breakdown that is going to happen, with the person whom it happens to.
struct Planned: Sendable {
    var vehicle: Int
    var cause: Cause
    /// The moment of the cause's step at 0.
    var at: Timestamp
    /// How long it still rolls.
    var rolls: Duration = .zero
    /// The crossing where it stops; `nil` is wherever it is.
    var crossing: Int?
    var isWithoutFix = false
    var sharesPlaceAfter: Duration?
    var saysAgainAfter: [Duration] = []
    var driver: Driver
    /// Whether its device shows it in the days before.
    var isAnnounced = false
    /// Whether it only says again what an earlier one said; then the earlier one.
    var repeats: Int?

    /// Milliseconds from the breakdown.
    func moment(_ time: Timestamp) -> Int64 { time.milliseconds &- at.milliseconds }

    /// Whether it happens where the vehicle is parked: its engine does not run at that moment.
    var isParked: Bool { cause.isRunning(at: 0) == false }
}

/// The person with a vehicle that breaks, as drawn for this run.
struct Driver: Sendable {
    var answers: [String] = []
    var people = 1
    var hasChildren = false
    var hasKey = true
    var isInSafePlace = true
    var knowsPlace = true
    var drivesOn = false
    var hasOwnHelp = false
    /// Minutes after which they want to be called again, at the first call.
    var callBackIn: Int?
    var facts: [PhoneAnswer.Fact] = []
}

/// What has become of a breakdown.
enum Fate: Sendable, Equatable {
    case stands
    /// Mended on the spot or delivered.
    case helped
    /// The driver drives on.
    case droveOn
    /// Somebody else has taken it away, or mended it.
    case helpedByOthers
    /// Nobody is there any more: removed by the police.
    case gone
    /// The part was replaced before: it never happens.
    case prevented

    /// In the words of the ledger.
    var word: String? {
        switch self {
        case .stands, .helped, .prevented: nil
        case .droveOn: "drove_on"
        case .helpedByOthers: "helped_by_others"
        case .gone: "gone"
        }
    }
}
