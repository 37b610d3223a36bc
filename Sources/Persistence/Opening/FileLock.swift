import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// An advisory lock on a small file beside the database; the kernel releases it when its process ends, however it ends.
final class FileLock: Sendable {
    enum Mode: Sendable { case exclusive, shared }

    private let descriptor: Int32

    /// - Throws: ``StoreError`` of kind `unusable` if the file can't be made.
    init(path: String) throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, DatabaseFile.mode)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreError(.unusable, "\(path) can't be opened: \(reason)")
        }
    }

    deinit { close(descriptor) }

    /// Takes the lock if it is free; never waits.
    func tryLock(_ mode: Mode) -> Bool {
        let operation = (mode == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB
        while flock(descriptor, operation) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }

    func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// Replaces what stands in the file: who holds it, for a person to read.
    func write(_ text: String) {
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    /// What the holder wrote.
    func read() -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmingCharacters(in: .whitespaces)
    }
}
