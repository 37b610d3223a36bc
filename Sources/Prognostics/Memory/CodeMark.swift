/// When one code was seen on one asset: the newest four times, in 24 bytes.
///
/// The same set of observations gives the same mark in whatever order they come, and a repeated one changes nothing.
package struct CodeMark: Hashable, Codable, Sendable {
    /// The code's number in the ``Vocabulary``.
    package let code: UInt16
    /// Whether the newest sight was a confirmed code (or one of unknown status), not a pending one.
    package private(set) var isConfirmed = false
    /// Seconds since 1970, newest first, 0 for none.
    private var times: InlineTimes
    /// When it was last seen pending, seconds since 1970, 0 for never.
    private var pendingAt: UInt32 = 0

    private struct InlineTimes: Hashable, Codable {
        var first: UInt32 = 0
        var second: UInt32 = 0
        var third: UInt32 = 0
        var fourth: UInt32 = 0
    }

    package init(code: UInt16) {
        self.code = code
        times = InlineTimes()
    }

    /// When it was last seen, in seconds since 1970.
    package var newest: UInt32 { times.first }

    /// Takes one sight of the code.
    package mutating func see(at second: UInt32, pending: Bool) {
        if pending { pendingAt = max(pendingAt, second) }
        if second > times.first {
            times = InlineTimes(first: second, second: times.first, third: times.second, fourth: times.third)
            isConfirmed = !pending
        } else if second == times.first {
            isConfirmed = isConfirmed || !pending
        } else if second > times.second {
            times.fourth = times.third
            times.third = times.second
            times.second = second
        } else if second < times.second, second > times.third {
            times.fourth = times.third
            times.third = second
        } else if second < times.third, second > times.fourth {
            times.fourth = second
        }
    }

    /// How many of the remembered sights lie after `earliest`, 0 to 4.
    package func count(after earliest: Int64) -> UInt8 {
        var count: UInt8 = 0
        for time in [times.first, times.second, times.third, times.fourth] where time > 0 {
            if Int64(time) > earliest { count += 1 }
        }
        return count
    }

    /// Whether a pending sight after `earliest` came before a newest sight that is confirmed.
    package func wasPendingBefore(after earliest: Int64) -> Bool {
        isConfirmed && pendingAt > 0 && Int64(pendingAt) > earliest && pendingAt < times.first
    }

    /// Whether a sight of this code and one of `other`, both after `earliest`, lie less than an hour apart.
    package func isPaired(with other: CodeMark, after earliest: Int64) -> Bool {
        for mine in [times.first, times.second, times.third, times.fourth] where Int64(mine) > earliest && mine > 0 {
            for theirs in [other.times.first, other.times.second, other.times.third, other.times.fourth]
            where Int64(theirs) > earliest && theirs > 0 {
                if max(mine, theirs) - min(mine, theirs) < 3_600 { return true }
            }
        }
        return false
    }
}
