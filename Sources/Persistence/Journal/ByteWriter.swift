/// Bytes put one after the other, little-endian; keeps its memory for the next use.
///
/// Belongs to one thread.
final class ByteWriter {
    private var storage: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(capacity: Int = 65_536) {
        storage = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit { storage.deallocate() }

    /// What was written since the last `removeAll`; valid until the next write.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[0..<count]) }

    func removeAll() { count = 0 }

    func put(byte: UInt8) {
        reserve(1)
        storage[count] = byte
        count += 1
    }

    /// A number in 7-bit groups, the lowest first.
    func put(varint value: UInt64) {
        reserve(10)
        var rest = value
        while rest >= 0x80 {
            storage[count] = UInt8(truncatingIfNeeded: rest) | 0x80
            count += 1
            rest >>= 7
        }
        storage[count] = UInt8(truncatingIfNeeded: rest)
        count += 1
    }

    /// A signed number, small ones short whatever their sign.
    func put(zigzag value: Int64) {
        put(varint: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    func put(fixed value: UInt64) {
        reserve(8)
        storage.storeBytes(of: value.littleEndian, toByteOffset: count, as: UInt64.self)
        count += 8
    }

    func put(fixed value: UInt32) {
        reserve(4)
        storage.storeBytes(of: value.littleEndian, toByteOffset: count, as: UInt32.self)
        count += 4
    }

    /// A text with its length in front.
    func put(text: String) {
        var copy = text
        copy.withUTF8 { bytes in
            put(varint: UInt64(bytes.count))
            reserve(bytes.count)
            if let base = bytes.baseAddress, bytes.count > 0 {
                storage.baseAddress?.advanced(by: count).copyMemory(from: base, byteCount: bytes.count)
            }
            count += bytes.count
        }
    }

    private func reserve(_ more: Int) {
        guard count + more > storage.count else { return }
        let wider = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(storage.count * 2, count + more), alignment: 8)
        wider.copyMemory(from: bytes)
        storage.deallocate()
        storage = wider
    }
}
