/// How far ahead a prognosis looks, and how often the question is asked when a model learns.
package struct Horizon: Hashable, Codable, Sendable {
    /// How far ahead, at most 366 days.
    package let seconds: Int64
    /// From one question to the next; questions stand at whole multiples of it since 1970 in UTC.
    package let stepSeconds: Int64

    /// A day ahead, asked every three hours.
    package static let day = Horizon(checked: 86_400, 10_800)

    /// - Returns: `nil` unless both are positive, the horizon is at most 366 days and the step at most the horizon.
    package init?(seconds: Int64, stepSeconds: Int64) {
        guard seconds >= 8, seconds <= 366 * 86_400, stepSeconds > 0, stepSeconds <= seconds else { return nil }
        self.init(checked: seconds, stepSeconds)
    }

    private init(checked seconds: Int64, _ step: Int64) {
        self.seconds = seconds
        self.stepSeconds = step
    }

    private enum CodingKeys: String, CodingKey { case seconds, stepSeconds = "step_seconds" }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let read = Horizon(
            seconds: try values.decode(Int64.self, forKey: .seconds),
            stepSeconds: try values.decode(Int64.self, forKey: .stepSeconds))
        guard let read else {
            throw DecodingError.dataCorruptedError(
                forKey: .seconds, in: values, debugDescription: "no horizon: 8 s to 366 days, the step at most as long")
        }
        self = read
    }
}
