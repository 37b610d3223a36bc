internal import Foundation

/// Files that programs of other users read while they are being written.
enum ReadableFile {
    /// Replaces a file in one step, readable by everybody.
    static func replace(_ path: String, with text: String) throws {
        let temporary = "\(path).\(getpid())"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw ReadableFileError(path, errno) }
        // Whatever the mask of the service is.
        _ = fchmod(file, 0o644)
        var bytes = Array(text.utf8)[...]
        var failure: Int32 = 0
        while !bytes.isEmpty, failure == 0 {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { failure = errno }
        }
        close(file)
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw ReadableFileError(path, failure)
        }
    }
}

/// A file could not be written.
struct ReadableFileError: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ code: Int32) {
        description = "\(path) can't be written: \(String(cString: strerror(code)))"
    }
}
