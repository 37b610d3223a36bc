import Casework
import Foundation
import GRDB
import Outreach
import Synchronization
import Telemetry
import Testing

@testable import Persistence

@Suite("A claim is a lease with a fencing token")
struct ClaimTests {
    @Test("the queue goes by priority, then by what is due first, then by number")
    func order() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 100, due: noon.adding(seconds: 60))
            try db.addTask(2, priority: 100, due: noon)
            try db.addTask(3, priority: 900, due: noon.adding(seconds: 900))
            try db.addTask(4, priority: 100, due: noon)
        }) { desk, _ in
            var handedOut: [Int64] = []
            while let claimed = try desk.claimNext(as: mari, at: noon) { handedOut.append(claimed.detail.entry.row.id) }
            #expect(handedOut == [3, 2, 4, 1])
        }
    }

    @Test(
        "only what is ready is handed out",
        arguments: [
            ("ready", nil, true), ("ready", 60, false), ("waiting", nil, false), ("waiting", 60, false),
            ("waiting", 0, true), ("done", nil, false), ("withdrawn", nil, false),
        ] as [(String, Int64?, Bool)])
    func readiness(state: String, notBefore: Int64?, isHandedOut: Bool) throws {
        try withDesk({ db in
            try db.addTask(1, state: state, notBefore: notBefore.map { noon.adding(seconds: $0) })
        }) { desk, _ in
            let next = try desk.next(at: noon)
            #expect((next != nil) == isHandedOut)
            #expect(try (desk.claimNext(as: mari, at: noon) != nil) == isHandedOut)
        }
    }

    @Test("a language admits its regions and people whose language nobody knows")
    func language() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 3, language: "en")
            try db.addTask(2, priority: 2, language: "et-EE")
            try db.addTask(3, priority: 1)
        }) { desk, _ in
            var filter = TaskFilter()
            filter.languages = ["et"]
            let first = try desk.claimNext(filter, as: mari, at: noon)
            #expect(first?.detail.entry.row.id == 2)
            #expect(try desk.claimNext(filter, as: mari, at: noon)?.detail.entry.row.id == 3)
            #expect(try desk.claimNext(filter, as: mari, at: noon) == nil)
        }
    }

    @Test("a token is never used twice, and the old one is refused once somebody else has claimed")
    func fencing() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let first = try #require(try desk.claimNext(as: mari, lease: 60, at: noon))
            #expect(throws: DeskError.taken(task: 1, by: "Mari", until: noon.adding(seconds: 60))) {
                try desk.claim(1, as: jaan, at: noon.adding(seconds: 59))
            }
            let later = noon.adding(seconds: 60)
            let second = try desk.claim(1, as: jaan, at: later)
            #expect(second.token > first.token)
            let refusal = DeskError.notCurrent(task: 1, token: first.token, holder: "Jaan")
            #expect(throws: refusal) { try desk.renew(1, token: first.token, as: mari, at: later) }
            #expect(throws: refusal) { try desk.dial(1, token: first.token, as: mari, at: later) }
            #expect(throws: refusal) { try desk.release(1, token: first.token, as: mari, at: later) }
            #expect(throws: refusal) { try desk.snooze(1, token: first.token, until: later, as: mari, at: later) }
            try desk.release(1, token: second.token, as: jaan, at: later)
            #expect(try desk.claim(1, as: mari, at: later).token > second.token)
            #expect(try count("SELECT count(*) FROM audit WHERE os_user = 'mari' AND command = 'claim'", in: path) == 2)
        }
    }

    @Test("a token stays current past the end of its lease as long as nobody else claims")
    func pastTheLease() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, lease: 60, at: noon))
            let muchLater = noon.adding(seconds: 3_600)
            try desk.finish(1, token: claimed.token, CallResult(.reached), as: mari, at: muchLater)
            #expect(try count("SELECT count(*) FROM action WHERE kind = 'finish'", in: path) == 1)
        }
    }

    @Test("a token of a withdrawn task is refused")
    func withdrawal() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            try edit(path) { try $0.execute(sql: "UPDATE task SET state = 'withdrawn'") }
            #expect(throws: DeskError.withdrawn(task: 1, because: "its reason has gone", isTold: false)) {
                try desk.finish(1, token: claimed.token, CallResult(.reached), as: mari, at: noon)
            }
            #expect(try count("SELECT count(*) FROM action", in: path) == 0)
            #expect(try count("SELECT count(*) FROM note WHERE kind = 'refused_outcome'", in: path) == 1)
        }
    }

    @Test("dialling opens an attempt, counts it and stretches the lease for a conversation")
    func dialling() throws {
        try withDesk({ try $0.addTask(1) }) { desk, _ in
            let claimed = try #require(try desk.claimNext(as: mari, lease: 60, at: noon))
            let detail = try desk.dial(1, token: claimed.token, as: mari, at: noon.adding(seconds: 30))
            #expect(detail.entry.attempts == 1)
            #expect(detail.entry.leaseUntil == noon.adding(seconds: 30 + Desk.callLease))
            #expect(detail.attempts.map(\.endedAt) == [nil])
            let expired = noon.adding(seconds: 30 + Desk.callLease)
            #expect(detail.entry.mayBeOnThePhone(at: expired) == "Mari")
            #expect(
                try desk.renew(1, token: claimed.token, as: mari, lease: 1, at: noon).detail.entry.leaseUntil == expired
            )
        }
    }

    @Test("eight desks that claim at once never get the same task", .timeLimit(.minutes(2)))
    func together() throws {
        try withDesk({ db in for id in 1...200 { try db.addTask(Int64(id)) } }) { _, path in
            let handedOut = Mutex<[(task: Int64, token: Int64)]>([])
            let failures = Mutex<[String]>([])
            let group = DispatchGroup()
            for number in 1...8 {
                let worker = Thread {
                    defer { group.leave() }
                    do {
                        let connection = try StoreConnection(path: path, role: .command(create: false))
                        let desk = Desk(connection)
                        while let claimed = try desk.claimNext(as: DeskActor(name: "desk \(number)"), at: noon) {
                            handedOut.withLock { $0.append((claimed.detail.entry.row.id, claimed.token)) }
                        }
                        try connection.close()
                    } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                }
                group.enter()
                worker.start()
            }
            group.wait()
            #expect(failures.withLock { $0 } == [])
            #expect(handedOut.withLock { $0.map(\.task).sorted() } == (1...200).map { Int64($0) })
            #expect(Set(handedOut.withLock { $0.map(\.token) }).count == 200)
        }
    }
}
