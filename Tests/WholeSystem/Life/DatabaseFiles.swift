import Foundation

/// The files of a database, copied as they stand: what a process that dies now leaves behind.
struct DatabaseFiles {
    let path: String

    /// Copies the database and its log, not the shared memory: the next process makes that anew, as after a kill.
    func copy(to other: String) throws {
        try DatabaseFiles.copyFile(path, other)
        if access(path + "-wal", F_OK) == 0 { try DatabaseFiles.copyFile(path + "-wal", other + "-wal") }
    }

    func remove() {
        for end in ["", "-wal", "-shm", ".lane", ".wait"] { unlink(path + end) }
    }

    private static func copyFile(_ from: String, _ to: String) throws {
        let source = open(from, O_RDONLY)
        guard source >= 0 else { throw BrokenRule("\(from) can't be read") }
        defer { close(source) }
        let target = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard target >= 0 else { throw BrokenRule("\(to) can't be written") }
        defer { close(target) }
        try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
            while true {
                let count = read(source, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                guard write(target, buffer.baseAddress, count) == count else {
                    throw BrokenRule("\(to) can't be written: is the memory full?")
                }
            }
        }
    }
}
