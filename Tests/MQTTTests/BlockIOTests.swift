internal import CBlockIO
internal import Glibc
internal import Testing

@Suite("Reading and writing in blocks", .timeLimit(.minutes(1)))
struct BlockIOTests {
    @Test(
        "what is written to a socket that is often full arrives complete and in order", arguments: [512, 4_096, 65_536])
    func fullSocket(_ capacity: Int) throws {
        let pair = try SocketPair()
        let io = try #require(block_io_make(capacity))
        defer { block_io_free(io) }
        let expected = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var written = 0
        var arrived: [UInt8] = []
        var refusals = 0
        while arrived.count < expected.count {
            block_io_begin(io, pair.ours)
            while written < expected.count {
                let length = min(1 + written % 199, expected.count - written)
                let result = expected[written..<(written + length)].withUnsafeBytes {
                    write(pair.ours, $0.baseAddress, length)
                }
                guard result > 0 else { break }
                written += result
            }
            block_io_end()
            if block_io_send(io) < 0 {
                #expect(errno == EAGAIN)
                refusals += 1
            }
            arrived += pair.receive(upTo: 777)
        }
        // Apart from the expectation, which would look long for the difference.
        let isWhole = arrived == expected
        #expect(isWhole)
        #expect(refusals > 10)
        #expect(block_io_unsent(io) == 0)
    }

    @Test("reads of any length get the bytes in order, and other descriptors are left alone")
    func reads() throws {
        let pair = try SocketPair()
        let other = try SocketPair()
        let io = try #require(block_io_make(64))
        defer { block_io_free(io) }
        let expected = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(send(pair.theirs, expected, expected.count, 0) == expected.count)
        #expect(send(other.theirs, [1, 2, 3], 3, 0) == 3)
        var arrived: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 128)
        block_io_begin(io, pair.ours)
        for length in [1, 1, 2, 60, 1, 100, 63, 64, 65, 1] {
            let count = read(pair.ours, &bytes, length)
            arrived += bytes.prefix(max(0, count))
        }
        let apart = read(other.ours, &bytes, 128)
        block_io_end()
        #expect(apart == 3)
        #expect(arrived == Array(expected.prefix(arrived.count)))
        #expect(arrived.count > 250)

        // What was read ahead stays out of the way of the next connection.
        #expect(block_io_unread(io) > 0)
        block_io_discard(io)
        #expect(block_io_unread(io) == 0)
    }

    @Test("while it holds, nothing leaves, and what finds no room is refused")
    func holding() throws {
        let pair = try SocketPair()
        let io = try #require(block_io_make(8))
        defer { block_io_free(io) }
        let bytes: [UInt8] = [1, 2, 3, 4, 5, 6]
        block_io_begin(io, pair.ours)
        block_io_hold(io, 1)
        let fits = write(pair.ours, bytes, 6)
        let refused = write(pair.ours, bytes, 3)
        let reason = errno
        let huge = write(pair.ours, [UInt8](repeating: 7, count: 100), 100)
        block_io_hold(io, 0)
        block_io_end()
        #expect((fits, refused, huge) == (6, -1, -1))
        #expect(reason == EAGAIN)
        #expect(pair.receive(upTo: 8) == [])
        #expect(block_io_send(io) == 6)
        #expect(pair.receive(upTo: 8) == bytes)
    }

    @Test("the library's bell is not rung while blocks are in use, and what others write arrives")
    func bell() throws {
        let pair = try SocketPair()
        let bell = try SocketPair()
        let io = try #require(block_io_make(64))
        defer { block_io_free(io) }
        var ends = [Int32](repeating: 0, count: 2)
        #expect(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        block_io_begin(io, pair.ours)
        let bytes: [UInt8] = [1, 2, 3]
        let rung = write(bell.ours, bytes, 1)
        let longer = write(bell.ours, bytes, 2)
        let piped = write(ends[1], [bytes[2]], 1)
        block_io_end()
        let after = write(bell.ours, bytes, 1)
        #expect((rung, longer, piped, after) == (1, 2, 1, 1))
        #expect(bell.receive(upTo: 8) == [1, 2, 1])
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 1)
        #expect(byte == 3)
    }
}

/// Two connected sockets that don't wait.
private final class SocketPair {
    let ours: Int32
    let theirs: Int32

    init() throws {
        var pair: [Int32] = [-1, -1]
        try #require(
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair) == 0)
        (ours, theirs) = (pair[0], pair[1])
        var size: Int32 = 2_048
        setsockopt(ours, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        close(ours)
        close(theirs)
    }

    func receive(upTo count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let length = recv(theirs, &bytes, count, 0)
        return Array(bytes.prefix(max(0, length)))
    }
}
