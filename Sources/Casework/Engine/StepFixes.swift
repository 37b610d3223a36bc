import Telemetry

/// Finds the newest fix of an asset among those of a step, without going through all of them for each asset.
///
/// A class, because looking something up must not change a draft; it belongs to one draft.
final class StepFixes {
    /// By asset, the place of its newest fix among the first `seen`.
    private var places: [Int64: Int] = [:]
    private var seen = 0

    /// The newest fix of an asset; of equal times the first counts, as in the table.
    ///
    /// - Parameter fixes: What the step has accepted: those of the last call, and more behind them.
    func newest(of asset: Int64, in fixes: [AssetFix]) -> AssetFix? {
        for place in seen..<max(seen, fixes.count) {
            if let known = places[fixes[place].asset], fixes[known].time >= fixes[place].time { continue }
            places[fixes[place].asset] = place
        }
        seen = fixes.count
        return places[asset].map { fixes[$0] }
    }
}
