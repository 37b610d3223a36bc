package import Telemetry

/// The clock that hangs in the room where sheets are filled in.
package struct WallClock: Sendable {
    /// Of the zone, as it stands on paper: `Europe/Tallinn`.
    package let name: String
    private let offsetMinutes: @Sendable (Timestamp) -> Int

    /// - Parameter offsetMinutes: How far it is ahead of UTC at a time.
    package init(name: String, offsetMinutes: @escaping @Sendable (Timestamp) -> Int) {
        self.name = name
        self.offsetMinutes = offsetMinutes
    }

    /// UTC.
    package static let utc = WallClock(name: "UTC") { _ in 0 }

    /// `14:30`.
    func minute(_ time: Timestamp) -> String { local(time).minute }

    /// `2026-11-22 14:30`.
    func day(_ time: Timestamp) -> String { "\(local(time).day) \(local(time).minute)" }

    /// The first moment at or after `start` when this clock shows `HH:MM`; `nil` if the text is no time of day.
    func first(_ text: some StringProtocol, from start: Timestamp) -> Timestamp? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ (1...2).contains($0.count) }),
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), let hour = Int64(parts[0]),
            let minute = Int64(parts[1]), hour < 24, minute < 60
        else { return nil }
        // Printed at 10:05:40 and called at "10:05": the minute counts.
        let from = Timestamp(milliseconds: start.milliseconds - (start.milliseconds % 60_000))
        let shift = Int64(offsetMinutes(from)) * 60
        let localSeconds = from.milliseconds / 1_000 + shift
        let midnight = localSeconds - ((localSeconds % 86_400) + 86_400) % 86_400
        for day: Int64 in 0...2 {
            let wanted = midnight + day * 86_400 + hour * 3_600 + minute * 60
            // The offset may change on the way.
            var time = Timestamp(milliseconds: (wanted - shift) * 1_000)
            time = Timestamp(milliseconds: (wanted - Int64(offsetMinutes(time)) * 60) * 1_000)
            if time >= from { return time }
        }
        return nil
    }

    private func local(_ time: Timestamp) -> Timestamp { time.adding(seconds: Int64(offsetMinutes(time)) * 60) }
}
