import Casework
import DeviceProfiles
import Diagnostics
import Foundation
import MQTT
import Outreach
import Persistence
import Telemetry
import Testing

@testable import Pipeline

/// Lanes without a broker, one after another on one database: what an axis becomes when the process dies beside it.
@Suite("Positions in the making, in the lane")
struct AssemblyTests {
    /// A short `wait`, for the lane has its own clock; longer than a batch, so that an axis still waits when it ends.
    static let profile = """
        profile: metrics
        identity: {device: "{device}"}
        assembly: {within: 1ms, wait: 200ms}
        keepalive: {topic: "R/{device}/keepalive", payload: "now", every: 30s}
        rules:
          - {name: latitude, topic: "m/{device}/lat", payload: text, time: none, assembles: {latitude: $}}
          - {name: longitude, topic: "m/{device}/lon", payload: text, time: none, assembles: {longitude: $}}
          - {name: lock, topic: "m/{device}/lock", payload: text, time: none, assembles: {fix: {path: $, words: ["yes"]}}}

        """

    final class Bench {
        let path: String
        private let catalogue: FaultCatalogue
        private let phrasebook: Phrasebook

        init(path: String) throws {
            self.path = path
            catalogue = try FaultCatalogue.load(directory: Repository.folder("device-profiles"))
            phrasebook = try Phrasebook.load(directory: Repository.folder("outreach"))
        }

        /// Runs a lane; afterwards it is gone as after a kill: nothing but the database is left.
        func lane<Result>(_ body: (Lane) throws -> Result) throws -> Result {
            let profiles = try ProfileSet.load(
                texts: [("metrics.yaml", AssemblyTests.profile)],
                options: ProfileOptions(keepAlive: ["metrics": ["car"]]))
            let lane = try Lane(
                LaneConfiguration(
                    databasePath: path, mqtt: MQTTConfiguration(host: "127.0.0.1", port: 1, clientID: "lane"),
                    profiles: profiles, diagnostician: Diagnostician(catalogue: catalogue), phrasebook: phrasebook))
            defer { lane.store.close() }
            return try body(lane)
        }
    }

    static func withBench(_ body: (Bench) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "callahead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(Bench(path: folder.appending(path: "test.db").path))
    }

    @Test("an axis that was acknowledged before a crash meets the one that comes after it")
    func partners() throws {
        try AssemblyTests.withBench { bench in
            try bench.lane { try $0.take("m/car/lat", "59.1") }
            let place = try bench.lane { lane in
                try lane.take("m/car/lon", "24.1")
                try lane.waitForPositions()
                return lane.place(of: "metrics:car")
            }
            #expect(place == "59.1 24.1")
        }
    }

    @Test("an axis that moved alone before a crash is a position after it, though nothing more comes")
    func alone() throws {
        try AssemblyTests.withBench { bench in
            try bench.lane { lane in
                try lane.take("m/car/lat", "59.1")
                try lane.take("m/car/lon", "24.1")
                try lane.waitForPositions()
                #expect(lane.place(of: "metrics:car") == "59.1 24.1")
            }
            try bench.lane { try $0.take("m/car/lon", "24.101") }
            let place = try bench.lane { lane in
                try lane.waitForPositions()
                return lane.place(of: "metrics:car")
            }
            #expect(place == "59.1 24.101")
            // It is on disk, not only in memory.
            #expect(try bench.lane { $0.place(of: "metrics:car") } == "59.1 24.101")
        }
    }

    @Test("after a restart one axis is enough, the other is where the asset was seen last")
    func later() throws {
        try AssemblyTests.withBench { bench in
            try bench.lane { lane in
                try lane.take("m/car/lat", "59.1", "m/car/lon", "24.1")
                try lane.waitForPositions()
            }
            let place = try bench.lane { lane in
                try lane.take("m/car/lat", "59.101")
                try lane.waitForPositions()
                return lane.place(of: "metrics:car")
            }
            #expect(place == "59.101 24.1")
        }
    }

    @Test("a fix that was lost before a crash is still lost after it")
    func fix() throws {
        try AssemblyTests.withBench { bench in
            try bench.lane { lane in
                try lane.take("m/car/lat", "59.1", "m/car/lon", "24.1")
                try lane.waitForPositions()
                try lane.take("m/car/lock", "no")
            }
            let place = try bench.lane { lane in
                try lane.take("m/car/lat", "59.102", "m/car/lon", "24.102")
                try lane.waitForPositions()
                return lane.place(of: "metrics:car")
            }
            #expect(place == "59.1 24.1")
        }
    }

    @Test("what is due stands in no receipt and takes none away")
    func receipts() throws {
        try AssemblyTests.withBench { bench in
            try bench.lane { lane in
                try lane.take("m/car/lat", "59.1")
                try lane.take("m/car/lon", "24.1")
                try lane.waitForPositions()
                #expect(lane.metrics.batches == 2)
                #expect(lane.metrics.quarantined == 0)
            }
            try bench.lane { lane in
                // The broker delivers both again: it never got our acknowledgement.
                lane.receipts.beginAlignment()
                try lane.take("m/car/lat", "59.1", "m/car/lon", "24.1")
                #expect(lane.metrics.duplicates == 2)
            }
        }
    }

    @Test("a keep-alive is not used up while there is no connection")
    func keepAlive() throws {
        try AssemblyTests.withBench { bench in
            try bench.lane { lane in
                lane.publishKeepAlives()
                let due = lane.decoder.keepAlives(at: .wallClock).map(\.topic)
                #expect(due == ["R/car/keepalive"])
            }
        }
    }
}

extension Lane {
    /// One batch: topics and payloads in turn.
    fileprivate func take(_ words: String...) throws {
        for place in stride(from: 0, to: words.count - 1, by: 2) {
            let topic = Array(words[place].utf8)
            let payload = Array(words[place + 1].utf8)
            batch.append(
                topic: topic.span.bytes, payload: payload.span.bytes, key: digestKey, receivedAt: .wallClock,
                isRetained: false, isAcknowledged: true)
        }
        process()
        try #require(batch.isEmpty)
    }

    /// Turns of the loop without messages, until nothing waits any more.
    fileprivate func waitForPositions() throws {
        let end = ContinuousClock.now + .seconds(10)
        while decoder.nextFlush != nil {
            try #require(ContinuousClock.now < end)
            if hasOtherWork() { process() }
        }
    }

    fileprivate func place(of asset: String) -> String? {
        guard let symbol = symbols.find(asset), let key = workingSet.assets.key(of: symbol),
            let place = workingSet.assets.newestFix(of: key)?.position.coordinate
        else { return nil }
        return "\(place.latitude) \(place.longitude)"
    }
}
