import Foundation
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("Opening a database")
struct OpeningTests {
    @Test("a writing connection has synchronous=FULL even if something lowered it while opening")
    func durability() throws {
        try withStorePath { path in
            let lower: @Sendable (Database) throws -> Void = { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
            let queue = try DatabaseOpening.open(
                path: path, access: .writing(create: true), busyMode: .timeout(1), prepare: lower)
            let level = try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            #expect(level == 2)
            #expect(throws: StoreError.self) {
                try queue.inDatabase { db in
                    try lower(db)
                    try Durability.require(on: db)
                }
            }
        }
    }

    @Test("every writing connection is durable, logs ahead, never checkpoints by itself and keeps foreign keys")
    func pragmas() throws {
        try withStorePath { path in
            try edit(path) { (db: Database) throws -> Void in
                #expect(try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2)
                #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
                #expect(try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint") == 0)
                #expect(try Int.fetchOne(db, sql: "PRAGMA foreign_keys") == 1)
            }
            let lane = try LaneStore(path: path, symbols: SymbolTable())
            defer { lane.close() }
            #expect(try lane.number("PRAGMA synchronous") == 2)
            #expect(try lane.number("PRAGMA wal_autocheckpoint") == 0)
        }
    }

    @Test("a checkpoint does not wait for a reader that never ends")
    func patientReader() throws {
        try withLane { store, _ in
            let queue = try DatabaseOpening.open(path: store.path, access: .reading, busyMode: .timeout(1))
            defer { try? queue.close() }
            try queue.inDatabase { try $0.execute(sql: "BEGIN; SELECT count(*) FROM asset") }
            try edit(store.path) { try $0.execute(sql: "UPDATE meta SET value = 1 WHERE name = 'reference_change'") }
            let start = ContinuousClock.now
            store.checkpoint(truncating: true)
            #expect(ContinuousClock.now - start < .seconds(1))
            try queue.inDatabase { try $0.execute(sql: "ROLLBACK") }
        }
    }

    @Test("a second lane is refused as busy while the first lives, and admitted afterwards")
    func laneLock() throws {
        try withStorePath { path in
            let first = try LaneStore(path: path, symbols: SymbolTable())
            let error = storeError { _ = try LaneStore(path: path, symbols: SymbolTable()) }
            #expect(error?.kind == .busy)
            #expect(error?.description.contains("\(ProcessInfo.processInfo.processIdentifier)") == true)
            first.close()
            try LaneStore(path: path, symbols: SymbolTable()).close()
        }
    }

    @Test("a lane can't commit once another has started")
    func epoch() throws {
        try withLane { store, _ in
            try edit(store.path) { try $0.execute(sql: "UPDATE meta SET value = value + 1 WHERE name = 'epoch'") }
            #expect(storeError { try store.write(sampleChanges(1, asset: 1)) }?.kind == .epoch)
            #expect(try count("SELECT count(*) FROM case_file", in: store.path) == 0)
        }
    }

    @Test("a database of a newer version is refused, naming both versions and what to do")
    func newerVersion() throws {
        try withStorePath { path in
            try edit(path) { try $0.execute(sql: "PRAGMA user_version = 99") }
            let error = storeError { _ = try LaneStore(path: path, symbols: SymbolTable()) }
            #expect(error?.kind == .unusable)
            for word in ["99", "up to \(Schema.version)", "newer callahead"] {
                #expect(error?.description.contains(word) == true, "\(String(describing: error)) lacks \(word)")
            }
        }
    }

    @Test("the same file opened again is not migrated again, and keeps its digest key")
    func reopen() throws {
        try withStorePath { path in
            let first = try LaneStore(path: path, symbols: SymbolTable())
            let key = first.digestKey
            first.close()
            let second = try LaneStore(path: path, symbols: SymbolTable())
            defer { second.close() }
            #expect(key.count == 16)
            #expect(second.digestKey == key)
        }
    }

    @Test("what can't be a database is refused with a sentence that says what to do", arguments: Unusable.allCases)
    func unusable(_ what: Unusable) throws {
        try withStorePath { path in
            let (role, word) = try what.prepare(path)
            let error = storeError { _ = try StoreConnection(path: path, role: role) }
            #expect(error?.kind == .unusable)
            #expect(error?.description.contains(word) == true, "\(String(describing: error))")
        }
    }

    enum Unusable: CaseIterable {
        case missing, missingFolder, folder, text, foreign, empty

        func prepare(_ path: String) throws -> (StoreRole, String) {
            switch self {
            case .missing: return (.reader, "callahead serve")
            case .missingFolder:
                try FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
                return (.command(create: true), "does not exist")
            case .folder:
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                return (.reader, "folder")
            case .text:
                try Data(repeating: 0x61, count: 4_096).write(to: URL(fileURLWithPath: path))
                return (.command(create: true), "not a SQLite database")
            case .foreign:
                let queue = try DatabaseQueue(path: path)
                try queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
                try queue.close()
                return (.command(create: true), "another program")
            case .empty:
                try Data().write(to: URL(fileURLWithPath: path))
                return (.reader, "is empty")
            }
        }
    }

    @Test("a command writes while the lane is between batches, and its error leaves nothing behind")
    func commandWrites() throws {
        try withLane { store, _ in
            struct Refused: Error {}
            #expect(throws: Refused.self) {
                try edit(store.path) { db in
                    try db.execute(sql: "INSERT INTO asset (id) VALUES ('half')")
                    throw Refused()
                }
            }
            #expect(try count("SELECT count(*) FROM asset WHERE id = 'half'", in: store.path) == 0)
            try edit(store.path) { try ReferenceChange.announce(in: $0) }
            try store.begin(at: noon)
            defer { store.rollback() }
            #expect(try store.referenceChange() == 1)
        }
    }
}
