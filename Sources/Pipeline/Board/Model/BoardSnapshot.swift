package import Outreach
package import Telemetry

/// What the board shows, as it was at one moment.
package struct BoardSnapshot: Sendable, Equatable {
    package var at: Timestamp
    /// The first open tasks, most urgent first.
    package var queue: [QueueLine] = []
    /// How many are open; more than `queue` has if there are very many.
    package var openTasks = 0
    package var overdueTasks = 0
    /// The task that is claimed here.
    package var mine: TaskView?
    /// The task that is looked at without a claim.
    package var looked: TaskView?
    package var units: [UnitLine] = []
    package var levels: [LevelLine] = []
    package var campaigns: [CampaignLine] = []
    /// The parts that may fail soonest, those worth a call first.
    package var foreseen: [ForecastLine] = []
    /// How many there are; more than `foreseen` has if there are very many.
    package var foreseenCount = ForecastCount()

    package init(at: Timestamp) { self.at = at }
}

/// A task in the queue.
package struct QueueLine: Sendable, Equatable {
    package var id: Int64
    package var kind: TaskKind
    package var severity: Severity?
    package var immobile = false
    /// Plate or id.
    package var asset = "-"
    package var who = "-"
    package var symptom = "-"
    package var dueAt: Timestamp
    package var createdAt: Timestamp
    package var state: TaskState
    /// Who has it, with a lease that still runs at the moment of the snapshot.
    package var holder: String?
    package var leaseUntil: Timestamp?
    /// Nobody hands it out before.
    package var notBefore: Timestamp?
    /// Who dialled and has not come back.
    package var onThePhone: String?
    /// The lane has raised the alarm.
    package var isAlarmed = false

    package init(id: Int64, kind: TaskKind, dueAt: Timestamp, createdAt: Timestamp, state: TaskState) {
        self.id = id
        self.kind = kind
        self.dueAt = dueAt
        self.createdAt = createdAt
        self.state = state
    }

    /// Whether anybody may take it at `now`.
    package func isFree(at now: Timestamp) -> Bool {
        switch state {
        case .ready: true
        case .claimed: leaseUntil.map { $0 <= now } ?? true
        case .waiting: notBefore.map { $0 <= now } ?? false
        case .done, .withdrawn: false
        }
    }

    /// Whether it is a `stop` or worse that nobody has claimed in time.
    ///
    /// The lane says so; if the lane is away, a minute past its making and past due says so too.
    package func isAlarming(at now: Timestamp) -> Bool {
        guard isFree(at: now), onThePhone == nil else { return false }
        if isAlarmed { return true }
        return (severity ?? .info) >= .stop && now > dueAt && now.seconds(since: createdAt) >= 60
    }
}

/// One task with its whole screen.
package struct TaskView: Sendable, Equatable {
    /// What has become of it.
    package enum Standing: Sendable, Equatable {
        case open
        case done
        /// No longer needed, and why.
        case withdrawn(String?)
        /// The claim is not current any more; whoever has it now, if anybody.
        case lost(String?)
    }

    package var id: Int64
    package var kind: TaskKind
    package var asksApproval = false
    /// The times that are on offer, the best first.
    package var offered: [Timestamp] = []
    /// The same by the clocks of their workshops, with their names.
    package var offeredWords: [String] = []
    package var standing = Standing.open
    /// Name, role and number of whoever is to be called, as one line.
    package var addressee = "nobody is known"
    package var phone: String?
    /// `voice`, `text` or `relay`.
    package var channel = "voice"
    package var leaseUntil: Timestamp?
    package var dialledAt: Timestamp?
    /// The screen as it was shown: the lines that ``TaskScreen`` gives.
    package var lines: [String] = []

    package init(id: Int64, kind: TaskKind) {
        self.id = id
        self.kind = kind
    }
}

/// A unit and where it goes.
package struct UnitLine: Sendable, Equatable {
    package var name: String
    package var kind = ""
    /// Where its job stands, in words: `free`, `en route`, `away`.
    package var state: String
    /// The asset that it goes to, and what comes then.
    package var goes = ""
    package var arrival: Timestamp?
    /// Whether it still has to arrive: only then an arrival means something.
    package var isComing = false
    package var isBusy = false

    package init(name: String, state: String) {
        self.name = name
        self.state = state
    }
}

/// A figure of the service levels.
package struct LevelLine: Sendable, Equatable {
    package var label: String
    package var value: String
    /// Whether somebody should look at it.
    package var isBad: Bool

    package init(_ label: String, _ value: String, isBad: Bool = false) {
        self.label = label
        self.value = value
        self.isBad = isBad
    }
}

/// Many assets with one cause.
package struct CampaignLine: Sendable, Equatable {
    package var cause: String
    package var open: Int
    package var told: Int
    package var since: Timestamp

    package init(cause: String, open: Int, told: Int, since: Timestamp) {
        self.cause = cause
        self.open = open
        self.told = told
        self.since = since
    }
}

/// A part that may fail soon.
package struct ForecastLine: Sendable, Equatable {
    package var isBooked: Bool
    package var asset: String
    package var part: String
    /// How likely: `3 of 10`.
    package var share: String
    /// Within which time: `a week`.
    package var within: String
    package var since: Timestamp
    /// What has become of the offer to replace it; empty without one.
    package var offer = ""
    /// Whether somebody is still to be called about it.
    package var isOpen = false

    package init(isBooked: Bool, asset: String, part: String, share: String, within: String, since: Timestamp) {
        self.isBooked = isBooked
        self.asset = asset
        self.part = part
        self.share = share
        self.within = within
        self.since = since
    }
}

/// How many parts may fail soon, and on what that stands.
package struct ForecastCount: Sendable, Equatable {
    package var watched = 0
    package var booked = 0
    /// Whether anything was learnt of this fleet.
    package var isLearnt = false

    package init() {}

    package var all: Int { watched + booked }
}
