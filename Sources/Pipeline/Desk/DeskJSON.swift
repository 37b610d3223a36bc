import Casework
import Outreach
package import Persistence
import Planning
package import Telemetry

/// Tasks, cases, units and slots as JSON: the keys are a contract, see the README.
package struct DeskJSON: Sendable {
    let scripts: ScriptBuilder
    let now: Timestamp

    /// - Parameter now: Ages and minutes are counted from here.
    package init(scripts: ScriptBuilder, now: Timestamp) {
        self.scripts = scripts
        self.now = now
    }

    /// A task; with its token only where a claim was made or renewed.
    package func task(_ task: TaskDetail, token: Int64? = nil) -> JSONValue {
        let row = task.entry.row
        let file = task.caseDetail
        let script = scripts.script(for: task, at: now)
        let own = script.flatMap { scripts.dispatcherScript(for: task, beside: $0, at: now) }
        var members: [String: JSONValue] = [
            "id": .whole(row.id), "kind": .init(word: row.kind), "state": .init(word: task.entry.state(at: now)),
            "priority": .whole(Int64(row.priority)), "due_at": .init(row.dueAt), "created_at": .init(row.createdAt),
            "not_before": .init(row.notBefore), "alarm": .flag(row.alarm), "outcome": .init(word: row.outcome),
            "case_id": .init(row.caseID), "asset_id": .init(task.assetID), "to": to(task.addressee),
            "customer": customer(task.customer), "severity": .init(word: file?.current.row.severity),
            "immobile": file.map { .flag($0.current.row.immobile) } ?? .null,
            "symptom": .init(file?.current.row.symptom), "part": .init(file?.current.row.part),
            "codes": .init(file?.current.row.codes ?? []), "position": file.map(position) ?? .null,
            "unit": file.map(unit) ?? .null, "also_coming": .array(file.map(alsoComing) ?? []),
            "slot": file.map(slot) ?? .null, "script": .init(script?.text),
            "questions": .array(
                (script?.questions ?? []).map { .object(["key": .text($0.key.rawValue), "text": .text($0.text)]) }),
            "script_language": .init(script?.language), "script_dispatcher": .init(own?.text),
            "reasons": .init(row.reasons), "attempts": .array(task.attempts.map(attempt)),
            "notes": .array(task.notes.map(note)), "claimed_by": .init(task.entry.claimedBy),
            "lease_until": .init(task.entry.leaseUntil),
        ]
        members.merge(desk(task)) { $1 }
        members.merge(campaign(task)) { $1 }
        members.merge(forecast(task)) { $1 }
        if let token { members["token"] = .whole(token) }
        return .object(members)
    }

    /// A case with its plan and its tasks.
    package func caseFile(_ file: CaseDetail) -> JSONValue {
        let row = file.current.row
        let tasks = file.current.tasks.map { task in
            JSONValue.object([
                "id": .whole(task.id), "kind": .init(word: task.kind), "state": .init(word: task.state),
                "priority": .whole(Int64(task.priority)), "due_at": .init(task.dueAt),
                "contact_id": .init(task.contact), "outcome": .init(word: task.outcome),
            ])
        }
        return .object([
            "id": .whole(row.id), "asset_id": .text(file.reference.id), "state": .init(word: row.state),
            "severity": .init(word: row.severity), "immobile": .flag(row.immobile),
            "charging_only": .flag(row.chargingOnly), "symptom": .text(row.symptom),
            "problems": .array(file.current.problems.map(problem)), "part": .init(row.part),
            "codes": .init(row.codes), "evidence": .init(row.evidence), "opened_at": .init(row.openedAt),
            "closed_at": .init(row.closedAt), "told_at": .init(row.toldAt), "position": position(file),
            "plan": plan(file), "slot": slot(file), "tasks": .array(tasks), "owner": .init(row.owner),
            "facts": .array(
                file.facts.map {
                    .object([
                        "at": .init($0.at), "by": .text($0.actor), "key": .text($0.key), "value": .text($0.value),
                    ])
                }),
        ])
    }

    /// A unit with the case that it is held for.
    package func unit(_ entry: UnitEntry) -> JSONValue {
        let unit = entry.unit
        return .object([
            "id": .text(unit.id), "name": .text(unit.name), "kind": .text(unit.kind),
            "capabilities": .init(unit.capabilities.names), "reach": .init(word: unit.reach),
            "online": .flag(unit.online), "lat": .init(unit.coordinate?.latitude),
            "lon": .init(unit.coordinate?.longitude), "position_time": .init(unit.positionTime),
            "provider_id": .init(unit.providerID), "max_mass_kg": .init(unit.maxMassKg), "seats": .init(unit.seats),
            "shift_start": .init(entry.shiftStart), "shift_end": .init(entry.shiftEnd),
            "readiness_minutes": .number(unit.readinessMinutes), "case_id": .init(entry.caseID),
            "state": .text(entry.state), "offline_since": .init(entry.offlineSince),
            "height_m": .init(unit.heightM),
            "parts": .array(
                entry.parts.map {
                    .object([
                        "part": .text($0.part), "quantity": .whole(Int64($0.quantity)), "held": .whole(Int64($0.held)),
                    ])
                }),
            "job": entry.job.map {
                .object([
                    "id": .whole($0.id), "state": .init(word: $0.state), "ends_at": .init($0.endsAt),
                    "ends_lat": .init($0.endsIn?.latitude), "ends_lon": .init($0.endsIn?.longitude),
                    "workshop": .init($0.workshop),
                ])
            } ?? .null,
        ])
    }

    /// A slot with the case that it is held for.
    package func slot(_ entry: SlotEntry) -> JSONValue {
        .object([
            "id": .whole(entry.slot.id), "workshop_id": .text(entry.slot.workshopID),
            "workshop": .init(entry.workshop), "start": .init(entry.slot.start),
            "minutes": .whole(Int64(entry.slot.minutes)), "skills": .init(entry.slot.skills),
            "state": .text(entry.stateWord), "case_id": .init(entry.caseID), "withdrawn": .flag(entry.withdrawn),
        ])
    }

    private func to(_ person: Person?) -> JSONValue {
        guard let person else { return .null }
        return .object([
            "contact_id": .init(person.contactID), "role": .init(person.role), "name": .init(person.name),
            "phone": .init(person.phone), "language": .init(person.language), "channel": .text(person.channel),
            "needs": .init(person.needs),
        ])
    }

    private func customer(_ person: Person?) -> JSONValue {
        guard let person else { return .null }
        return .object([
            "id": .init(person.contactID), "name": .init(person.name), "phone": .init(person.phone),
            "language": .init(person.language),
        ])
    }

    private func position(_ file: CaseDetail) -> JSONValue {
        guard let place = file.place else { return .null }
        return .object([
            "lat": .number(place.coordinate.latitude), "lon": .number(place.coordinate.longitude),
            "time": .init(place.time), "age_s": .whole(max(0, now.seconds(since: place.time))),
            "accuracy": .init(place.accuracy.map { Double($0) }), "source": .init(word: place.source),
            "confirmed": .flag(place.confirmed),
        ])
    }

    /// Minutes are those of now: the arrival that the lane keeps, less the time that has passed.
    private func unit(_ file: CaseDetail) -> JSONValue {
        guard let leg = file.leg, let helper = file.helper, let state = leg.state else { return .null }
        let eta = file.eta(at: now)
        return .object([
            "id": .text(helper.id), "name": .text(helper.name), "phone": .init(helper.phone),
            "state": .init(word: state), "eta_at": .init(leg.etaAt), "eta_low": .init(eta?.low),
            "eta_high": .init(eta?.high), "eta_source": .init(word: leg.etaSource),
        ])
    }

    /// Units that may still be on their way, because they have not confirmed that they are not needed.
    private func alsoComing(_ file: CaseDetail) -> [JSONValue] {
        file.alsoComing.map {
            .object([
                "id": .text($0.id), "name": .text($0.name), "phone": .init($0.phone), "state": .init(word: $0.state),
            ])
        }
    }

    private func slot(_ file: CaseDetail) -> JSONValue {
        guard file.offered.isEmpty, let slot = file.slot, let hold = file.slotHold else { return .null }
        return .object([
            "id": .whole(slot.id), "workshop": .text(file.workshop?.name ?? slot.workshopID),
            "workshop_id": .text(slot.workshopID), "phone": .init(file.workshop?.phone), "start": .init(slot.start),
            "start_local": .text(file.localStart(of: slot)), "state": .init(word: hold.state),
        ])
    }

    private func plan(_ file: CaseDetail) -> JSONValue {
        guard let plan = file.current.plan else { return .null }
        let legs = file.current.legs.filter { $0.planID == plan.id }.map { leg in
            JSONValue.object([
                "kind": .init(word: leg.kind), "state": .init(word: leg.state), "unit": .init(leg.unit),
                "provider": .init(leg.provider), "workshop": .init(leg.workshop), "part": .init(leg.part),
                "from": place(leg.from), "to": place(leg.to), "not_before": .init(leg.notBefore),
                "declined": .init(leg.declined), "eta_source": .init(word: leg.etaSource),
                "road_factor": .init(leg.roadFactor), "eta_at": .init(leg.etaAt),
                "eta_low": .init(leg.id == file.leg?.id ? file.eta(at: now)?.low : nil),
                "eta_high": .init(leg.id == file.leg?.id ? file.eta(at: now)?.high : nil),
            ])
        }
        return .object([
            "state": .init(word: plan.state), "reason": .init(plan.reason), "next_try_at": .init(plan.nextTryAt),
            "reasons": .init(plan.reasons), "legs": .array(legs), "standby": .init(plan.standby),
            "alternative": .init(plan.alternative), "gap": .init(plan.gap), "approval": .init(word: plan.approval),
            "repaired_at": .init(plan.repairedAt), "also_coming": .array(alsoComing(file)),
        ])
    }

    private func place(_ coordinate: Coordinate?) -> JSONValue {
        guard let coordinate else { return .null }
        return .object(["lat": .number(coordinate.latitude), "lon": .number(coordinate.longitude)])
    }

    private func problem(_ problem: ProblemRow) -> JSONValue {
        .object([
            "component": .text(problem.component), "symptom": .text(problem.symptom), "part": .init(problem.part),
            "severity": .init(word: problem.severity), "immobile": .flag(problem.immobile),
            "codes": .init(problem.codes), "opened_at": .init(problem.openedAt),
            "cleared_at": .init(problem.clearedAt),
        ])
    }

    private func attempt(_ attempt: Attempt) -> JSONValue {
        .object([
            "at": .init(attempt.at), "by": .text(attempt.actor), "contact_id": .init(attempt.contactID),
            "channel": .text(attempt.channel), "ended_at": .init(attempt.endedAt), "outcome": .init(attempt.outcome),
            "override": .init(attempt.override),
        ])
    }

    private func note(_ note: Note) -> JSONValue {
        .object(["at": .init(note.at), "by": .text(note.actor), "kind": .text(note.kind), "text": .text(note.text)])
    }
}
