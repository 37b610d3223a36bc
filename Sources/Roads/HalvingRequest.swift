internal import Planning

/// Asks about some places at once, and where the whole request is refused because of some of them, about the halves.
///
/// Bounded by time and by the number of requests; what is left then is unanswered.
struct HalvingRequest {
    /// What asking about places at these positions of the list came to.
    enum Reply {
        case times([RoadTime])
        /// Refused because of the places: the halves may fare better. Alone, a place is what is given here.
        case halve(alone: RoadTime, RouterError)
    }

    /// More requests for one question are not made.
    static let mostRequests = 32

    let deadline: ContinuousClock.Instant
    let ask: (Range<Int>, _ milliseconds: Int) throws(RouterError) -> Reply

    /// The answers for all positions.
    ///
    /// - Throws: The first ``RouterError``, if nothing at all was answered.
    func times(count: Int) throws(RouterError) -> [RoadTime] {
        var result = [RoadTime](repeating: .unanswered, count: count)
        var waiting = count > 0 ? [0..<count] : []
        var requests = 0
        var isAnswered = false
        var failure: RouterError?
        while let range = waiting.popLast(), requests < HalvingRequest.mostRequests {
            let milliseconds = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
            guard milliseconds > 0 || requests == 0 else { break }
            requests += 1
            do {
                switch try ask(range, max(1, milliseconds)) {
                case .times(let times):
                    result.replaceSubrange(range, with: times)
                    isAnswered = true
                case .halve(let alone, let error):
                    if failure == nil { failure = error }
                    if range.count == 1 {
                        result[range.lowerBound] = alone
                        if alone != .unanswered { isAnswered = true }
                    } else {
                        let middle = range.lowerBound + range.count / 2
                        waiting.append(middle..<range.upperBound)
                        waiting.append(range.lowerBound..<middle)
                    }
                }
            } catch {
                if failure == nil || requests == 1 { failure = error }
                break
            }
        }
        if let failure, !isAnswered { throw failure }
        return result
    }
}
