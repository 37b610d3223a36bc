import Outreach
import Planning
import Telemetry

extension Engine {
    /// The unit came and could not do what it came for: people must speak to each other; it is never an end.
    ///
    /// After `gone_on_arrival` and `no_access` nobody else is sent until a person has said something: see
    /// ``CaseFile/waitsForWord``. After `part_needed` somebody comes again, with the part.
    func inVain(
        _ index: Int, _ word: CrewWord, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        arrived(index, word, in: &current, &draft)
        end(index, as: .fulfilled, in: &current, &draft)
        current.waitAgain()
        let unit = current.jobs[index].unit
        let why = word.reason.map { ": \($0)" } ?? ""
        let reason =
            switch word.state {
            case .goneOnArrival: Reason("\(unit) found nobody there\(why); ask where the asset is", .goneOnArrival)
            case .noAccess: Reason("\(unit) could not get in\(why); ask who has the key", .noAccess)
            default: Reason("\(unit) needs a part that it does not have\(why)", .partNeeded)
            }
        callAgain(&current, file, because: reason, &draft)
        current.forgetPromise(of: unit)
        if word.state == .partNeeded { draft.touch(current.row.asset, .replan) }
    }

    /// The workshop does not take the asset that stands before its door: the crew still has it, and the next slot is
    /// looked for.
    ///
    /// A refusal is not a state that lasts: the asset stays loaded. One that is older than the slot is about the slot
    /// before it, which is how a repeat has no effect.
    func refusedAtDoor(
        _ index: Int, _ leg: Int, _ word: CrewWord, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        current.jobs[index].state = .loaded
        current.legs[leg].state = .loaded
        arrived(index, word, in: &current, &draft)
        current.advance(to: .inTransit)
        let workshop = current.legs[leg].workshop
        if let workshop { current.decline(leg: leg, unit: CaseFile.refusal(ofWorkshop: workshop)) }
        if let hold = current.holds.firstIndex(where: { $0.kind == .slot && $0.state.isLive }) {
            guard word.at > current.holds[hold].since else { return }
            endSlot(hold, as: .refused, in: &current, &draft)
        }
        current.legs[leg].workshop = nil
        current.legs[leg].to = nil
        let why = word.reason.map { ": \($0)" } ?? ""
        callAgain(
            &current, file,
            because: Reason("\(workshop ?? "the workshop") does not take the asset\(why)", .slotChanged), &draft)
        current.row.promise?.slot = nil
        draft.touch(current.row.asset, .replan)
    }

    /// Somebody told more about an asset that was not found, or not reached: the next unit may be sent.
    func resumeAfterWord(_ current: inout CaseFile, _ draft: inout Draft) {
        for leg in current.legs.indices where current.legs[leg].cameInVain { current.legs[leg].forgetUnit() }
        draft.touch(current.row.asset, .replan)
    }

    /// Help that was called off is wanted again.
    func resumeCalledOff(_ current: inout CaseFile, _ draft: inout Draft) {
        for leg in current.legs.indices where current.legs[leg].state == .stoodDown { current.legs[leg].forgetUnit() }
        draft.touch(current.row.asset, .replan)
    }
}

extension LegRow {
    /// Whether its unit came in vain: only a person's word sets it in motion.
    var cameInVain: Bool { state == .goneOnArrival || state == .noAccess }
}

extension CaseFile {
    /// Whether nobody is to be sent until somebody has said something: the asset was not found, nobody could get to
    /// it, or it drives again.
    package var waitsForWord: Bool {
        liveJob == nil && legs.contains { $0.cameInVain || $0.state == .stoodDown }
    }

    /// Whether units have come to nobody at least twice, the last one too.
    var wasMissedTwice: Bool {
        jobs.count { $0.state == .goneOnArrival } >= 2 && legs.contains { $0.state == .goneOnArrival }
    }
}
