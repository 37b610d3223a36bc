internal import CZlib

/// Unpacks gzip payloads into a buffer of its own, never beyond its end.
struct Inflater: ~Copyable {
    private let room: UnsafeMutableRawBufferPointer

    /// - Parameter capacity: Longest unpacked payload in bytes.
    init(capacity: Int) {
        room = .allocate(byteCount: capacity, alignment: 1)
    }

    deinit {
        room.deallocate()
    }

    /// The unpacked bytes, valid until the next call.
    ///
    /// - Throws: ``JSONProblem`` with what is wrong: no gzip, cut short, or longer than the limit.
    func unpack(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(JSONProblem) -> UnsafeRawBufferPointer {
        var stream = z_stream()
        // 16 beside the window: a gzip header and nothing else (zlib.h, inflateInit2).
        let begun = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard begun == Z_OK else { throw JSONProblem(text: "there is no memory to unpack it") }
        defer { inflateEnd(&stream) }
        let most = min(limit, room.count)
        stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = UInt32(clamping: bytes.count)
        stream.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(clamping: most)
        let result = inflate(&stream, Z_FINISH)
        if result == Z_STREAM_END { return UnsafeRawBufferPointer(rebasing: room[..<(most - Int(stream.avail_out))]) }
        throw JSONProblem(
            text: stream.avail_out == 0 ? "unpacked, the payload has more than \(most) bytes" : "it is no whole gzip")
    }
}
