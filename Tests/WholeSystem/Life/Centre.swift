import Casework
import Foundation
import Logging
import Pipeline
import Telemetry

/// A centre whose lanes follow each other over one database and one broker.
final class Centre {
    let broker = SimulatedBroker()
    let path: String
    private let kit: Kit
    private var time = Timestamp(seconds: 1_795_000_000)
    private var lane: Lane?
    private var link: SimulatedLink?
    private(set) var events: [String] = []
    private(set) var published: [(topic: String, payload: String)] = []
    /// Milliseconds since 1970.
    var now: Int64 { time.milliseconds }

    init(_ kit: Kit) throws {
        self.kit = kit
        path = "\(kit.folder)/\(UUID().uuidString).db"
        try DatabaseFiles(path: kit.template).copy(to: path)
        broker.onPublish = { [unowned self] in published.append(($0, $1)) }
    }

    deinit {
        lane?.drop()
        DatabaseFiles(path: path).remove()
    }

    func start() throws {
        let link = SimulatedLink(to: broker)
        let clock = LaneClock(now: { [unowned self] in time }, machine: { [unowned self] in time })
        let surroundings = LaneSurroundings(
            link: link, clock: clock, stop: NobodyAsks(),
            log: Logger(label: "lane") { _ in SwiftLogNoOpLogHandler() },
            seed: 1, pause: { _ in })
        let lane = try Lane(kit.configuration(for: path), in: surroundings)
        lane.surroundings.onCommit = { [unowned self] in events += $0.events.map(\.kind) }
        (self.lane, self.link) = (lane, link)
        lane.start()
    }

    func kill() {
        link?.die()
        lane?.drop()
        (lane, link) = (nil, nil)
    }

    func turn(_ times: Int = 8) { for _ in 0..<times { lane?.turn() } }

    func wait(_ seconds: Int64) { time = time.adding(seconds: seconds) }

    func says(_ topic: String, _ payload: String) {
        broker.publish(
            SimulatedBroker.Message(
                topic: "callahead/v1/\(topic)", payload: Array(payload.utf8), qualityOfService: 1),
            retain: false)
    }
}
