import Casework
import DeviceProfiles
import Diagnostics
import Foundation
import GRDB
import Logging
import MQTT
import Outreach
import Persistence
import Telemetry
import Testing

@testable import Pipeline

/// The next messages are read while a batch is brought to disk.
@Suite("Reading ahead")
struct ReadingAheadTests {
    @Test(
        "what was read ahead is acknowledged after its own commit, not with the batch before", arguments: [false, true])
    func order(commitsFirst: Bool) throws {
        try withService(commitsFirst: commitsFirst) { service in
            service.publish(7)
            service.turns()
            #expect(
                service.story == [
                    "stored 1..2", "acknowledged 1..2", "stored 3..6", "acknowledged 3..6", "stored 7..7",
                    "acknowledged 7..7",
                ])
            #expect(service.lane.metrics.batches == 3)
            #expect(service.lane.metrics.messages == 7)
        }
    }

    @Test("a lane that has been taken over acknowledges neither the batch nor what it has read ahead of it")
    func takenOver() throws {
        try withService { service in
            service.publish(7)
            try service.write("UPDATE meta SET value = value + 1 WHERE name = 'epoch'")
            service.lane.start()
            service.lane.turn()
            #expect(service.lane.failure?.kind == .takenOver)
            #expect(service.link.mostUnacknowledged == 4)
            service.lane.shutDown()
            #expect(service.story.isEmpty)
            #expect(service.link.acknowledged.isEmpty)
        }
    }

    @Test("a batch that can't be stored as one is taken message by message, and what was read ahead comes after it")
    func poisoned() throws {
        try withService { service in
            try service.write(
                """
                CREATE TRIGGER refuse BEFORE INSERT ON receipt
                WHEN new.messages > 1 AND (SELECT count(*) FROM receipt) < 4
                BEGIN SELECT raise(ABORT, 'refused for this test'); END
                """)
            service.publish(6)
            service.turns()
            #expect(
                service.story == [
                    "stored 1..1", "stored 2..2", "acknowledged 1..2", "stored 3..3", "stored 4..4", "stored 5..5",
                    "stored 6..6", "acknowledged 3..6",
                ])
            #expect(service.lane.metrics.quarantined == 0)
        }
    }

    @Test("a connection that breaks while messages are read ahead loses none and deals with none twice")
    func broken() throws {
        try withService { service in
            service.publish(7)
            service.link.breaksAfterReading = 4
            service.link.onBreak = { [unowned service] in service.link.atOnce = 100 }
            service.turns()
            #expect(service.lane.metrics.duplicates == 4)
            #expect(service.link.acknowledged == Array(1...7))
            let stored = service.story.filter { $0.hasPrefix("stored") }
            #expect(stored == ["stored 1..2", "stored 3..4", "stored 5..7"])
        }
    }

    @Test("a lane that is asked to stop brings what it has read ahead to disk and acknowledges it")
    func stopped() throws {
        try withService { service in
            service.publish(7)
            service.lane.start()
            service.lane.turn()
            #expect(service.story == ["stored 1..2", "acknowledged 1..2"])
            service.lane.shutDown()
            #expect(service.story.last == "acknowledged 3..4")
            #expect(service.link.acknowledged == [1, 2, 3, 4])
        }
    }

    @Test("messages that say parts of a position wait for their turn, and come to the same")
    func assembly() throws {
        let words = [
            "m/car/lat 59.10001", "m/car/lon 24.10001", "m/car/lat 59.10002", "m/car/lon 24.10002", "m/car/soc 40",
            "m/car/lat 59.10003", "m/car/lon 24.10003", "m/car/soc 41",
        ]
        let places = try [nil as TakingTurns?, TakingTurns(commitsFirst: false), TakingTurns(commitsFirst: true)].map {
            companion in
            try withService(companion: companion) { service in
                for word in words { service.publish(word) }
                service.turns()
                #expect(service.link.acknowledged == Array(1...8))
                return service.place(of: "metrics:car")
            }
        }
        #expect(places == ["59.10003 24.10003", "59.10003 24.10003", "59.10003 24.10003"])
    }

    @Test("a small batch is not worth it: nothing is read ahead of what a pause may follow")
    func small() throws {
        try withService { service in
            service.lane.surroundings.readsAheadFrom = 3
            service.publish(5)
            service.turns()
            #expect(service.link.mostUnacknowledged == 2)
        }
        try withService { service in
            service.publish(5)
            service.turns()
            #expect(service.link.mostUnacknowledged == 4)
        }
    }

    private func withService<Result>(
        commitsFirst: Bool = false, _ body: (Service) throws -> Result
    ) throws -> Result {
        try withService(companion: TakingTurns(commitsFirst: commitsFirst), body)
    }

    private func withService<Result>(
        companion: TakingTurns?, _ body: (Service) throws -> Result
    ) throws -> Result {
        try withDatabase { store in
            let service = try Service(store.path, companion)
            defer { service.lane.store.close() }
            return try body(service)
        }
    }
}

/// Does one after the other on the same thread.
private final class TakingTurns: Companion {
    let commitsFirst: Bool

    init(commitsFirst: Bool) { self.commitsFirst = commitsFirst }

    func run(_ work: @escaping () -> Void, beside other: (_ isDone: () -> Bool) -> Void) {
        if commitsFirst { work() }
        // Asked after each read; two messages are enough.
        other { true }
        if !commitsFirst { work() }
    }
}

/// A lane, and what it stores and acknowledges in which order.
private final class Service {
    let link = NumberedLink()
    let lane: Lane
    private(set) var story: [String] = []
    private let path: String
    private let reader: DatabaseQueue
    private var receipts = 0
    private var stored = 0
    private let clock = SetClock(Timestamp(seconds: 1_790_000_000))

    private static let catalogues = Result {
        let profile = """
            profile: metrics
            identity: {device: "{device}"}
            assembly: {within: 500ms, wait: 2s}
            rules:
              - {name: latitude, topic: "m/{device}/lat", payload: text, time: none, assembles: {latitude: $}}
              - {name: longitude, topic: "m/{device}/lon", payload: text, time: none, assembles: {longitude: $}}
              - {name: charge, topic: "m/{device}/soc", payload: text, time: none, signals: [{name: Device.Energy, path: $}]}

            """
        return LaneConfiguration(
            databasePath: "", mqtt: MQTTConfiguration(host: "none", port: 1, clientID: "callahead"),
            profiles: try ProfileSet.load(texts: [("metrics.yaml", profile)]),
            diagnostician: Diagnostician(
                catalogue: try FaultCatalogue.load(directory: Repository.folder("device-profiles"))),
            phrasebook: try Phrasebook.load(directory: Repository.folder("outreach")))
    }

    init(_ path: String, _ companion: TakingTurns?) throws {
        self.path = path
        reader = try DatabaseQueue(path: path)
        var configuration = try Service.catalogues.get()
        configuration.databasePath = path
        var log = Logger(label: "lane")
        log.logLevel = .critical
        var surroundings = LaneSurroundings(
            link: link, clock: clock.lane, stop: NeverStops(), log: log, seed: 1, pause: { _ in })
        surroundings.companion = companion
        surroundings.readsAheadFrom = 1
        lane = try Lane(configuration, in: surroundings)
        lane.surroundings.onCommit = { [unowned self] _ in
            do { try noteReceipt() } catch { Issue.record("\(error)") }
        }
        link.onAcknowledge = { [unowned self] in story.append("acknowledged \($0.lowerBound)..\($0.upperBound)") }
        link.onRead = { [unowned self] in clock.now = clock.now.adding(milliseconds: 100) }
    }

    /// What is on disk by now.
    private func noteReceipt() throws {
        let row = try reader.read { try Row.fetchOne($0, sql: "SELECT count(*), sum(messages) FROM receipt") }
        guard let row, let count: Int = row[0], count > receipts, let messages: Int = row[1] else { return }
        receipts = count
        story.append("stored \(stored + 1)..\(messages)")
        stored = messages
    }

    func place(of asset: String) -> String? {
        guard let symbol = lane.symbols.find(asset), let key = lane.workingSet.assets.key(of: symbol),
            let place = lane.workingSet.assets.newestFix(of: key)?.position.coordinate
        else { return nil }
        return "\(place.latitude) \(place.longitude)"
    }

    func publish(_ count: Int) {
        for number in 1...count { publish("m/car-\(number)/soc \(number)") }
    }

    /// A topic and a payload.
    func publish(_ words: String) { link.publish(words) }

    /// Turns until nothing happens any more.
    func turns() {
        lane.start()
        for _ in 0..<30 {
            lane.turn()
            // The next try to connect.
            if !link.isConnected { clock.now = lane.nextDue ?? clock.now }
        }
    }

    func write(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }
}
