/// A 64-bit digest of a message under a key that the database keeps secret: nobody who can publish can make a message
/// that looks like one we have already dealt with.
///
/// SipHash-1-3 of Aumasson and Bernstein, over the topic, its length and the payload.
enum MessageDigest {
    static func digest(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, key: UInt64) -> UInt64 {
        var state = SipState(key: key)
        state.feed(topic)
        state.compress(UInt64(topic.count))
        state.feed(payload)
        return state.finish(length: UInt64(payload.count))
    }
}

private struct SipState {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64

    init(key: UInt64) {
        let second = key &* 0x9E37_79B9_7F4A_7C15
        v0 = 0x736f_6d65_7073_6575 ^ key
        v1 = 0x646f_7261_6e64_6f6d ^ second
        v2 = 0x6c79_6765_6e65_7261 ^ key
        v3 = 0x7465_6462_7974_6573 ^ second
    }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 8 <= bytes.count {
            compress(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        guard offset < bytes.count else { return }
        var tail: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count {
            tail |= UInt64(bytes[offset]) << shift
            shift += 8
            offset += 1
        }
        compress(tail)
    }

    mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        v0 ^= word
    }

    consuming func finish(length: UInt64) -> UInt64 {
        compress(length << 56 | length)
        v2 ^= 0xff
        round()
        round()
        round()
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
        v0 = v0 &+ v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 = v2 &+ v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 = v0 &+ v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 = v2 &+ v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }
}
