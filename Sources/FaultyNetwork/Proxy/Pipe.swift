internal import Foundation

/// One direction of a connection: bytes on their way from one socket to another.
struct Pipe {
    /// What waits for its time.
    private struct Piece {
        /// Milliseconds of the monotonic clock.
        var due: Int64
        var bytes: [UInt8]
        var sent = 0
    }

    /// At most so many bytes are under way.
    static let limit = 256 << 10

    private(set) var hasEnded = false
    private var pieces: [Piece] = []
    private var start = 0
    private var waiting = 0
    /// Bytes that may pass now, with a limit of their rate.
    private var allowance = 0.0
    private var filledAt: Int64 = 0

    var isEmpty: Bool { waiting == 0 }
    var hasRoom: Bool { waiting < Pipe.limit && !hasEnded }

    /// Reads what is there.
    ///
    /// - Returns: False if the connection is broken.
    mutating func read(from descriptor: Int32, now: Int64, delay: Int64, _ body: (UnsafeRawBufferPointer) -> Void)
        -> Bool
    {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, Foundation.read(descriptor, buffer.baseAddress, buffer.count))
            if count == 0 { count = 0 }
        }
        guard !bytes.isEmpty else {
            // 0 or -1: told apart by asking again, which costs nothing at the end.
            var byte: UInt8 = 0
            let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK))
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            if count == 0 { hasEnded = true }
            return true
        }
        bytes.withUnsafeBytes(body)
        waiting += bytes.count
        pieces.append(Piece(due: now + delay, bytes: bytes))
        return true
    }

    /// When the next byte may go; `nil` if none waits.
    func nextDue(now: Int64, bytesPerSecond: Int?) -> Int64? {
        guard start < pieces.count else { return nil }
        let due = pieces[start].due
        guard bytesPerSecond != nil, allowance < 1 else { return due }
        return max(due, now + 10)
    }

    /// Writes what may go.
    ///
    /// - Returns: False if the connection is broken.
    mutating func write(to descriptor: Int32, now: Int64, bytesPerSecond: Int?) -> Bool {
        if let rate = bytesPerSecond {
            let passed = Double(max(0, now - filledAt)) / 1_000
            allowance = filledAt == 0 ? 0 : min(Double(rate), allowance + passed * Double(rate))
            filledAt = now
        }
        while start < pieces.count, pieces[start].due <= now {
            let piece = pieces[start]
            var count = piece.bytes.count - piece.sent
            if bytesPerSecond != nil { count = min(count, Int(allowance)) }
            guard count > 0 else { break }
            let sent = piece.bytes.withUnsafeBytes { buffer in
                send(descriptor, buffer.baseAddress.map { $0 + piece.sent }, count, Int32(MSG_NOSIGNAL))
            }
            guard sent >= 0 else { return errno == EAGAIN || errno == EINTR }
            waiting -= sent
            if bytesPerSecond != nil { allowance -= Double(sent) }
            pieces[start].sent += sent
            guard pieces[start].sent == piece.bytes.count else { break }
            start += 1
        }
        if start > 64 || start == pieces.count {
            pieces.removeFirst(start)
            start = 0
        }
        return true
    }
}
