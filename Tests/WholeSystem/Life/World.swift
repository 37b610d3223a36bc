import Persistence
import Telemetry

/// What is outside of the service and outlives its processes: time, the broker, crews, dispatchers.
final class World {
    let seed: UInt64
    let broker: SimulatedBroker
    let crews: Crews
    let dispatchers: Dispatchers
    /// Milliseconds of true time.
    private(set) var time: Int64
    /// By how much the machine's clock is wrong.
    var clockError: Int64 = 0
    /// What happened, a line each; only kept when it is to be read.
    private(set) var log: [String] = []
    let isLogging: Bool
    private var queue: [(at: Int64, order: Int, event: Script.Event)] = []
    private var order = 0
    private var next = 0
    private let script: Script
    /// How many of the coming commits fail, and how.
    var diskFull = 0
    var refusals = 0

    init(_ script: Script, isLogging: Bool, topics: TopicMemory) {
        seed = script.seed
        broker = SimulatedBroker(topics)
        self.script = script
        self.isLogging = isLogging
        time = script.start
        crews = Crews(seed: script.seed)
        dispatchers = Dispatchers(seed: script.seed)
        broker.note = { [unowned self] line in note(line) }
        broker.onPublish = { [unowned self] topic, payload in heard(topic, payload) }
    }

    /// What the machine's clock shows.
    var now: Timestamp { Timestamp(milliseconds: time + clockError) }

    /// When something happens next from outside.
    var nextEvent: Int64? {
        let scripted = next < script.events.count ? script.events[next].at : nil
        guard let reaction = queue.first?.at else { return scripted }
        return min(scripted ?? reaction, reaction)
    }

    /// When something is published next, if nothing else happens before.
    var nextMessage: Int64? {
        let scripted = next < script.events.count ? script.events[next] : nil
        guard let reaction = queue.first, reaction.at <= scripted?.at ?? .max else {
            return scripted.flatMap { $0.event.isMessage ? $0.at : nil }
        }
        return reaction.event.isMessage ? reaction.at : nil
    }

    /// A message of the lane without the number that is put into it when it leaves.
    static func key(_ topic: String, _ payload: String) -> String {
        guard payload.hasPrefix("{\"to\":\""), let comma = payload.firstIndex(of: ",") else {
            return "\(topic) \(payload)"
        }
        return "\(topic) {\(payload[payload.index(after: comma)...])"
    }

    func advance(to time: Int64) { self.time = max(self.time, time) }

    /// Plans something that follows from what the service did.
    func plan(_ event: Script.Event, at time: Int64) {
        order += 1
        let place = queue.firstIndex { $0.at > time } ?? queue.endIndex
        queue.insert((time, order, event), at: place)
    }

    /// What happens now, taken out.
    func due() -> [Script.Event] {
        var events: [Script.Event] = []
        while next < script.events.count, script.events[next].at <= time {
            events.append(script.events[next].event)
            next += 1
        }
        while let first = queue.first, first.at <= time {
            events.append(first.event)
            queue.removeFirst()
        }
        return events
    }

    func note(_ line: @autoclosure () -> String) {
        guard isLogging else { return }
        log.append("\(Timestamp(milliseconds: time).iso8601.dropFirst(11)) \(line())")
    }

    /// Does what is between the devices and the broker; desks and imports are the caller's.
    func happen(_ event: Script.Event) {
        switch event {
        case .publish(let topic, let payload, let quality, let retain):
            broker.publish(
                SimulatedBroker.Message(topic: topic, payload: Array(payload.utf8), qualityOfService: quality),
                retain: retain)
        case .brokerAway(let length):
            if length > 0 {
                broker.isReachable = false
                broker.link?.lose()
                broker.breakConnection()
                plan(.brokerAway(0), at: time + length)
            } else {
                broker.isReachable = true
            }
        case .brokerSilent(let length):
            broker.isSilent = length > 0
            guard length > 0 else { return }
            broker.link?.lose()
            broker.breakConnection()
            plan(.brokerSilent(0), at: time + length)
        case .connectionBreaks:
            broker.link?.lose()
            broker.breakConnection()
        case .acknowledgementsBreak(let count): broker.breaksAfter = count
        case .brokerForgets(let count): broker.restart(forgetting: count)
        case .sessionLost: broker.loseSession()
        case .clockSet(let by): clockError += by
        case .diskFull(let count): diskFull += count
        case .refusedOnce: refusals += 1
        case .desk, .reference: break
        }
    }

    /// Everything that the lane published, once each.
    private(set) var published: Set<String> = []

    private func heard(_ topic: String, _ payload: String) {
        published.insert(World.key(topic, payload))
        note("  sent \(topic): \(payload)")
        for (delay, event) in crews.heard(topic, payload, at: time) { plan(event, at: time + delay) }
    }
}
