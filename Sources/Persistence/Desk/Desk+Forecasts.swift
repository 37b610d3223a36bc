package import Casework
package import Telemetry

/// A part that may fail soon, as one line of the board.
package struct BoardForecast: Sendable, Equatable {
    /// The newest offer to replace the part.
    package struct Offer: Sendable, Equatable {
        package var answer: PreventAnswer?
        package var result: PreventResult?
        /// When it was answered, else when it was made.
        package var at: Timestamp
        /// The call that makes it, if it is still to be made.
        package var task: Int64?
    }

    /// Plate, else id.
    package var asset: String
    /// Key of the part.
    package var part: String
    package var level: Forecast.Level
    /// That it fails within the horizon, 0 to 1.
    package var probability: Double
    /// How far ahead it looks, seconds.
    package var horizon: Int64
    /// Since when it is at this level.
    package var since: Timestamp
    package var offer: Offer?
}

/// How many parts may fail soon.
package struct BoardForecastCounts: Sendable, Equatable {
    package var watch = 0
    package var book = 0
    /// Whether anything was learnt of the fleet; else published thresholds speak alone.
    package var isLearnt = false

    package init() {}
}

extension Desk {
    /// The parts that may fail soonest: those worth a call first, the most probable of each level first.
    ///
    /// However many there are, only those asked for are read.
    package func boardForecasts(limit: Int) throws -> [BoardForecast] {
        try read { sql in
            var rows: [BoardForecast] = []
            for level in [Forecast.Level.book, .watch] where rows.count < limit {
                rows += try sql.forecasts(level, limit: limit - rows.count)
            }
            return rows
        }
    }

    /// How many there are of each level.
    package func boardForecastCounts() throws -> BoardForecastCounts {
        try read { sql in
            var counts = BoardForecastCounts()
            for (level, count) in try sql.all(
                "SELECT level, count(*) FROM forecast GROUP BY level", row: { ($0.text(0), Int($0.int(1))) })
            {
                switch Forecast.Level(rawValue: level) {
                case .watch: counts.watch = count
                case .book: counts.book = count
                case nil: break
                }
            }
            counts.isLearnt =
                try sql.first("SELECT 1 FROM prognosis_model LIMIT 1", row: { _ in true }) ?? false
            return counts
        }
    }
}

extension DeskSQL {
    fileprivate func forecasts(_ level: Forecast.Level, limit: Int) throws -> [BoardForecast] {
        // The order is the index's own: what a forecast stands on is not read for those that are not shown.
        let rows = try all(
            """
            SELECT f.asset_key, coalesce(a.plate, a.id), f.part, f.probability, f.horizon_s, f.since
            FROM (SELECT asset_key, part, probability, horizon_s, since FROM forecast
                WHERE level = ? ORDER BY probability DESC, asset_key, part LIMIT ?) f
                CROSS JOIN asset a ON a.key = f.asset_key
            ORDER BY f.probability DESC, f.asset_key, f.part
            """
        ) {
            $0.put(level.rawValue)
            $0.put(max(0, limit))
        } row: {
            (
                asset: $0.int(0),
                line: BoardForecast(
                    asset: $0.text(1), part: $0.text(2), level: level, probability: $0.double(3), horizon: $0.int(4),
                    since: $0.time(5))
            )
        }
        return try rows.map { row in
            var line = row.line
            line.offer = try offer(of: line.part, asset: row.asset)
            return line
        }
    }

    /// The newest offer to replace a part of an asset.
    private func offer(of part: String, asset: Int64) throws -> BoardForecast.Offer? {
        try first(
            """
            SELECT answer, result, ifnull(answered_at, offered_at), case_id FROM prevent_offer
            WHERE asset_key = ? AND part = ? ORDER BY id DESC LIMIT 1
            """
        ) {
            $0.put(asset)
            $0.put(part)
        } row: { row in
            var offer = BoardForecast.Offer(
                answer: try row.wordOrNil(0), result: try row.wordOrNil(1), at: row.time(2))
            guard offer.answer == nil, offer.result == nil else { return offer }
            let caseID = row.int(3)
            offer.task = try first(
                """
                SELECT id FROM task WHERE case_id = ? AND kind = 'prevent_offer'
                    AND state NOT IN ('done', 'withdrawn') ORDER BY id DESC LIMIT 1
                """, { $0.put(caseID) }, row: { $0.int(0) })
            return offer
        }
    }
}
