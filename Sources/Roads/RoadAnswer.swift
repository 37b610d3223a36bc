internal import Planning
internal import Telemetry

/// What both routers' answers are held against before anyone believes them.
enum RoadAnswer {
    /// A longer drive is nonsense.
    static let longestSeconds = 7.0 * 24 * 3_600
    /// No car covers straight distance quicker; a server that answers in minutes does.
    static let quickestKmh = 300.0

    /// Whole seconds of a drive over this straight distance; `nil` if they make no sense.
    ///
    /// - Parameter slackMetres: By how much the ends may have been moved together.
    static func seconds(_ value: Double, overMetres metres: Double, slackMetres: Double) -> Int64? {
        guard value >= 0, value <= longestSeconds else { return nil }
        let certain = metres - slackMetres
        guard certain <= 0 || certain * 3.6 <= value * quickestKmh else { return nil }
        return Int64(value.rounded())
    }

    /// The beginning of an answer, for an error message.
    static func excerpt(_ body: [UInt8]) -> String {
        printable(String(decoding: body.prefix(120), as: UTF8.self))
    }

    /// A foreign text for the log: short, one line, no control characters.
    static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(200).map { scalar in
            scalar.value < 32 || (127..<160).contains(scalar.value) ? " " : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension Coordinate {
    /// The text of a degree for a URL or JSON: 0.1 m.
    static func text(_ degrees: Double) -> String {
        let millionths = Int64((degrees * 1_000_000).rounded())
        let rest = String(millionths.magnitude % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - rest.count)
        return "\(millionths < 0 ? "-" : "")\(millionths.magnitude / 1_000_000).\(zeros)\(rest)"
    }
}
