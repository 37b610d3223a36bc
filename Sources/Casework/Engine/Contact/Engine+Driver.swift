import Outreach
import Planning
import Telemetry

extension Engine {
    /// What the driver's app said.
    ///
    /// It can start help at once; on a grave case it never ends help by itself. An answer counts once, and one that is
    /// older than the last call changes nothing: the call has dealt with it.
    func apply(_ message: DriverMessage, _ observation: Observation, to file: inout AssetFile, _ draft: inout Draft) {
        let asset = file.reference.key
        let time = min(observation.time, draft.now)
        guard isNews(message.kind, from: draft.set.symbols[observation.source], at: time, in: &file, &draft) else {
            return
        }
        if let spoken = file.current?.addressees.compactMap(\.spokenAt).max(), time <= spoken {
            draft.note("late_answer", case: file.current?.row.id, "driver_\(message.kind.rawValue)")
            return
        }
        if let coordinate = message.coordinate, message.kind != .needHelp, var current = file.current,
            isNewer(time, than: current.plan?.place)
        {
            file.current = nil
            locate(&current, at: coordinate, time: time, &draft)
            file.current = current
        }
        switch message.kind {
        case .needHelp:
            if let coordinate = message.coordinate {
                draft.accept(
                    AssetFix(
                        asset: asset, time: time, timeTrusted: observation.timeTrusted,
                        position: Position(coordinate: coordinate)))
            }
            draft.touch(asset, .needHelp)
        case .sharedLocation: break
        case .safe, .noHelp, .cancel:
            guard var current = file.current else { return }
            file.current = nil
            draft.note("driver_\(message.kind.rawValue)", case: current.row.id)
            answer(message.kind, in: &current, file, &draft)
            draft.settle(current, in: &file)
        }
    }

    /// Whether what was told at a time is later than a place that a person has told.
    private func isNewer(_ time: Timestamp, than place: Place?) -> Bool {
        place.map { $0.source != .person || $0.time <= time } ?? true
    }

    /// Whether an answer is later than the last one of its kind.
    private func isNews(
        _ kind: DriverMessage.Kind, from source: String, at time: Timestamp, in file: inout AssetFile,
        _ draft: inout Draft
    ) -> Bool {
        let word = "\(source)#\(kind.rawValue)"
        guard let index = file.sources.firstIndex(where: { $0.source == word }) else {
            file.sources.append(
                FaultSourceRow(
                    id: draft.sequences.next(\.faultSource), asset: file.reference.key, source: word, setAt: time))
            return true
        }
        guard time > file.sources[index].setAt else { return false }
        file.sources[index].setAt = time
        return true
    }

    private func answer(
        _ kind: DriverMessage.Kind, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        switch kind {
        case .safe:
            current.tell("safe_place", "yes", by: "driver_app", &draft)
            if current.facts.flag("live_lane") == true { current.tell("live_lane", "no", by: "driver_app", &draft) }
            // Out of danger, and help is still wanted.
            current.tell(CaseFile.askedKey, "yes", by: "driver_app", &draft)
            if current.row.severity < .unknown { draft.touch(current.row.asset, .needHelp) }
            callAgain(&current, file, because: Reason.driverSafe, &draft)
        case .cancel, .noHelp:
            if current.isGrave {
                callAgain(
                    &current, file, because: kind == .cancel ? Reason.driverCancelled : Reason.driverNoHelp, &draft)
            } else {
                close(&current, as: .declined, because: "the driver said so in the app", &draft)
            }
        case .needHelp, .sharedLocation: break
        }
    }
}
