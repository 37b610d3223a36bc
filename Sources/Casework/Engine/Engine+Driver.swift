import Telemetry

extension Engine {
    /// What the driver's app said.
    ///
    /// It can start help at once; on a grave case it never ends help by itself.
    func apply(_ message: DriverMessage, _ observation: Observation, to file: inout AssetFile, _ draft: inout Draft) {
        let asset = file.reference.key
        if let coordinate = message.coordinate, message.kind != .needHelp, var current = file.current {
            file.current = nil
            locate(&current, at: coordinate, time: observation.time, &draft)
            file.current = current
        }
        switch message.kind {
        case .needHelp:
            if let coordinate = message.coordinate {
                draft.accept(
                    AssetFix(
                        asset: asset, time: observation.time, timeTrusted: observation.timeTrusted,
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

    private func answer(
        _ kind: DriverMessage.Kind, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        switch kind {
        case .safe: callAgain(&current, file, because: Reason.driverSafe, &draft)
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
