/// What a store holds, as far as a verdict compares it with the truth: plain values, read in one snapshot.
///
/// Times are milliseconds since 1970 by the service's clock; assets go by their id, words are those of the tables.
package struct StoreFacts: Sendable, Equatable {
    package var cases: [Case] = []
    package var tasks: [Task] = []
    package var faults: [Fault] = []
    /// What each source said last, and what the driver's app said, as `source#kind`.
    package var sources: [Source] = []
    package var jobs: [Job] = []
    package var holds: [Hold] = []
    /// Offers to have a part replaced before it fails.
    package var offers: [Offer] = []
    package var attempts: [Attempt] = []
    package var claims: [Claim] = []
    package var events: [Event] = []
    package var quarantined: [Quarantined] = []
    /// The newest position of each asset, and of each unit.
    package var positions: [String: Int64] = [:]
    package var unitPositions: [String: Int64] = [:]
    /// The newest signal of each asset.
    package var signals: [String: Int64] = [:]
    /// Who did what: for the tokens.
    package var audits: [Audit] = []
    /// Workshops that confirm by themselves.
    package var confirmingWorkshops: [String] = []
    /// The workshop of each slot.
    package var slotWorkshops: [Int64: String] = [:]
    package var receiptMessages = 0
    package var outboxWaiting = 0
    package var health = Health()

    package init() {}

    package struct Case: Sendable, Equatable {
        package var id: Int64
        package var asset: String
        package var state: String
        package var severity: String
        package var isImmobile: Bool
        package var openedAt: Int64
        package var closedAt: Int64?
        package var toldAt: Int64?
        /// The case whose helper comes for this one too.
        package var parent: Int64?

        package init(
            id: Int64, asset: String, state: String, severity: String, isImmobile: Bool = false, openedAt: Int64,
            closedAt: Int64? = nil, toldAt: Int64? = nil, parent: Int64? = nil
        ) {
            self.parent = parent
            (self.id, self.asset, self.state, self.severity) = (id, asset, state, severity)
            (self.isImmobile, self.openedAt, self.closedAt, self.toldAt) = (isImmobile, openedAt, closedAt, toldAt)
        }
    }

    package struct Task: Sendable, Equatable {
        package var id: Int64
        package var kind: String
        package var state: String
        package var caseID: Int64?
        package var asset: String?
        package var contact: String?
        package var createdAt: Int64
        package var closedAt: Int64?
        package var outcome: String?
        package var change: String?
        /// Cases that a call about several of them is about.
        package var group: [Int64] = []
        package var reasons: [String] = []

        package init(
            id: Int64, kind: String, state: String, caseID: Int64?, asset: String?, contact: String? = nil,
            createdAt: Int64, closedAt: Int64? = nil, outcome: String? = nil
        ) {
            (self.id, self.kind, self.state, self.caseID) = (id, kind, state, caseID)
            (self.asset, self.contact, self.createdAt) = (asset, contact, createdAt)
            (self.closedAt, self.outcome) = (closedAt, outcome)
        }
    }

    package struct Offer: Sendable, Equatable {
        package var id: Int64
        package var caseID: Int64
        package var asset: String
        package var part: String
        package var offeredAt: Int64
        /// Milliseconds for which the forecast behind it holds.
        package var horizon: Int64
        package var probability: Double
        package var answer: String?
        package var answeredAt: Int64?
        package var result: String?

        package init(
            id: Int64, caseID: Int64, asset: String, part: String, offeredAt: Int64, horizon: Int64 = 604_800_000,
            probability: Double = 0.5, answer: String? = nil, answeredAt: Int64? = nil, result: String? = nil
        ) {
            (self.id, self.caseID, self.asset, self.part) = (id, caseID, asset, part)
            (self.offeredAt, self.horizon, self.probability) = (offeredAt, horizon, probability)
            (self.answer, self.answeredAt, self.result) = (answer, answeredAt, result)
        }
    }

    package struct Fault: Sendable, Equatable {
        package var asset: String
        package var source: String
        package var code: String
        package var seenAt: Int64

        package init(asset: String, source: String, code: String, seenAt: Int64) {
            (self.asset, self.source, self.code, self.seenAt) = (asset, source, code, seenAt)
        }
    }

    package struct Source: Sendable, Equatable {
        package var asset: String
        package var source: String
        package var setAt: Int64

        package init(asset: String, source: String, setAt: Int64) {
            (self.asset, self.source, self.setAt) = (asset, source, setAt)
        }
    }

    package struct Job: Sendable, Equatable {
        package var id: Int64
        package var caseID: Int64
        package var offer: Int64
        package var unit: String
        package var state: String
        package var offeredAt: Int64
        package var answeredAt: Int64?

        package init(
            id: Int64, caseID: Int64, offer: Int64, unit: String, state: String, offeredAt: Int64,
            answeredAt: Int64? = nil
        ) {
            (self.id, self.caseID, self.offer, self.unit, self.state) = (id, caseID, offer, unit, state)
            (self.offeredAt, self.answeredAt) = (offeredAt, answeredAt)
        }
    }

    package struct Hold: Sendable, Equatable {
        package var id: Int64
        package var caseID: Int64
        package var kind: String
        package var resource: String
        package var state: String
        package var since: Int64
        package var endedAt: Int64?

        package init(
            id: Int64, caseID: Int64, kind: String, resource: String, state: String, since: Int64,
            endedAt: Int64? = nil
        ) {
            (self.id, self.caseID, self.kind, self.resource) = (id, caseID, kind, resource)
            (self.state, self.since, self.endedAt) = (state, since, endedAt)
        }
    }

    package struct Attempt: Sendable, Equatable {
        package var id: Int64
        package var task: Int64
        package var token: Int64?
        package var actor: String
        package var contact: String?
        package var channel: String
        package var at: Int64
        package var endedAt: Int64?
        package var outcome: String?

        package init(
            id: Int64, task: Int64, token: Int64?, actor: String, contact: String?, channel: String = "voice",
            at: Int64, endedAt: Int64?, outcome: String?
        ) {
            (self.id, self.task, self.token, self.actor, self.contact) = (id, task, token, actor, contact)
            (self.channel, self.at, self.endedAt, self.outcome) = (channel, at, endedAt, outcome)
        }
    }

    package struct Claim: Sendable, Equatable {
        package var token: Int64
        package var task: Int64
        package var actor: String
        package var at: Int64
        package var endedAt: Int64?
        package var endedBy: String?
        /// Whether it is the one that stands on its task.
        package var isCurrent: Bool

        package init(
            token: Int64, task: Int64, actor: String, at: Int64, endedAt: Int64? = nil, endedBy: String? = nil,
            isCurrent: Bool = false
        ) {
            (self.token, self.task, self.actor, self.at) = (token, task, actor, at)
            (self.endedAt, self.endedBy, self.isCurrent) = (endedAt, endedBy, isCurrent)
        }
    }

    package struct Event: Sendable, Equatable {
        package var at: Int64
        package var kind: String
        package var caseID: Int64?
        package var task: Int64?
        package var detail: String?

        package init(at: Int64, kind: String, caseID: Int64? = nil, task: Int64? = nil, detail: String? = nil) {
            (self.at, self.kind, self.caseID, self.task, self.detail) = (at, kind, caseID, task, detail)
        }
    }

    package struct Quarantined: Sendable, Equatable {
        package var topic: String
        /// As the ledger digests a message; `nil` if the payload was too long to be kept whole.
        package var digest: UInt64?
        package var reason: String
        package var state: String

        package init(topic: String, digest: UInt64?, reason: String, state: String = "new") {
            (self.topic, self.digest, self.reason, self.state) = (topic, digest, reason, state)
        }
    }

    package struct Audit: Sendable, Equatable {
        package var at: Int64
        package var actor: String?
        package var command: String
        package var task: Int64?
        package var caseID: Int64?

        package init(at: Int64, actor: String?, command: String, task: Int64?, caseID: Int64? = nil) {
            (self.at, self.actor, self.command, self.task, self.caseID) = (at, actor, command, task, caseID)
        }
    }

    /// What SQLite says about the file itself.
    package struct Health: Sendable, Equatable {
        /// Findings of `PRAGMA integrity_check`; empty if it finds nothing.
        package var damage: [String] = []
        /// Rows that refer to what is not there.
        package var brokenReferences: [String] = []
        /// Indexes that keep a promise, as they should be and are not.
        package var missingConstraints: [String] = []
        package var journalMode = "wal"
        /// `PRAGMA synchronous` of a connection that writes, after it was opened as every command opens one.
        package var synchronous: Int64 = 2
        package var schemaVersion: Int64 = 0

        package init() {}
    }
}
