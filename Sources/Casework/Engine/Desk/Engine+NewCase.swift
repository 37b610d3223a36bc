import Diagnostics
import Planning
import Telemetry

extension Engine {
    /// Opens or joins a case about what somebody told us; from there on it is a case like any other.
    func open(_ new: NewCase, _ action: DeskAction, to draft: inout Draft) {
        guard let key = key(ofAsset: new.asset, draft), draft.file(of: key) != nil else {
            refuse(action.id, "the asset \(new.asset) is not known", &draft)
            return
        }
        draft.edit(key) { file, draft in
            var current = file.current ?? newCase(new, file, &draft)
            file.current = nil
            tell(new, action, in: &current, file, &draft)
            if let coordinate = new.coordinate { locate(&current, at: coordinate, time: action.at, &draft) }
            draft.settle(current, in: &file)
        }
        draft.touch(key, .replan)
        if new.claims {
            draft.requests.append(
                DeskRequest(
                    action: action.id, actor: action.actor, asset: key,
                    want: .call(contact: new.contact, caseID: nil), claims: true))
        } else {
            draft.note(DeskReply.done, case: draft.file(of: key)?.current?.row.id, "\(action.id)")
        }
    }

    private func newCase(_ new: NewCase, _ file: AssetFile, _ draft: inout Draft) -> CaseFile {
        let row = CaseRow(
            id: draft.sequences.next(\.caseRow), asset: file.reference.key, severity: .info, symptom: new.symptom,
            openedAt: draft.now, faultAt: draft.now)
        draft.note("case_opened", case: row.id, "told: \(new.symptom)")
        return CaseFile(row: row)
    }

    /// Adds what was told as a problem of its own; severity and `immobile` only rise.
    private func tell(
        _ new: NewCase, _ action: DeskAction, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        let diagnosis = diagnostician.told(
            new.symptom, severity: new.severity, immobile: new.immobile, of: file.reference.traits)
        if diagnosis.severity >= current.row.severity {
            current.row.severity = diagnosis.severity
            current.row.symptom = new.symptom
            current.row.part = diagnosis.part
            current.row.system = diagnosis.system
        }
        current.row.capabilities.formUnion(diagnosis.capabilities)
        if new.immobile { current.row.immobile = true }
        current.row.evidence.append("\(new.symptom) (told to \(action.actor))")
        current.row.owner = current.row.owner ?? action.actor
        let component = CaseFile.toldPrefix + new.symptom
        if let index = current.problems.firstIndex(where: { $0.component == component }) {
            current.problems[index].severity = max(current.problems[index].severity, diagnosis.severity)
            current.problems[index].immobile = current.problems[index].immobile || new.immobile
            current.problems[index].clearedAt = nil
        } else {
            current.problems.append(
                ProblemRow(
                    id: draft.sequences.next(\.problem), caseID: current.row.id, component: component,
                    symptom: new.symptom, part: diagnosis.part, severity: diagnosis.severity, immobile: new.immobile,
                    codes: [], openedAt: draft.now))
        }
    }
}

extension CaseFile {
    /// Begins the component of a problem that a person told: no cleared code ends it.
    static let toldPrefix = "told:"
}

extension ProblemRow {
    /// Whether a person told of it.
    var isTold: Bool { component.hasPrefix(CaseFile.toldPrefix) }
}
