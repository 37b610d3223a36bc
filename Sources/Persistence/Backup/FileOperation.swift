import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Calls of the operating system on whole files, with words for what went wrong.
enum FileOperation {
    /// Makes an empty file that only its owner may read.
    static func create(_ path: String, mode: mode_t = 0o600) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure("\(path) can't be made") }
        close(descriptor)
    }

    /// Moves a file; what stood at the new place is gone then.
    static func move(_ old: String, to new: String) throws(StoreError) {
        guard rename(old, new) == 0 else { throw failure("\(old) can't be moved to \(new)") }
    }

    /// Brings a file or a folder to the disk.
    static func synchronise(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("\(path) can't be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("\(path) can't be brought to the disk") }
    }

    /// The folder that a file is in.
    static func folder(of path: String) -> String {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return folder.isEmpty ? "/" : folder
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether two paths lead to one file.
    static func areSame(_ left: String, _ right: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard stat(left, &first) == 0, stat(right, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// Bytes that are free where a file is or will be.
    static func freeBytes(at path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(folder(of: path), &status) == 0 else { return nil }
        return Int64(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    private static func failure(_ words: String) -> StoreError {
        let code = errno
        return StoreError(code == ENOSPC ? .full : .io, "\(words): \(String(cString: strerror(code)))")
    }
}
