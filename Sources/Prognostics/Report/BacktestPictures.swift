package import Telemetry

/// What the time lines of a report show, collected while a backtest runs: of a few assets, at the width of a picture.
package struct BacktestPictures: Sendable {
    /// At most so many assets have a time line.
    package static let assetLimit = 12
    /// Points of time that a time line tells apart.
    package static let width = 900
    /// At most so many codes have a row of their own.
    package static let codeLimit = 6

    /// The time line of one asset.
    package struct Line: Sendable {
        package let asset: String
        /// The codes seen most often in the test, with the points of time at which they were seen.
        package let codes: [(name: String, columns: [Int])]
        package var parts: [PartLine]
    }

    /// One part on a time line.
    package struct PartLine: Sendable {
        package let name: String
        /// The highest probability at each point, -1 where there was no question.
        package fileprivate(set) var probability = [Double](repeating: -1, count: BacktestPictures.width)
        package fileprivate(set) var level = [PrognosisLevel](repeating: .none, count: BacktestPictures.width)
        /// What signals added to the log-odds at each point, the highest.
        package fileprivate(set) var drift = [Double](repeating: 0, count: BacktestPictures.width)
        package let failures: [Int]
        package let replacements: [Int]

        /// Whether there is nothing to see: no alarm, no failure and no replacement.
        var isUneventful: Bool {
            failures.isEmpty && replacements.isEmpty && level.allSatisfy { $0 == PrognosisLevel.none }
        }
    }

    package private(set) var lines: [Line] = []
    package let from: Timestamp
    package let until: Timestamp
    /// How many assets there are beside those that have a time line.
    package let others: Int
    private var places: [Int: Int] = [:]
    private let partPlaces: [UInt16: Int]

    /// Chooses the assets with the most failures in the test, of equal ones by id.
    package init(history: History, parts: [UInt16], backtest: Backtest) {
        from = backtest.from
        let until = max(backtest.until, backtest.from.adding(seconds: 1))
        self.until = until
        partPlaces = Dictionary(uniqueKeysWithValues: parts.enumerated().map { ($1, $0) })
        let span = backtest.from...until
        let counted = history.assets.indices.map { asset in
            let failures = history.repairs(of: asset).count {
                $0.failed && parts.contains($0.part) && span.contains($0.time)
            }
            return (asset: asset, failures: failures)
        }
        let chosen = counted.sorted { ($1.failures, $0.asset) < ($0.failures, $1.asset) }
            .prefix(BacktestPictures.assetLimit)
        others = history.assets.count - chosen.count
        for (place, choice) in chosen.enumerated() {
            places[choice.asset] = place
            lines.append(line(of: choice.asset, history, parts, span))
        }
    }

    private func line(
        of asset: Int, _ history: History, _ parts: [UInt16], _ span: ClosedRange<Timestamp>
    ) -> Line {
        var codes: [UInt16: [Int]] = [:]
        for fault in history.faults(of: asset) where span.contains(fault.time) {
            codes[fault.code, default: []].append(column(of: fault.time))
        }
        let frequent = codes.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .prefix(BacktestPictures.codeLimit)
        let repairs = history.repairs(of: asset).filter { span.contains($0.time) }
        return Line(
            asset: history.assets[asset].id,
            codes: frequent.map { (history.vocabulary[$0.key] ?? "?", $0.value) },
            parts: parts.map { part in
                PartLine(
                    name: history.vocabulary[part] ?? "?",
                    failures: repairs.filter { $0.part == part && $0.failed }.map { column(of: $0.time) },
                    replacements: repairs.filter { $0.part == part && !$0.failed }.map { column(of: $0.time) })
            })
    }

    /// Takes a prognosis, if its asset has a time line.
    package mutating func take(_ prediction: Backtest.Prediction) {
        guard let line = places[prediction.asset], let part = partPlaces[prediction.part] else { return }
        let column = column(of: Timestamp(seconds: prediction.second))
        let old = lines[line].parts[part].probability[column]
        lines[line].parts[part].probability[column] = max(old, prediction.probability)
        lines[line].parts[part].level[column] = max(lines[line].parts[part].level[column], prediction.level)
        lines[line].parts[part].drift[column] = max(lines[line].parts[part].drift[column], prediction.drift)
    }

    private func column(of time: Timestamp) -> Int {
        let whole = Double(until.milliseconds - from.milliseconds)
        let share = Double(time.milliseconds - from.milliseconds) / whole
        return min(BacktestPictures.width - 1, max(0, Int(share * Double(BacktestPictures.width))))
    }
}
