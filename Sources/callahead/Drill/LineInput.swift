import Foundation

/// Lines of standard input, without waiting for one.
struct LineInput {
    enum Result {
        case line(String)
        case nothing
        case end
    }

    private var bytes: [UInt8] = []
    private var isAtEnd = false

    /// The next line, if one has come.
    mutating func next() -> Result {
        if let line = takeLine() { return .line(line) }
        if isAtEnd {
            guard !bytes.isEmpty else { return .end }
            defer { bytes = [] }
            return .line(String(decoding: bytes, as: UTF8.self))
        }
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 0) > 0 else { return .nothing }
        var chunk = [UInt8](repeating: 0, count: 4_096)
        let count = read(STDIN_FILENO, &chunk, chunk.count)
        if count > 0 {
            bytes += chunk.prefix(count)
        } else if count == 0 || errno != EINTR && errno != EAGAIN {
            isAtEnd = true
        }
        return takeLine().map { .line($0) } ?? (isAtEnd && bytes.isEmpty ? .end : .nothing)
    }

    private mutating func takeLine() -> String? {
        guard let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { bytes.removeFirst(newline + 1) }
        return String(decoding: bytes[..<newline], as: UTF8.self)
    }
}
