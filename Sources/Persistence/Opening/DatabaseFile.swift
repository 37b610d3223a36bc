import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Who may read and write a database and the files beside it: the owner and the group, never everyone else.
enum DatabaseFile {
    /// For new files; the umask takes from it.
    ///
    /// The group may write: lane and dispatchers are different users of one group (`deploy/callahead.service`).
    static let mode: mode_t = 0o660

    /// What SQLite and we put beside a database.
    private static let suffixes = ["", "-wal", "-shm", "-journal", ".lane", ".wait"]

    /// Makes the file if there is none: SQLite would make it for the owner to write and for everyone to read.
    ///
    /// The write-ahead log and its index take the mode of the file (https://www.sqlite.org/wal.html).
    static func makeIfMissing(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Takes from everyone else what an earlier version of the program or a careless copy gave them.
    ///
    /// Only the owner can; `doctor` reports what stays.
    static func closeToOthers(_ path: String) {
        for name in suffixes.map({ path + $0 }) {
            guard let bits = permissions(name), bits & 0o007 != 0 else { continue }
            chmod(name, bits & ~0o007)
        }
    }

    /// Those of the files that people who are neither owner nor of the group may read or write.
    static func openToOthers(_ path: String) -> [String] {
        suffixes.map { path + $0 }.filter { (permissions($0) ?? 0) & 0o007 != 0 }
    }

    private static func permissions(_ path: String) -> mode_t? {
        var status = stat()
        // Not through a link: what it leads to may be somebody else's.
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return status.st_mode & 0o777
    }
}
