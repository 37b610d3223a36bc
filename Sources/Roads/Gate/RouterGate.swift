package import Planning
internal import Telemetry

/// Lets a router have its say within a limit, and leaves it alone while it is not well.
///
/// A value without a clock of its own: time comes in as milliseconds that only grow. A router that can't be reached or
/// is late rests for 5 s, twice as long after each further failure, 60 s at most; then one request tries it again. One
/// that refuses is believed to mean the places, until it has refused three times in a row.
package struct RouterGate: Sendable {
    /// How much of everything.
    package struct Limits: Sendable, Equatable {
        /// For all questions of one batch together.
        package var batchMilliseconds = 250
        /// Fewer are not worth a request.
        package var leastMilliseconds = 5
        /// A time-out is held against the router only if it had at least this long.
        package var fairMilliseconds = 100
        /// Places in one request.
        package var sourcesPerRequest = 50
        package var firstRestMilliseconds: Int64 = 5_000
        package var longestRestMilliseconds: Int64 = 60_000
        /// Refusals in a row that count as a failure.
        package var refusals = 3

        package init() {}
    }

    /// What was asked and what came of it, in drives; for the status.
    package struct Counts: Sendable, Equatable {
        package var asked = 0
        /// Among them, those with a time or without a way by road.
        package var answered = 0
        /// Drives that were not asked about: no time left, or the router rests.
        package var skipped = 0
        package var requests = 0
        package var failedRequests = 0
        /// Times the router was left alone.
        package var rests = 0
    }

    package let limits: Limits
    package private(set) var counts = Counts()
    /// The last failure, for the log; `nil` after an answer.
    package private(set) var failure: RouterError?
    private var restsUntil: Int64?
    private var restMilliseconds: Int64 = 0
    private var refusalsInARow = 0
    private var batchLeft: Int

    package init(limits: Limits = Limits()) {
        self.limits = limits
        batchLeft = limits.batchMilliseconds
    }

    /// A new batch has the whole time again.
    package mutating func beginBatch() { batchLeft = limits.batchMilliseconds }

    /// Whether the router is left alone at this time.
    package func isResting(at milliseconds: Int64) -> Bool { restsUntil.map { milliseconds < $0 } ?? false }

    /// Asks the router about drives, each destination by itself, in the order given.
    ///
    /// Blocks for at most what is left of the batch's time.
    ///
    /// - Parameter clock: Milliseconds that only grow, from any beginning.
    /// - Returns: Every drive once, with ``RoadTime/unanswered`` where there was no answer in time.
    package mutating func answers(
        for drives: [Drive], from router: some Router, clock: () -> Int64
    ) -> [(drive: Drive, time: RoadTime)] {
        var answers: [(drive: Drive, time: RoadTime)] = []
        for request in requests(for: drives) {
            let times = ask(router, about: request, clock: clock)
            for (drive, time) in zip(request, times) { answers.append((drive, time)) }
        }
        return answers
    }

    private mutating func ask(_ router: some Router, about drives: [Drive], clock: () -> Int64) -> [RoadTime] {
        let start = clock()
        let milliseconds = batchLeft
        // The trial after a rest must be a fair one.
        let least = restMilliseconds > 0 ? limits.fairMilliseconds : limits.leastMilliseconds
        guard let to = drives.first?.to, milliseconds >= least, !isResting(at: start) else {
            counts.skipped += drives.count
            return drives.map { _ in .unanswered }
        }
        counts.requests += 1
        counts.asked += drives.count
        let outcome: Result<[RoadTime], RouterError>
        do {
            outcome = .success(try router.times(from: drives.map(\.from), to: to, within: milliseconds))
        } catch {
            outcome = .failure(error)
        }
        let end = clock()
        let (took, overflow) = end.subtractingReportingOverflow(start)
        // A clock that went back tells nothing; the router itself kept within its limit.
        batchLeft = overflow || took < 0 ? 0 : max(0, batchLeft - Int(clamping: took))
        switch outcome {
        case .success(let times) where times.count == drives.count:
            let answered = times.count { $0 != .unanswered }
            counts.answered += answered
            // A router may leave out what it would refuse; then nobody knows whether it is well.
            if answered > 0 { (failure, restsUntil, restMilliseconds, refusalsInARow) = (nil, nil, 0, 0) }
            return times
        case .success(let times):
            fail(
                RouterError(.refused, "the router answered \(times.count) times for \(drives.count) places"),
                had: milliseconds, at: end)
        case .failure(let error):
            fail(error, had: milliseconds, at: end)
        }
        return drives.map { _ in .unanswered }
    }

    private mutating func fail(_ error: RouterError, had milliseconds: Int, at now: Int64) {
        counts.failedRequests += 1
        failure = error
        switch error.kind {
        case .unreachable: break
        case .timeout: guard milliseconds >= limits.fairMilliseconds else { return }
        case .refused:
            refusalsInARow += 1
            guard refusalsInARow >= limits.refusals else { return }
        }
        let longer = restMilliseconds == 0 ? limits.firstRestMilliseconds : restMilliseconds.saturatingDoubled
        restMilliseconds = min(longer, limits.longestRestMilliseconds)
        restsUntil = now.saturatingAdding(restMilliseconds)
        counts.rests += 1
    }

    /// The drives by destination, in order of appearance, cut into requests; no drive twice.
    private func requests(for drives: [Drive]) -> [[Drive]] {
        var groups: [[Drive]] = []
        var groupOf: [Coordinate: Int] = [:]
        var seen: Set<Drive> = []
        for drive in drives where seen.insert(drive).inserted {
            if let group = groupOf[drive.to] {
                groups[group].append(drive)
            } else {
                groupOf[drive.to] = groups.count
                groups.append([drive])
            }
        }
        let size = max(1, limits.sourcesPerRequest)
        return groups.flatMap { group in
            stride(from: 0, to: group.count, by: size).map { Array(group[$0..<min($0 + size, group.count)]) }
        }
    }
}

extension Int64 {
    fileprivate var saturatingDoubled: Int64 {
        let (value, overflow) = multipliedReportingOverflow(by: 2)
        return overflow ? .max : value
    }

    fileprivate func saturatingAdding(_ other: Int64) -> Int64 {
        let (value, overflow) = addingReportingOverflow(other)
        return overflow ? .max : value
    }
}
