import Foundation

/// A long file of lines that appears whole or not at all, readable by its owner only.
final class OutputLines {
    private let path: String
    private let temporary: String
    private let file: Int32
    private var bytes: [UInt8] = []

    /// - Throws: ``PrivateFileError``.
    init(path: String) throws {
        self.path = path
        temporary = "\(path).\(getpid())"
        unlink(temporary)
        file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PrivateFileError(path, errno) }
    }

    deinit {
        close(file)
        // Gone already if it was finished.
        unlink(temporary)
    }

    func write(_ line: String) throws {
        bytes += line.utf8
        if bytes.count >= 1 << 18 { try flush() }
    }

    /// Puts the file into its place.
    func finish() throws {
        try flush()
        guard fsync(file) == 0, rename(temporary, path) == 0 else { throw PrivateFileError(path, errno) }
    }

    private func flush() throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw PrivateFileError(path, errno)
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
