package import Casework
package import Telemetry

/// What is known of whoever rings in.
package struct LookupAnswer: Sendable {
    /// What the query was found as; what it probably is if nothing was found.
    package var kind: LookupKind
    package var result: Result

    /// What was found.
    package enum Result: Sendable {
        case nobody
        case card(LookupCard)
        /// It can mean several people or things: the dispatcher asks, and looks up one of them.
        case candidates([LookupCandidate])
    }
}

/// One of several that a query can mean.
package struct LookupCandidate: Sendable, Equatable {
    /// By what it can be looked up without doubt.
    package var kind: LookupKind
    package var id: String
    package var name: String?
    /// Its full number, if the query was a number without the country's code.
    package var phone: String?
    package var plate: String?

    package init(kind: LookupKind, id: String, name: String? = nil, phone: String? = nil, plate: String? = nil) {
        self.kind = kind
        self.id = id
        self.name = name
        self.phone = phone
        self.plate = plate
    }
}

/// Everything that one screen shows about a caller, an asset or a case.
package struct LookupCard: Sendable {
    /// Whoever has the number that was looked up; else the people of the asset.
    package var people: [LookupPerson] = []
    /// Whether ``people`` were found by their number, or as a contact: one of them is on the telephone.
    package var isCaller = false
    /// Units, firms and workshops with that number.
    package var helpers: [LookupHelper] = []
    /// Those with an open case first, then by id; at most ``Desk/lookedUpAssets``.
    package var assets: [LookupAsset] = []
    /// Of how many ``assets`` are the first.
    package var assetCount = 0
    /// The most severe first, or the one that was asked for; at most ``Desk/lookedUpCases``.
    package var openCases: [LookupCase] = []
    package var openCaseCount = 0
    /// Newest first.
    package var earlier: [EarlierCase] = []
    /// Newest first.
    package var faults: [LookupFault] = []
    /// Newest first.
    package var said: [Said] = []
}

/// Somebody who may be on the telephone.
package struct LookupPerson: Sendable, Equatable {
    package var person: Person
    /// What they are, and of what.
    package var roles: [LookupRole]
    /// Whether they may approve what costs money.
    package var mayAuthorise: Bool { roles.contains { $0.mayAuthorise } }

    /// What they are of an asset, its customer or its site; `nil` if nothing.
    func role(of asset: LookupAsset) -> String? {
        let role = roles.first { role in
            switch role.ofKind {
            case "asset": role.ofID == asset.id
            case "customer": role.ofID == asset.customer
            case "site": role.ofID == asset.site
            default: false
            }
        }
        return role?.role
    }
}

/// What somebody is, and of what.
package struct LookupRole: Sendable, Equatable {
    /// The word of a role.
    package var role: String
    /// `asset`, `customer`, `site`, `unit`, `workshop`, `provider`.
    package var ofKind: String
    package var ofID: String
    package var mayAuthorise: Bool
}

/// A unit, firm or workshop that rings in.
package struct LookupHelper: Sendable, Equatable {
    /// `unit`, `provider`, `workshop`, `zone`.
    package var kind: String
    package var id: String
    package var name: String?
    package var phone: String?
}

/// An asset that a caller belongs to.
package struct LookupAsset: Sendable, Equatable {
    package var key: Int64
    package var id: String
    package var known: Bool
    package var kind: String
    package var make: String?
    package var model: String?
    package var year: Int64?
    package var colour: String?
    package var plate: String?
    package var vin: String?
    package var customer: String?
    package var site: String?
    package var openCase: Int64?
    /// What its data may be used for.
    package var purposes = AssetPurposes.all
    /// Parts that may fail soon, the most pressing first.
    package var foreseen: [ForecastRow] = []
}

/// An open case of a caller's asset, with what is to be done.
package struct LookupCase: Sendable {
    package var detail: CaseDetail
    /// Those that are open, in the order of the queue.
    package var tasks: [TaskEntry]
    /// Tries to reach somebody, of all its tasks, oldest first.
    package var attempts: [Attempt]
    /// Questions that stayed open, oldest first.
    package var openQuestions: [Note]
    /// What a restore from a copy has to say about it, oldest first.
    package var warnings: [Note]
    /// What the words are for: the call that is open for the caller, else a call as it would be now.
    package var call: TaskDetail
    /// Whether ``call`` is a task of the queue.
    package var isCallOpen: Bool
}

/// A case that is over.
package struct EarlierCase: Sendable, Equatable {
    package var id: Int64
    package var assetID: String
    package var plate: String?
    package var state: CaseState
    package var severity: Severity
    package var symptom: String
    package var openedAt: Timestamp
    package var closedAt: Timestamp?
    /// Where its last job stood at the end.
    package var jobState: String?
    /// The workshop, if it was brought to one.
    package var workshop: String?
}

/// A fault of a caller's asset, of any case or none.
package struct LookupFault: Sendable, Equatable {
    package var assetID: String
    package var code: String
    package var active: Bool
    package var raisedAt: Timestamp
    package var clearedAt: Timestamp?
    package var activations: Int64
}

/// What was told to somebody, as it stands in the append-only table.
package struct Said: Sendable, Equatable {
    package var id: Int64
    package var at: Timestamp
    package var caseID: Int64?
    package var taskID: Int64?
    package var contactID: String?
    package var channel: String
    package var actor: String
    /// The kind of the call, or the name of the message.
    package var template: String
    package var promise: Promise?
    /// The named unit, as a person would say it.
    package var unitName: String?
    /// When the named slot begins.
    package var slotStart: Timestamp?
}
