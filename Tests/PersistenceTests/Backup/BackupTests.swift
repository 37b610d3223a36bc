import Casework
import Foundation
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("Copies of the database")
struct BackupTests {
    @Test("A copy beside a working lane is one moment, with journal rows, readable by its owner alone")
    func whileTheLaneWorks() throws {
        try withLane { store, symbols in
            let file = store.path + ".copy"
            let speed = symbols.intern("Vehicle.Speed")
            var changes = Changes()
            changes.signals = (1...9).map {
                AssetSignal(asset: $0, name: speed, time: noon, timeTrusted: true, value: .number(50))
            }
            #expect(try store.write(changes) == .committed)
            let report = try StoreBackup(of: store.path, to: file).run(at: noon)
            #expect(report.unrecorded == nil)
            // The lane goes on beside it, and has written nothing less.
            #expect(try store.write(changes) == .committed)
            #expect(try number("SELECT count(*) FROM journal", file) == 1)
            #expect(try number("SELECT count(*) FROM asset", file) == 9)
            #expect(report.contents.schemaVersion == Schema.version)
            #expect(try permissions(file) == 0o600)
            #expect(!FileManager.default.fileExists(atPath: file + "-wal"))
            #expect(try count("SELECT count(*) FROM backup WHERE kind = 'backup'", in: store.path) == 1)
            #expect(try leftovers(store.path).isEmpty)
        }
    }

    @Test("Older copies move up, the oldest goes, and a gap is filled")
    func rotation() throws {
        try withLane { store, _ in
            let file = store.path + ".copy"
            for round in 0..<4 {
                try edit(store.path) { try $0.execute(sql: "INSERT INTO asset (id) VALUES ('new-\(round)')") }
                _ = try StoreBackup(of: store.path, to: file, keep: 2).run(at: noon)
            }
            #expect(try assets([file, file + ".1", file + ".2"]) == [13, 12, 11])
            #expect(!FileManager.default.fileExists(atPath: file + ".3"))
            try FileManager.default.removeItem(atPath: file + ".1")
            _ = try StoreBackup(of: store.path, to: file, keep: 2).run(at: noon)
            #expect(try assets([file, file + ".1", file + ".2"]) == [13, 13, 11])
        }
    }

    private func assets(_ files: [String]) throws -> [Int] {
        try files.map { try number("SELECT count(*) FROM asset", $0) }
    }

    @Test("Nothing but a copy of ours is replaced, and the database itself least of all")
    func refusals() throws {
        try withLane { store, _ in
            let foreign = store.path + ".txt"
            try Data(repeating: 65, count: 4_096).write(to: URL(fileURLWithPath: foreign))
            for file in [foreign, store.path, store.path + "-wal", store.path + ".lane"] {
                let error = storeError { _ = try StoreBackup(of: store.path, to: file).run(at: noon) }
                #expect(error?.kind == .unusable, "\(file)")
            }
            let nowhere = storeError { _ = try StoreBackup(of: store.path, to: "/nowhere/at/all").run(at: noon) }
            #expect(nowhere?.kind == .io)
            #expect(try leftovers(store.path).isEmpty)
        }
    }

    @Test("A damaged copy is found, wherever the damage is", arguments: [0, 1, 2])
    func damage(kind: Int) throws {
        try withLane { store, _ in
            let file = store.path + ".copy"
            _ = try StoreBackup(of: store.path, to: file).run(at: noon)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            switch kind {
            case 0: bytes.removeLast(bytes.count / 2)
            case 1: bytes.replaceSubrange(8_192..<8_292, with: Data(repeating: 0xA5, count: 100))
            default: bytes.replaceSubrange(0..<16, with: Data(repeating: 0, count: 16))
            }
            try bytes.write(to: URL(fileURLWithPath: file))
            let error = storeError { _ = try BackupFile(path: file).check() }
            #expect(error?.kind == .unusable)
        }
    }
}

/// A number of a file that is no database in use.
func number(_ sql: String, _ path: String) throws -> Int {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.read { try Int.fetchOne($0, sql: sql) ?? 0 }
}

func permissions(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
}

/// Files beside a database that nobody should find there.
func leftovers(_ path: String) throws -> [String] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains(".part-") }
}
