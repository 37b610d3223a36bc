import Foundation

/// The process's own output and errors.
///
/// `FileHandle` ends the program when a reader has gone away or a disk is full; a command must end what it began.
enum StandardStream: Int32 {
    case output = 1
    case errors = 2

    /// Writes all of it.
    ///
    /// - Returns: Whether it was taken: false if nobody reads any more, or there is no room.
    @discardableResult
    func write(_ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(rawValue, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                // A terminal that somebody else has made non-blocking.
                var request = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                poll(&request, 1, 1_000)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
