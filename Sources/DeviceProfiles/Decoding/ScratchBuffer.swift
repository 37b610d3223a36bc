/// Room for texts and bytes that are made while one message is decoded.
struct ScratchBuffer: ~Copyable {
    private let room: UnsafeMutableRawBufferPointer
    private var used = 0

    init(capacity: Int) {
        room = .allocate(byteCount: capacity, alignment: 1)
    }

    deinit {
        room.deallocate()
    }

    /// Forgets everything; what was handed out is no longer valid.
    mutating func reset() { used = 0 }

    /// Room for so many bytes, or `nil` when there is no more.
    mutating func take(_ count: Int) -> UnsafeMutableRawBufferPointer? {
        guard count <= room.count - used else { return nil }
        defer { used += count }
        return UnsafeMutableRawBufferPointer(rebasing: room[used..<(used + count)])
    }

    /// Gives back the end of what was taken last.
    mutating func giveBack(_ count: Int) { used -= count }

    /// A copy of bytes, or `nil` when there is no more room.
    mutating func copy(_ bytes: some Collection<UInt8>) -> UnsafeRawBufferPointer? {
        guard let copy = take(bytes.count) else { return nil }
        copy.copyBytes(from: bytes)
        return UnsafeRawBufferPointer(copy)
    }

    /// A copy of a text, or `nil` when there is no more room.
    mutating func text(_ text: String) -> UnsafeRawBufferPointer? { copy(text.utf8) }
}
