import Casework
package import Persistence
import Telemetry

/// What is foreseen in the whole fleet now.
package enum ForecastList {
    /// A heading and a line for each part, the most pressing first; the asset by its plate, if that is known.
    package static func lines(_ rows: [AssetForecast]) -> [String] {
        var table = Columns()
        table.add(row: ["LEVEL", "ASSET", "PART", "LIKELY", "SINCE", "WHY"])
        for one in rows {
            table.add(row: [
                one.row.level.rawValue, one.plate ?? one.asset, one.row.part.wordsOfKey, one.row.words,
                String(one.row.since.iso8601.prefix(16)), one.row.terms.first { $0.weight > 0 }?.words ?? "",
            ])
        }
        return table.lines
    }

    package static func json(_ rows: [AssetForecast]) -> JSONValue {
        .array(
            rows.map { one in
                guard case .object(var members) = one.row.json else { return .null }
                members["asset_id"] = .text(one.asset)
                members["plate"] = .init(one.plate)
                return .object(members)
            })
    }
}
