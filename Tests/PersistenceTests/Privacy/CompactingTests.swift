import Foundation
import GRDB
import Testing

@testable import Persistence

@Suite("A file that is written anew")
struct CompactingTests {
    private func ask(_ path: String) throws {
        try edit(path) { try $0.execute(sql: "UPDATE meta SET value = value + 1 WHERE name = 'compact'") }
    }

    private func waits(_ path: String) throws -> Bool {
        try count("SELECT value FROM meta WHERE name = 'compact'", in: path) > 0
    }

    @Test("is not called done while a reader keeps old bytes in the log, and is once the reader is gone")
    func reader() throws {
        try withLane { lane, _ in
            try edit(lane.path) { try $0.execute(sql: "UPDATE asset SET plate = 'ZQX 987' WHERE key = 1") }
            func isInLog() throws -> Bool {
                try Data(contentsOf: URL(fileURLWithPath: lane.path + "-wal")).range(of: Data("ZQX 987".utf8)) != nil
            }
            let pool = try DatabasePool(path: lane.path)
            try pool.unsafeRead { db in
                try db.execute(sql: "BEGIN")
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM asset")
                try edit(lane.path) { try $0.execute(sql: "UPDATE asset SET plate = NULL WHERE key = 1") }
                try ask(lane.path)
                let first = try lane.compactIfAsked(limit: .max)
                let again = try lane.compactIfAsked(limit: .max)
                #expect([first, again] == [.isRead, .isRead])
                #expect(try waits(lane.path) && isInLog())
                try db.execute(sql: "ROLLBACK")
            }
            try pool.close()
            let last = try lane.compactIfAsked(limit: .max)
            #expect(last == .done)
            let isThere = try isInLog()
            #expect(!isThere)
            #expect(try !waits(lane.path))
            #expect(try lane.compactIfAsked(limit: .max) == .notAsked)
        }
    }

    @Test("is written once more if somebody else is forgotten while it waits, and waits if it is too large")
    func others() throws {
        try withLane { lane, _ in
            try ask(lane.path)
            #expect(try lane.compactIfAsked(limit: 1) == .tooLarge)
            #expect(lane.rewrittenFor == nil)
            let pool = try DatabasePool(path: lane.path)
            try pool.unsafeRead { db in
                try db.execute(sql: "BEGIN")
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM asset")
                #expect(try lane.compactIfAsked(limit: .max) == .isRead)
                #expect(lane.rewrittenFor == 1)
                try ask(lane.path)
                #expect(try lane.compactIfAsked(limit: .max) == .isRead)
                #expect(lane.rewrittenFor == 2)
                try db.execute(sql: "ROLLBACK")
            }
            try pool.close()
            #expect(try lane.compactIfAsked(limit: .max) == .done)
        }
    }
}
