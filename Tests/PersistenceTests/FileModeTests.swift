import Foundation
import Testing

@testable import Persistence

@Suite("Who may read a database")
struct FileModeTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "modes-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    @Test("a new database, its log, its index and the lock are for owner and group")
    func new() throws {
        try withFolder { folder in
            let path = folder + "/callahead.db"
            let store = try StoreConnection(path: path, role: .command(create: true))
            _ = try store.write { _ in }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names == ["callahead.db", "callahead.db-shm", "callahead.db-wal", "callahead.db.wait"])
            for name in names { #expect((mode("\(folder)/\(name)") ?? 0o777) & 0o007 == 0, "\(name)") }
            #expect(store.filesOpenToOthers.isEmpty)
            try store.close()
        }
    }

    @Test("a file that was open to everyone is closed to them by its owner's next writer; the group keeps its rights")
    func old() throws {
        try withFolder { folder in
            let path = folder + "/callahead.db"
            try StoreConnection(path: path, role: .command(create: true)).close()
            chmod(path, 0o664)
            chmod(path + ".wait", 0o644)
            let reader = try StoreConnection(path: path, role: .reader)
            let open = reader.filesOpenToOthers
            #expect(open.first == path)
            #expect(open.allSatisfy { (mode($0) ?? 0) & 0o007 != 0 })
            try reader.close()
            let writer = try StoreConnection(path: path, role: .command(create: false))
            #expect(mode(path) == 0o660)
            #expect(writer.filesOpenToOthers.isEmpty)
            try writer.close()
        }
    }
}
