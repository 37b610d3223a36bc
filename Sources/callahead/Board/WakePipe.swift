import Glibc

/// Wakes a thread that waits for descriptors.
///
/// Writing to it is allowed in a signal's handler.
struct WakePipe: Sendable {
    /// The end to wait for; -1 if the system has no more descriptors, then nothing wakes.
    let descriptor: Int32
    /// The end to write to.
    let writer: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        descriptor = ends[0]
        writer = ends[1]
    }

    /// Wakes whoever waits; a pipe that is full already does that.
    func wake() {
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    /// Forgets that it was woken.
    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
    }

    /// Waits until somebody wakes it.
    func wait(milliseconds: Int32) {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, milliseconds)
    }
}
