package import Casework
import GRDB
import Telemetry

/// A part of an asset that may fail soon, with what people call the asset.
package struct AssetForecast: Sendable, Equatable {
    /// The asset's id.
    package var asset: String
    package var plate: String?
    package var row: ForecastRow
}

/// What commands show of what is foreseen.
extension StoreConnection {
    /// What is foreseen now: parts worth a call first, the most probable of each level first.
    ///
    /// - Parameters:
    ///   - asset: Of this one alone.
    ///   - limit: At most so many; `nil` for all.
    package func forecasts(of asset: String? = nil, limit: Int? = nil) throws -> [AssetForecast] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT asset.id, asset_key, part, level, probability, horizon_s, since, at, terms, plate
                    FROM forecast JOIN asset ON key = asset_key WHERE ?1 IS NULL OR asset.id = ?1
                    ORDER BY level = 'book' DESC, probability DESC, asset.id, part LIMIT ifnull(?2, -1)
                    """, arguments: [asset, limit]
            ).compactMap { row -> AssetForecast? in
                guard let level = Forecast.Level(rawValue: row[3]) else { return nil }
                return AssetForecast(
                    asset: row[0], plate: row[9],
                    row: ForecastRow(
                        asset: row[1], part: row[2], level: level, probability: row[4], horizon: row[5],
                        since: Timestamp(milliseconds: row[6]), at: Timestamp(milliseconds: row[7]),
                        terms: ForecastTerm.read(row[8])))
            }
        }
    }

    /// How many forecasts there are.
    package func countOfForecasts() throws -> Int {
        try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM forecast") ?? 0 }
    }

    /// The assets that a text means: the one with this id, else those with this plate however it is written, by id.
    package func assets(named text: String) throws -> [String] {
        try read { db in
            let byID = try String.fetchAll(db, sql: "SELECT id FROM asset WHERE id = ?", arguments: [text])
            let query = LookupQuery(text, kind: .plate)
            guard byID.isEmpty, !query.plates.isEmpty else { return byID }
            return try String.fetchAll(
                db, sql: "SELECT id FROM asset WHERE plate_key IN (?, ?) ORDER BY known DESC, id LIMIT 20",
                arguments: [query.plates.first, query.plates.last])
        }
    }
}
