import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Digests of those who were forgotten, in a file beside the database: it outlives the database and its backups.
///
/// A line each; `<database>.forgotten`, readable by its owner alone.
enum ForgottenList {
    static func path(_ database: String) -> String { database + ".forgotten" }

    /// Adds a digest, on disk before it returns.
    static func add(_ digest: String, to database: String) throws(StoreError) {
        let path = path(database)
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreError(.io, "\(path) can't be opened: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        let line = Array("\(digest)\n".utf8)
        guard line.withUnsafeBytes({ write(file, $0.baseAddress, $0.count) }) == line.count, fsync(file) == 0 else {
            throw StoreError(.io, "\(path) can't be written: \(String(cString: strerror(errno)))")
        }
    }

    /// All digests; none if there is no file.
    static func read(of database: String) -> Set<String> {
        guard let text = try? String(contentsOfFile: path(database), encoding: .utf8) else { return [] }
        return Set(text.split(separator: "\n").map(String.init))
    }
}
