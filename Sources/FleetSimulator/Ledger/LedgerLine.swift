package import Telemetry

/// One line of a truth ledger: what truly happened, when, by the clock of the service and by the machine's.
///
/// A ledger is a text file with a JSON object a line, only ever appended to, so that a run that was killed leaves what it
/// knew.
package struct LedgerLine: Sendable, Equatable, Codable {
    /// By the service's clock, milliseconds since 1970.
    package var at: Int64
    /// By the machine's clock, milliseconds since 1970: what latencies are measured by.
    package var machine: Int64
    package var entry: LedgerEntry

    package init(at: Timestamp, machine: Timestamp, _ entry: LedgerEntry) {
        (self.at, self.machine, self.entry) = (at.milliseconds, machine.milliseconds, entry)
    }
}

/// What a line of a ledger tells.
package enum LedgerEntry: Sendable, Equatable, Codable {
    case run(Run)
    case sent(Sent)
    /// The broker has acknowledged a message to its publisher.
    case acknowledged(message: Int)
    /// The service has acknowledged a message to the broker, seen on the wire between them.
    case taken(digest: UInt64)
    case broke(Broke)
    case ended(Ended)
    case replaced(Replaced)
    case unit(UnitWord)
    case call(Call)
    case text(Text)
    case chaos(Chaos)
    case finished(Finished)
}

extension LedgerEntry {
    /// The run itself; the first line.
    package struct Run: Sendable, Equatable, Codable {
        package var scenario: String
        package var seed: UInt64
        /// When it begins by the service's clock, milliseconds since 1970.
        package var start: Int64
        /// Seconds of the service's clock in one second of the machine's.
        package var speed: Double
        /// Bounds that the scenario sets for its verdict, by name.
        package var expects: [String: Double]
        /// From when on the service's clock runs at another speed; `nil` is never.
        package var turn: Turn?

        /// A change of speed.
        package struct Turn: Sendable, Equatable, Codable {
            /// By the service's clock, milliseconds since 1970.
            package var at: Int64
            package var speed: Double

            package init(at: Int64, speed: Double) { (self.at, self.speed) = (at, speed) }
        }

        package init(
            scenario: String, seed: UInt64, start: Int64, speed: Double, expects: [String: Double], turn: Turn? = nil
        ) {
            (self.scenario, self.seed, self.start, self.speed) = (scenario, seed, start, speed)
            (self.expects, self.turn) = (expects, turn)
        }
    }

    /// A message handed to the broker.
    package struct Sent: Sendable, Equatable, Codable {
        /// Counts up from 1 in a run.
        package var message: Int
        package var topic: String
        /// FNV-1a of topic, a zero byte and payload.
        package var digest: UInt64
        package var bytes: Int
        package var qos: Int
        package var asset: String?
        package var unit: String?
        /// The breakdown that it reports, by id.
        package var breakdown: Int?
        /// What was done to it: `duplicate`, `late`, `reordered`, `skewed`, `malformed`, `hostile`, `babble`.
        package var disturbance: String?
        /// Whether the service has to refuse it (quarantine).
        package var isUnreadable: Bool
        /// What it tells: `position`, `signals`, `faults`, `online`, `driver` or `job`.
        ///
        /// `nil` for a message of which nothing has to be in the store. A message that tells several things names the
        /// one that must not be lost: `faults` before `position` before `signals`.
        package var about: String?
        /// The time that it carries, milliseconds since 1970; `nil` if its device sends none or a wrong one.
        package var time: Int64?
        /// With `driver` its kind, with `job` the state that it reports.
        package var word: String?
        /// With `job` the offer that it answers.
        package var offer: Int64?
        /// Of a message about a breakdown: whether it names no code, since what was there before is cleared.
        package var isClearing: Bool?

        package init(
            message: Int, topic: String, digest: UInt64, bytes: Int, qos: Int, asset: String? = nil,
            unit: String? = nil, breakdown: Int? = nil, disturbance: String? = nil, isUnreadable: Bool = false,
            about: String? = nil, time: Int64? = nil, word: String? = nil, offer: Int64? = nil,
            isClearing: Bool? = nil
        ) {
            (self.message, self.topic, self.digest, self.bytes) = (message, topic, digest, bytes)
            (self.qos, self.asset, self.unit, self.breakdown) = (qos, asset, unit, breakdown)
            (self.disturbance, self.isUnreadable) = (disturbance, isUnreadable)
            (self.about, self.time, self.word, self.offer) = (about, time, word, offer)
            self.isClearing = isClearing
        }
    }

    /// Something broke.
    package struct Broke: Sendable, Equatable, Codable {
        /// Counts up from 1 in a run.
        package var breakdown: Int
        package var asset: String
        /// Key of the cause, and what it is in words.
        package var cause: String
        package var what: String
        package var codes: [String]
        package var latitude: Double
        package var longitude: Double
        /// `tow`, `patrol`, `heavy`, `technician`, `nothing`.
        package var needs: String
        /// What the service should say: `info` to `emergency`, or `unknown`.
        package var severity: String
        package var isImmobile: Bool
        package var detectability: Detectability
        /// Whether a person is to be called about it.
        package var wantsCall: Bool
        /// Key of the part that has failed, if one has.
        package var part: String?
        /// Whether its device showed it in the days before; `nil` if there were none.
        package var isAnnounced: Bool?

        package init(
            breakdown: Int, asset: String, cause: String, what: String, codes: [String], latitude: Double,
            longitude: Double, needs: String, severity: String, isImmobile: Bool, detectability: Detectability,
            wantsCall: Bool, part: String? = nil, isAnnounced: Bool? = nil
        ) {
            (self.breakdown, self.asset, self.cause, self.what) = (breakdown, asset, cause, what)
            (self.codes, self.latitude, self.longitude) = (codes, latitude, longitude)
            (self.needs, self.severity, self.isImmobile) = (needs, severity, isImmobile)
            (self.detectability, self.wantsCall, self.part) = (detectability, wantsCall, part)
            self.isAnnounced = isAnnounced
        }
    }

    /// Whether electronics can tell of a breakdown.
    package enum Detectability: String, Sendable, Equatable, Codable, CaseIterable {
        /// The device reports it at once.
        case detectable
        /// The device reports it, but later: the network was away, the fault was stored first.
        case late
        /// No message tells it: a flat tyre without a sensor, a lost key.
        case undetectable
    }

    /// A breakdown is over.
    package struct Ended: Sendable, Equatable, Codable {
        package var breakdown: Int
        /// `mended`, `delivered`, `gone`, `drove_on`, `helped_by_others`.
        package var how: String

        package init(breakdown: Int, how: String) { (self.breakdown, self.how) = (breakdown, how) }
    }

    /// A part was replaced before it failed, because somebody was offered that.
    package struct Replaced: Sendable, Equatable, Codable {
        package var asset: String
        package var part: String
        /// The breakdown that it prevents, and when that would have come, milliseconds since 1970; `nil` if the part would
        /// have lasted.
        package var breakdown: Int?
        package var prevents: Int64?
        /// Whether its device had shown it.
        package var isAnnounced: Bool

        package init(asset: String, part: String, breakdown: Int?, prevents: Int64?, isAnnounced: Bool) {
            (self.asset, self.part, self.breakdown) = (asset, part, breakdown)
            (self.prevents, self.isAnnounced) = (prevents, isAnnounced)
        }
    }

    /// What a crew was offered, answered or did; the truth, also where it says nothing on the wire.
    package struct UnitWord: Sendable, Equatable, Codable {
        package var unit: String
        package var offer: Int64?
        package var asset: String?
        /// A job's state, or `offer`, `stand_down`, `arrived`, `silent`, `stuck`.
        package var word: String
        package var latitude: Double
        package var longitude: Double

        package init(
            unit: String, offer: Int64? = nil, asset: String? = nil, word: String, latitude: Double, longitude: Double
        ) {
            (self.unit, self.offer, self.asset, self.word) = (unit, offer, asset, word)
            (self.latitude, self.longitude) = (latitude, longitude)
        }
    }

    /// Somebody at a desk rang somebody.
    package struct Call: Sendable, Equatable, Codable {
        package var task: Int64
        package var kind: String
        package var asset: String?
        package var contact: String?
        package var phone: String?
        package var desk: String
        /// What came of it, in the words of `tasks finish`.
        package var outcome: String
        /// Whether the asset truly moved while it rang.
        package var isMoving: Bool
        /// Since when it moves, milliseconds since 1970; `nil` if it stands, or nobody noted it.
        package var movingSince: Int64?
        /// Severity and promise as the screen gave them: what was *said*.
        package var severity: String
        package var unit: String?
        package var unitState: String?
        /// Bounds of the promised arrival, milliseconds since 1970.
        package var arrivalLow: Int64?
        package var arrivalHigh: Int64?
        package var slotState: String?
        package var slotStart: Int64?
        package var workshop: String?
        package var caseID: Int64?
        /// When somebody dialled, and when the conversation was over, milliseconds since 1970.
        package var dialled: Int64?
        package var ended: Int64?
        /// Whether the words began with the question whether they can talk hands-free.
        package var asksHandsFree = false
        /// Whether the outcome came too late: the claim was somebody else's by then, or the task called off.
        package var isRefused = false

        package init(task: Int64, kind: String, desk: String, outcome: String, isMoving: Bool, severity: String) {
            (self.task, self.kind, self.desk, self.outcome) = (task, kind, desk, outcome)
            (self.isMoving, self.severity) = (isMoving, severity)
        }
    }

    /// A text or an advice that the service has published.
    package struct Text: Sendable, Equatable, Codable {
        package var id: Int64?
        package var topic: String
        package var to: String?
        package var asset: String?
        package var text: String

        package init(id: Int64?, topic: String, to: String?, asset: String?, text: String) {
            (self.id, self.topic, self.to, self.asset, self.text) = (id, topic, to, asset, text)
        }
    }

    /// Something was done to the machine, the network or a program.
    package struct Chaos: Sendable, Equatable, Codable {
        /// For example `service_killed`, `service_started`, `broker_killed`, `network_cut`, `disk_full`.
        package var what: String
        package var detail: String

        package init(what: String, detail: String = "") { (self.what, self.detail) = (what, detail) }
    }

    /// The run is over; its absence tells that the ledger is cut off.
    package struct Finished: Sendable, Equatable, Codable {
        package var sent: Int
        package var acknowledged: Int
        /// How many lines of each kind came before, by ``LedgerEntry/kind``: a line that was taken out is missed.
        package var lines: [String: Int]?

        package init(sent: Int, acknowledged: Int, lines: [String: Int]? = nil) {
            (self.sent, self.acknowledged, self.lines) = (sent, acknowledged, lines)
        }
    }

    /// What a line tells of, in one word.
    package var kind: String {
        switch self {
        case .run: "run"
        case .sent: "sent"
        case .acknowledged: "acknowledged"
        case .taken: "taken"
        case .broke: "broke"
        case .ended: "ended"
        case .replaced: "replaced"
        case .unit: "unit"
        case .call: "call"
        case .text: "text"
        case .chaos: "chaos"
        case .finished: "finished"
        }
    }
}

/// FNV-1a of topic, a zero byte and payload: the same message has the same digest in every run.
package func messageDigest(topic: String, payload: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for byte in topic.utf8 { add(byte) }
    add(0)
    for byte in payload { add(byte) }
    return hash
}
