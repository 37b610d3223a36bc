import Foundation
import Monitoring
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("What needs a person")
struct ServiceCheckTests {
    @Test("A service that does well is of no concern")
    func well() throws {
        #expect(ServiceCheck(try status(), at: now).concerns.isEmpty)
    }

    @Test(
        "Each thing that is wrong is named",
        arguments: [
            "no_lane", "stop_unclaimed", "lane_silent", "commit_fails", "not_connected", "commit_slow",
            "quarantine_growing", "disk_nearly_full", "log_long", "no_backup",
        ])
    func concerns(kind: String) throws {
        var status = try status()
        switch kind {
        case "no_lane": status.isLaneRunning = false
        case "stop_unclaimed": status.health.oldestStop?.since = now.adding(seconds: -121)
        case "lane_silent": status.health.reading?.at -= 31_000
        case "commit_fails": status.health.reading?.stuckBecause = "no room"
        case "not_connected":
            status.health.reading?.isConnected = false
            status.health.reading?.connectionSince = now.adding(seconds: -61).milliseconds
        case "commit_slow": status.health.reading?.commit.p99 = 1_000_001
        case "quarantine_growing": status.health.recentlyQuarantined = 10
        case "disk_nearly_full": status.health.freeBytes = 999_999_999
        case "log_long": status.logBytes = 600 << 20
        default: status.health.lastBackup?.at = now.adding(seconds: -26 * 3_600 - 1)
        }
        let concerns = ServiceCheck(status, at: now).concerns
        #expect(concerns.map(\.kind) == [kind])
    }

    @Test("A lane that is gone is not blamed for what it last said")
    func gone() throws {
        var status = try status()
        status.isLaneRunning = false
        status.health.reading?.isConnected = false
        status.health.reading?.connectionSince = 0
        #expect(ServiceCheck(status, at: now).concerns.map(\.kind) == ["no_lane"])
    }

    @Test("Who makes copies otherwise is not asked for any")
    func otherCopies() throws {
        var status = try status()
        status.health.lastBackup = nil
        var limits = ServiceCheck.Limits()
        limits.backupHours = nil
        #expect(ServiceCheck(status, limits: limits, at: now).concerns.isEmpty)
        #expect(ServiceCheck(status, at: now).concerns.map(\.kind) == ["no_backup"])
    }

    @Test("The status topic tells state and reasons, and nothing of people")
    func message() throws {
        let report = LaneReport(factory: PrometheusRegistry())
        #expect(ServiceStatusMessage(report, at: now) == nil)
        var status = try status()
        let reading = try #require(status.health.reading)
        report.put(reading)
        report.put(status)
        let well = try #require(ServiceStatusMessage(report, at: now))
        #expect(well.state == "online")
        #expect(well.text.contains(#""reasons":[]"#))
        // Every key is described for those who read it.
        let path = Repository.folder("device-profiles/callahead-v1.asyncapi.yaml")
        let described = try String(contentsOfFile: path, encoding: .utf8)
        let keys = try JSONDecoder().decode([String: Ignored].self, from: Data(well.text.utf8)).keys
        #expect(keys.count > 20)
        for key in keys {
            #expect(described.contains("\n          \(key): {") || described.contains("\n          \(key):\n"))
        }
        status.health.recentlyQuarantined = 50
        report.put(status)
        let ill = try #require(ServiceStatusMessage(report, at: now))
        #expect(ill.state == "attention")
        #expect(ill.text.contains(#""reasons":["quarantine_growing"]"#))
        #expect(ill.line.hasSuffix("look after: quarantine_growing"))
        #expect(ServiceStatusMessage(state: .offline, at: now).state == "offline")
    }

    @Test("A reading survives its way through the database, and an unknown one is none")
    func reading() throws {
        let reading = try #require(try status().health.reading)
        #expect(LaneReading(json: try #require(reading.json)) == reading)
        #expect(LaneReading(json: #"{"at":1}"#) == nil)
        #expect(LaneReading(json: "") == nil)
    }

    @Test("Figures follow readings: counters grow by what is new, words that are over go to zero")
    func figures() throws {
        let registry = PrometheusRegistry()
        ServiceFigures.describe(in: registry)
        let figures = ServiceFigures(factory: registry)
        var status = try status()
        status.openTasks = [StoreStatus.Count(word: "breakdown_call", count: 2, overdue: 1)]
        figures.update(status, at: now)
        status.openTasks = []
        status.health.reading?.messages += 5
        figures.update(status, at: now)
        let text = registry.text()
        #expect(text.contains("callahead_messages_total{outcome=\"stored\"} 105\n"))
        #expect(text.contains("callahead_open_tasks{kind=\"breakdown_call\"} 0\n"))
        #expect(text.contains("callahead_oldest_unclaimed_stop_seconds 60\n"))
        // Everything that is shown is explained.
        let shown = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.count
        let explained = text.split(separator: "\n").filter { $0.hasPrefix("# HELP ") }.count
        #expect(shown == explained)
    }

    private struct Ignored: Decodable { init(from decoder: any Decoder) {} }

    private let now = Timestamp(milliseconds: 1_790_000_000_000)

    private func status() throws -> StoreStatus {
        var reading = LaneReading(
            at: now.milliseconds, version: "1", process: 1, startedAt: now.milliseconds - 1_000_000)
        reading.isConnected = true
        reading.connectionSince = reading.startedAt
        reading.messages = 100
        var status = StoreStatus(
            path: "x.db", bytes: 1, logBytes: 1, schemaVersion: 5, isLaneRunning: true, epoch: 1, lastBatchAt: nil,
            assets: 1, openCases: [], openTasks: [], outboxWaiting: 0, quarantined: 0, journalRows: 0, units: 0,
            unitsOnline: 0, receiptBatches: 0, receiptMessages: 0)
        status.health.reading = reading
        status.health.waitingStops = 1
        status.health.oldestStop = ServiceHealth.WaitingStop(
            task: 3, caseID: 4, severity: "stop", since: now.adding(seconds: -60))
        status.health.freeBytes = 5_000_000_000
        status.health.lastBackup = ServiceHealth.Copy(at: now.adding(seconds: -3_600), file: "b", bytes: 1)
        return status
    }
}
