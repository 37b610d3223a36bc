import Foundation
import Persistence

/// Runs a test with a new database of its own, which is gone afterwards.
func withDatabase<Result>(_ body: (StoreConnection) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "callahead-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try StoreConnection(path: folder.appending(path: "test.db").path, role: .command(create: true))
    let result = try body(store)
    try store.close()
    return result
}
