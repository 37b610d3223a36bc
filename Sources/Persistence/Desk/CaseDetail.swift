package import Casework
package import Planning
package import Telemetry

/// A case with everything that its screen and its scripts need.
package struct CaseDetail: Sendable {
    /// Tasks of every state; holds of every state.
    package var current: CaseFile
    /// Without contacts: those of a task are looked up where it is shown.
    package var reference: AssetReference
    package var fix: AssetFix?
    /// The unit of the leg that is under way.
    package var unit: Unit?
    /// Who helps in that leg, with name and number: the unit, or the firm of a zone.
    package var helper: Helper?
    /// Units that were stood down and have not confirmed it: they may still be coming.
    package var alsoComing: [Helper] = []
    /// The slot that is held; on a workshop's own screen the one that the call is about.
    package var slot: Slot?
    package var workshop: Workshop?
    /// The times of an open offer to replace a part that are still to be had, the best first.
    package var offered: [OfferedTime] = []
    /// What is known around the asset, for those who have to find it.
    package var surroundings = Surroundings()
    /// Facts that people told, oldest first.
    package var facts: [Fact]

    /// The nearest imported place, with its road; each language says it in its own words in a script.
    package var placeName: String? {
        guard let landmark = surroundings.landmark else { return nil }
        return [surroundings.road?.road, landmark.name].compactMap { $0 }.joined(separator: ", ")
    }

    /// The leg that somebody was asked for last.
    package var leg: LegRow? { current.legs.last { $0.state != nil } }

    /// Where help is to come: the place of the plan, else the newest fix.
    package var place: Place? {
        if let place = current.plan?.place { return place }
        return fix.map {
            Place(
                coordinate: $0.position.coordinate, time: $0.time, accuracy: $0.position.accuracy, source: .gps,
                speed: $0.position.speed)
        }
    }

    /// The newest hold of the slot that is shown.
    package var slotHold: HoldRow? {
        guard let slot else { return nil }
        let resource = String(slot.id)
        return current.holds.last { $0.kind == .slot && $0.resource == resource }
    }

    /// The live hold of a slot.
    var liveSlotHold: HoldRow? { current.holds.last { $0.kind == .slot && $0.state.isLive } }

    /// Who was asked for the leg that is under way: its unit, or the zone in place of one.
    var helperID: String? {
        guard let leg else { return nil }
        return leg.unit ?? current.jobs.last { $0.legID == leg.id && !$0.state.isFinal }?.unit
    }

    /// What may be said about the arrival at `now`; `nil` while no unit has taken the job.
    package func eta(at now: Timestamp) -> EtaRange? {
        guard isComing, let arrival = leg?.etaAt else { return nil }
        return EtaRange(arrival: arrival, at: now)
    }

    /// What a screen of this case promises at `now`.
    package func promise(at now: Timestamp) -> Promise {
        var promise = Promise(at: now, slot: liveSlotHold.flatMap { Int64($0.resource) })
        guard let plan = current.plan?.state, plan == .made || plan == .provisional else { return promise }
        switch leg?.state {
        case .accepted, .delayed, .enRoute, .onScene, .loaded, .madeSafe: promise.unit = leg?.unit
        default: break
        }
        promise.latest = eta(at: now).map { now.adding(seconds: Int64($0.high) * 60) }
        return promise
    }

    /// Whether a unit has taken the job and is not there yet.
    private var isComing: Bool {
        switch leg?.state {
        case .accepted, .delayed, .enRoute: true
        default: false
        }
    }
}

/// Somebody who helps, as a screen names them.
package struct Helper: Sendable, Equatable {
    /// A unit's id, or `zone:ID` for the firm that may recover there.
    package var id: String
    package var name: String
    package var phone: String?
    /// The firm that it belongs to, or that may recover in its zone.
    package var firm: String?
    /// Its kind, if it is a unit.
    package var kind: String?
    /// What its zone says, if it has the right to recover there.
    package var rule: Zone.Rule?
    /// Where their job stands.
    package var state: JobState?
}

/// What a person told.
package struct Fact: Sendable, Equatable {
    package var at: Timestamp
    package var actor: String
    package var key: String
    package var value: String
}
