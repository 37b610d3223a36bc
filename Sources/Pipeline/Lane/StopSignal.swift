internal import Foundation
internal import Synchronization

/// SIGTERM and SIGINT as something to poll: the lane finishes its batch first, then stops.
final class StopSignal: StopRequests, Sendable {
    /// Becomes readable when the process is asked to stop.
    package let descriptor: Int32

    private static let writer = Atomic<Int32>(-1)

    /// Takes SIGTERM and SIGINT over for the process; SIGPIPE is ignored.
    init() throws {
        var pair: [Int32] = [-1, -1]
        guard pipe(&pair) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
        }
        descriptor = pair[0]
        for end in pair {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        StopSignal.writer.store(pair[1], ordering: .sequentiallyConsistent)
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in
                // Only what is safe in a handler: one write.
                var byte: UInt8 = 1
                let end = StopSignal.writer.load(ordering: .relaxed)
                if end >= 0 { _ = write(end, &byte, 1) }
            }
        }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Whether the process has been asked to stop.
    package var isRaised: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }
}
