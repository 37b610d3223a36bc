internal import Telemetry

/// Full sets that stand in the elements of one message.
enum FaultSets {
    /// Makes one set of the sets of each source, because the elements of a message list codes together.
    ///
    /// Without it each element's set would clear the codes of the element before it.
    ///
    /// - Parameters:
    ///   - observations: Observations of one message from `start` on; earlier ones stay as they are.
    ///   - start: Where the message's observations begin.
    ///   - isWhole: Whether every element was read without a problem; else sets become raises.
    static func join(_ observations: inout [Observation], from start: Int, isWhole: Bool) {
        var places: [Int] = []
        for place in observations.indices.dropFirst(start) {
            guard case .faults(var report) = observations[place].body, report.mode == .set else { continue }
            if !isWhole {
                report.mode = .raise
                observations[place].body = .faults(report)
            }
            places.append(place)
        }
        var emptied: Set<Int> = []
        if isWhole, places.count > 1 {
            var first: [Key: Int] = [:]
            for place in places {
                guard case .faults(let report) = observations[place].body else { continue }
                let key = Key(source: observations[place].source, kind: report.kind)
                guard let home = first[key], case .faults(var joined) = observations[home].body else {
                    first[key] = place
                    continue
                }
                let known = Set(joined.codes.map(\.code))
                joined.codes += report.codes.filter { !known.contains($0.code) }
                observations[home].body = .faults(joined)
                observations[home].time = max(observations[home].time, observations[place].time)
                emptied.insert(place)
            }
        }
        if !isWhole {
            for place in places {
                if case .faults(let report) = observations[place].body, report.codes.isEmpty { emptied.insert(place) }
            }
        }
        for place in places.reversed() where emptied.contains(place) { observations.remove(at: place) }
    }

    private struct Key: Hashable {
        var source: Symbol
        var kind: FaultReport.Kind
    }
}
