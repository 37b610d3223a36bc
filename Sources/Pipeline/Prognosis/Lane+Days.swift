internal import Persistence
internal import Prognostics
internal import Telemetry

/// The days of signals in the lane.
///
/// They are on disk before a memory takes them, and a memory is made of them again after every start and with every new
/// model, a few assets in each idle turn: so it is what learning made of the same rows. Until then the asset is not
/// judged, and what was foreseen of it stands.
extension Lane {
    /// So many days are lived again in a turn, or one asset's: some milliseconds.
    private static let daysInTurn = 2_000

    /// Folds some journals; days that end with it go into memories.
    func foldJournal(at machine: Timestamp) throws(StoreError) {
        var closed: [SignalDay] = []
        let folded = try store.foldJournal(
            limit: Lane.foldedAtOnce.journals, bytes: Lane.foldedAtOnce.bytes, keepingDaysOf: DailySignal.names
        ) { closed.append($0) }
        unfoldedBatches = folded.isAll ? 0 : max(1, unfoldedBatches - folded.count)
        if folded.isAll {
            store.shortenLog()
            nextFold = machine.adding(milliseconds: Lane.foldPause)
        }
        remember(closed)
    }

    /// Lives again through the days of some assets.
    ///
    /// - Returns: Whether there was one that waited.
    func reliveDays() throws(StoreError) -> Bool {
        var lived = 0
        while lived < Lane.daysInTurn, let asset = foresight?.nextToRelive {
            let days = try store.days(of: asset)
            foresight?.relive(days, of: asset)
            lived += max(1, days.count)
        }
        return lived > 0
    }
}
