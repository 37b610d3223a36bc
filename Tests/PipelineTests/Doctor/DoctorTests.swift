import Foundation
import GRDB
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("The doctor")
struct DoctorTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private func doctor(_ database: String?) -> Doctor {
        Doctor(
            deviceProfiles: Repository.folder("device-profiles"), outreach: Repository.folder("outreach"),
            holidays: Repository.folder("calendars/holidays"), database: database)
    }

    @Test("a fresh database and the project's own files have nothing that fails")
    func passes() throws {
        try withDatabase { store in
            let findings = doctor(store.path).findings(at: Self.now)
            #expect(findings.filter { $0.level == .fail } == [])
            #expect(findings.contains { $0.what.contains("write-ahead logging") })
            #expect(findings.allSatisfy { $0.level == .ok || !$0.advice.isEmpty })
        }
    }

    @Test("hours that an earlier version took without reading them are told")
    func tellsUnreadableHours() throws {
        try withDatabase { store in
            try store.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO workshop (id, opening_hours) VALUES ('w1', 'Mo-Fr 8-18'), ('w2', 'Mo-Fr 08:00-18:00');
                        INSERT INTO site (id, access_hours) VALUES ('s1', 'sunrise-sunset');
                        """)
            }
            let findings = doctor(store.path).findings(at: Self.now).filter { $0.what.contains("can't be used") }
            let what = findings.map { $0.what }
            #expect(findings.map(\.level) == [.warn])
            #expect(what.first?.contains("workshop w1: hours “8” at character 7") == true)
            #expect(what.first?.hasSuffix("and 1 more") == true)
        }
    }

    @Test("a file that is no database fails and says so")
    func refusesForeignFile() throws {
        try withDatabase { store in
            let path = store.path + ".txt"
            try Data(repeating: 0x41, count: 4_096).write(to: URL(fileURLWithPath: path))
            let findings = doctor(path).findings(at: Self.now)
            #expect(findings.contains { $0.level == .fail && $0.what.contains("is not a SQLite database") })
        }
    }

    @Test("a missing folder of profiles and a clock of 2004 fail")
    func failsWithoutFiles() {
        let doctor = Doctor(deviceProfiles: "/nonexistent", outreach: "/nonexistent", database: nil)
        let findings = doctor.findings(at: Timestamp(seconds: 1_090_000_000))
        #expect(findings.count { $0.level == .fail } == 4)
        #expect(findings.first?.line.hasPrefix("fail  the clock says 2004-07-16") == true)
    }

    @Test("a broken policy fails with its mistakes, and what is not the default is named")
    func policy() throws {
        func finding(_ policy: String?) -> Finding? {
            Doctor(
                deviceProfiles: "/nonexistent", outreach: "/nonexistent", policy: policy, database: nil
            ).findings(at: Self.now).last
        }
        #expect(finding(nil) == Finding(.ok, "no policy file: the defaults count"))
        let shipped = Repository.folder("policy.yaml")
        #expect(finding(shipped) == Finding(.ok, "the policy of \(shipped) is the default"))
        let path = NSTemporaryDirectory() + "policy-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "offers: {lifetime: 60 s}".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(finding(path) == Finding(.ok, "the policy of \(path) sets offers.lifetime 60 s"))
        try "offers: {lifetime: 60}".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(finding(path)?.level == .fail)
        #expect(finding(path)?.what.hasPrefix("\(path):1: offers.lifetime is 60; write") == true)
    }

    @Test(
        "SQLite versions with the race between commit and checkpoint are named",
        arguments: [
            (3_040_001, true), (3_044_005, true), (3_044_006, false), (3_045_000, true), (3_050_006, true),
            (3_050_007, false), (3_051_000, true), (3_051_002, true), (3_051_003, false), (3_052_000, false),
        ] as [(Int32, Bool)])
    func namesVersions(number: Int32, hasRace: Bool) {
        #expect(SQLiteLibrary.hasCheckpointRace(number) == hasRace)
    }

    @Test("a broker that is not there is a failure with advice", .timeLimit(.minutes(1)))
    func failsWithoutBroker() throws {
        // Port 9, "discard", is closed on every machine that tests run on.
        let address = try #require(BrokerAddress("mqtt://127.0.0.1:9"))
        let finding = BrokerCheck(BrokerAccess(address), limit: .seconds(2)).finding()
        #expect(finding.level == .fail)
        #expect(finding.what.hasPrefix("the broker at 127.0.0.1:9"))
        #expect(!finding.advice.isEmpty)
    }

    @Test("the status of a fresh database counts nothing, and names no running service")
    func readsStatus() throws {
        try withDatabase { store in
            let status = try store.status(at: Self.now)
            #expect(status.schemaVersion >= 1)
            #expect(!status.isLaneRunning)
            #expect(status.openCases == [] && status.openTasks == [] && status.lastBatchAt == nil)
            #expect(status.lines(at: Self.now).contains("cases       none open"))
            #expect(status.json["units"] == .object(["online": .whole(0), "all": .whole(0)]))
        }
    }
}
