/// Keeps a line that comes again and again from filling the disk.
///
/// Each place in the program may say ten things a minute; then it is quiet until a minute is over, and how much was
/// left out is told with the next line that it writes.
struct RepeatLimit {
    /// A place in the program.
    struct Site: Hashable {
        var file: String
        var line: UInt
        var level: String
    }

    private struct Window {
        var start: Int64
        var written = 0
        var leftOut = 0
    }

    static let limit = 10
    static let seconds: Int64 = 60

    private var windows: [Site: Window] = [:]

    /// Whether a line may be written now.
    ///
    /// - Parameter second: By a clock that only goes forward.
    /// - Returns: `nil` if it is left out; else how many of the same place were left out before it.
    mutating func admit(_ site: Site, at second: Int64) -> Int? {
        var window = windows[site] ?? Window(start: second)
        var before = 0
        if second - window.start >= RepeatLimit.seconds {
            before = window.leftOut
            window = Window(start: second)
        }
        defer { windows[site] = window }
        guard window.written < RepeatLimit.limit else {
            window.leftOut += 1
            return nil
        }
        window.written += 1
        return before
    }
}
