import Foundation
import GRDB
import Telemetry
import Testing

@testable import Persistence

/// A folder of its own with a database file, gone afterwards.
func withStorePath<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appendingPathComponent("callahead.db").path)
}

/// A lane with assets `car-1` to `car-9` (keys 1 to 9) in the database.
func withLane<Result>(_ body: (LaneStore, SymbolTable) throws -> Result) throws -> Result {
    try withStorePath { path in
        let symbols = SymbolTable()
        let store = try LaneStore(path: path, symbols: symbols)
        defer { store.close() }
        try edit(path) { db in
            for key in 1...9 {
                try db.execute(sql: "INSERT INTO asset (key, id) VALUES (?, ?)", arguments: [key, "car-\(key)"])
            }
        }
        return try body(store, symbols)
    }
}

/// Writes as a command does.
func edit<Result>(_ path: String, _ body: (Database) throws -> Result) throws -> Result {
    let connection = try StoreConnection(path: path, role: .command(create: true))
    defer { try? connection.close() }
    return try connection.write(body)
}

/// Reads one number as a command does.
func count(_ sql: String, in path: String) throws -> Int {
    let connection = try StoreConnection(path: path, role: .reader)
    defer { try? connection.close() }
    return try connection.read { try Int.fetchOne($0, sql: sql) ?? 0 }
}

/// The error that `body` throws, as a ``StoreError``.
func storeError(_ body: () throws -> Void) -> StoreError? {
    do {
        try body()
        return nil
    } catch {
        return error as? StoreError
    }
}
