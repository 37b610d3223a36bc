import Foundation

/// Files with people's names and numbers in them.
enum PrivateFile {
    /// Writes a file that only its owner may read, whole or not at all.
    ///
    /// - Throws: ``PrivateFileError`` with the name and the reason; what stood there before is then still there.
    static func write(_ text: String, to path: String) throws {
        let temporary = "\(path).\(getpid())"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PrivateFileError(path, errno) }
        do {
            defer { close(file) }
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
                if count > 0 {
                    bytes = bytes.dropFirst(count)
                } else if errno != EINTR {
                    throw PrivateFileError(path, errno)
                }
            }
            guard fsync(file) == 0 else { throw PrivateFileError(path, errno) }
            guard rename(temporary, path) == 0 else { throw PrivateFileError(path, errno) }
        } catch {
            unlink(temporary)
            throw error
        }
    }
}

/// A file could not be written.
struct PrivateFileError: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ code: Int32) {
        description = "\(path) can't be written: \(String(cString: strerror(code)))"
    }
}
