import Casework
import Outreach
package import Persistence
import Planning
package import Telemetry

/// What was looked up as JSON; the keys are a contract.
package struct LookupJSON: Sendable {
    private let scripts: ScriptBuilder?
    private let now: Timestamp

    /// - Parameter scripts: `nil` only if nothing was found.
    package init(scripts: ScriptBuilder?, now: Timestamp) {
        self.scripts = scripts
        self.now = now
    }

    /// One object; what was typed is not repeated.
    package func answer(_ answer: LookupAnswer) -> JSONValue {
        var members: [String: JSONValue] = [
            "by": .init(word: answer.kind), "found": .flag(false), "reason": .null, "also": .array([]),
            "caller_known": .flag(false), "contacts": .array([]), "helpers": .array([]), "assets": .array([]),
            "asset_count": .whole(0), "cases": .array([]), "open_case_count": .whole(0), "earlier_cases": .array([]),
            "faults": .array([]), "said": .array([]), "candidates": .array([]),
        ]
        switch answer.result {
        case .nobody: break
        case .candidates(let candidates):
            members["found"] = .flag(true)
            members["candidates"] = .array(candidates.map(candidate))
        case .card(let card):
            members["found"] = .flag(true)
            guard let scripts else { break }
            let reasons = CallReason.ranked(card, at: now) { scripts.title(ofSymptom: $0) }
            members["reason"] = reasons.first.map(reason) ?? .null
            members["also"] = .array(reasons.dropFirst().prefix(4).map(reason))
            members["caller_known"] = .flag(card.isCaller)
            members["contacts"] = .array(card.people.map(person))
            members["helpers"] = .array(card.helpers.map(helper))
            members["assets"] = .array(card.assets.map(asset))
            members["asset_count"] = .whole(Int64(card.assetCount))
            members["cases"] = .array(card.openCases.map { openCase($0, scripts) })
            members["open_case_count"] = .whole(Int64(card.openCaseCount))
            members["earlier_cases"] = .array(card.earlier.map(earlier))
            members["faults"] = .array(card.faults.map(fault))
            members["said"] = .array(card.said.map(said))
        }
        return .object(members)
    }

    private func reason(_ reason: CallReason) -> JSONValue {
        .object(["rule": .init(word: reason.rule), "text": .text(reason.text), "case_id": .init(reason.caseID)])
    }

    private func candidate(_ one: LookupCandidate) -> JSONValue {
        .object([
            "by": .init(word: one.kind), "id": .text(one.id), "name": .init(one.name), "phone": .init(one.phone),
            "plate": .init(one.plate),
        ])
    }

    private func person(_ one: LookupPerson) -> JSONValue {
        .object([
            "contact_id": .init(one.person.contactID), "name": .init(one.person.name),
            "phone": .init(one.person.phone), "language": .init(one.person.language),
            "channel": .text(one.person.channel), "needs": .init(one.person.needs),
            "roles": .array(
                one.roles.map {
                    .object([
                        "role": .text($0.role), "of_kind": .text($0.ofKind), "of_id": .text($0.ofID),
                        "may_authorise": .flag($0.mayAuthorise),
                    ])
                }),
        ])
    }

    private func helper(_ one: LookupHelper) -> JSONValue {
        .object(["kind": .text(one.kind), "id": .text(one.id), "name": .init(one.name)])
    }

    private func asset(_ one: LookupAsset) -> JSONValue {
        .object([
            "asset_id": .text(one.id), "known": .flag(one.known), "kind": .text(one.kind), "make": .init(one.make),
            "model": .init(one.model), "year": .init(one.year), "colour": .init(one.colour),
            "plate": .init(one.plate), "vin": .init(one.vin), "customer_id": .init(one.customer),
            "site_id": .init(one.site), "open_case_id": .init(one.openCase), "purposes": .init(one.purposes.words),
            "foreseen": .array(one.foreseen.map(\.json)),
        ])
    }

    /// The case as `cases show` has it, with its tasks as they stand for the desk and the words for the caller.
    private func openCase(_ one: LookupCase, _ scripts: ScriptBuilder) -> JSONValue {
        guard case .object(var members) = DeskJSON(scripts: scripts, now: now).caseFile(one.detail) else {
            return .null
        }
        let promise = one.detail.current.row.promise
        let script = scripts.script(for: one.call, at: now)
        let own = script.flatMap { scripts.dispatcherScript(for: one.call, beside: $0, at: now) }
        let eta = one.detail.eta(at: now)
        members["title"] = .text(scripts.title(ofSymptom: one.detail.current.row.symptom))
        members["promise"] =
            promise.map {
                .object([
                    "told_at": .init($0.at), "unit": .init($0.unit), "latest": .init($0.latest),
                    "slot_id": .init($0.slot),
                ])
            } ?? .null
        members["now"] = .object([
            "unit": .init(one.detail.helper?.id), "state": .init(word: one.detail.leg?.state),
            "eta_low": .init(eta?.low), "eta_high": .init(eta?.high),
        ])
        members["tasks"] = .array(
            one.tasks.map { task in
                .object([
                    "id": .whole(task.row.id), "kind": .init(word: task.row.kind),
                    "state": .init(word: task.state(at: now)), "due_at": .init(task.row.dueAt),
                    "priority": .whole(Int64(task.row.priority)), "contact_id": .init(task.row.contact),
                    "claimed_by": .init(task.state(at: now) == .claimed ? task.claimedBy : nil),
                    "may_be_on_the_phone": .init(task.mayBeOnThePhone(at: now)),
                ])
            })
        members["attempts"] = .array(
            one.attempts.map {
                .object([
                    "at": .init($0.at), "by": .text($0.actor), "contact_id": .init($0.contactID),
                    "channel": .text($0.channel), "outcome": .init($0.outcome),
                ])
            })
        members["open_questions"] = .init(one.openQuestions.map(\.text))
        members["call_task_id"] = one.isCallOpen ? .whole(one.call.entry.row.id) : .null
        members["script"] = .init(script?.text)
        members["script_language"] = .init(script?.language)
        members["script_dispatcher"] = .init(own?.text)
        return .object(members)
    }

    private func earlier(_ one: EarlierCase) -> JSONValue {
        .object([
            "id": .whole(one.id), "asset_id": .text(one.assetID), "state": .init(word: one.state),
            "severity": .init(word: one.severity), "symptom": .text(one.symptom), "opened_at": .init(one.openedAt),
            "closed_at": .init(one.closedAt), "job_state": .init(one.jobState), "delivered_to": .init(one.workshop),
        ])
    }

    private func fault(_ one: LookupFault) -> JSONValue {
        .object([
            "asset_id": .text(one.assetID), "code": .text(one.code), "active": .flag(one.active),
            "raised_at": .init(one.raisedAt), "cleared_at": .init(one.clearedAt),
            "activations": .whole(one.activations),
        ])
    }

    private func said(_ one: Said) -> JSONValue {
        .object([
            "at": .init(one.at), "by": .text(one.actor), "channel": .text(one.channel), "what": .text(one.template),
            "case_id": .init(one.caseID), "task_id": .init(one.taskID), "contact_id": .init(one.contactID),
            "unit": .init(one.promise?.unit), "latest": .init(one.promise?.latest),
            "slot_start": .init(one.slotStart),
        ])
    }
}
