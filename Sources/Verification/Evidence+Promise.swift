import FleetSimulator

extension Evidence {
    /// Whether help came when people were told that it would.
    var promiseRows: [VerdictRow] {
        let kept = promises
        let errors = kept.compactMap(\.error).map(abs).sorted()
        let within = kept.count(where: \.isWithin)
        let missed = kept.filter { !$0.isWithin }
        return [
            expected.row(
                .etaError, "Arrival against what was said, 9 of 10", measure: Evidence.percentile(errors, 0.9),
                unit: "min", of: errors.count,
                values: [
                    "p50_error_min": Evidence.percentile(errors, 0.5) ?? 0,
                    "early": Double(kept.count { ($0.arrival ?? .max) < $0.low }),
                ]),
            expected.row(
                .arrivalsWithin, "Arrivals within the upper minute said", share: within, of: kept.count,
                values: ["never_arrived": Double(kept.count { $0.arrival == nil })],
                details: missed.map { promise in
                    let late = promise.arrival.map {
                        "came \(plain(Double($0 - promise.high) / 60_000)) min after what was said"
                    }
                    return "\(promise.asset), \(promise.unit): \(late ?? "never came")"
                }),
        ]
    }

    private struct PromiseSaid {
        var asset: String
        var unit: String
        var said: Int64
        var low: Int64
        var high: Int64
        /// When a crew truly arrived; `nil` if none did.
        var arrival: Int64?

        var isWithin: Bool { arrival.map { $0 <= high } ?? false }
        /// Minutes from the middle of what was said.
        var error: Double? { arrival.map { (Double($0) - (Double(low) + Double(high)) / 2) / 60_000 } }
    }

    /// The last range that was said before each arrival, or that nobody kept.
    ///
    /// Not judged: a range that ends after the run, and one whose need has gone before it was over.
    private var promises: [PromiseSaid] {
        struct Key: Hashable {
            var asset: String
            var arrival: Int64?
        }
        var last: [Key: PromiseSaid] = [:]
        for call in calls where Evidence.peopleKinds.contains(call.kind) && Evidence.toldOutcomes.contains(call.outcome)
        {
            guard !call.isRefused, let asset = call.asset, let unit = call.unit, let low = call.arrivalLow,
                let high = call.arrivalHigh, let said = call.dialled
            else { continue }
            let arrivals = unitLines.filter {
                $0.word.asset == asset && ($0.word.word == "on_scene" || $0.word.word == "arrived")
            }
            let arrival = arrivals.first { $0.at >= said }?.at
            if arrival == nil {
                let before = (breakdownsByAsset[asset] ?? []).map { breakdowns[$0] }.filter { $0.at <= said }
                let isOver = before.allSatisfy { $0.endedAt.map { $0 <= high } ?? false }
                // A crew without a device was there already, and had told nobody.
                let isThere = arrivals.contains { $0.word.unit == unit && $0.at >= (before.map(\.at).max() ?? .max) }
                if high > end || isOver || isThere { continue }
            }
            let promise = PromiseSaid(asset: asset, unit: unit, said: said, low: low, high: high, arrival: arrival)
            let key = Key(asset: asset, arrival: arrival)
            if last[key].map({ $0.said <= said }) ?? true { last[key] = promise }
        }
        return last.values.sorted { ($0.asset, $0.said) < ($1.asset, $1.said) }
    }
}
