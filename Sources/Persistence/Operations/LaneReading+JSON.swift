import Foundation

extension LaneReading {
    /// The text that stands in the database.
    package var json: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// - Returns: `nil` for what another version wrote and this one can't read.
    package init?(json: String) {
        guard let reading = try? JSONDecoder().decode(LaneReading.self, from: Data(json.utf8)) else { return nil }
        self = reading
    }
}
