import HeapModule
import Telemetry

/// The way from the devices to the broker: it doubles, delays, mixes up and holds back, as a scenario says.
///
/// Equal messages and seeds give equal results, whatever the steps in which time passes.
struct WireDisturbance: Sendable {
    private struct Entry: Sendable, Comparable {
        var message: WireMessage
        var number: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.message.at, left.number) < (right.message.at, right.number)
        }
        static func == (left: Entry, right: Entry) -> Bool { left.number == right.number }
    }

    /// A time in which nothing gets through.
    private struct Hold: Sendable {
        var from: Timestamp
        var until: Timestamp
        /// Whether what is sent but once is lost; else it is held back as well.
        var loses: Bool
    }

    /// A device that says the same over and over.
    private struct Babbler: Sendable {
        var asset: String
        var from: Timestamp
        var until: Timestamp
        /// Messages a second.
        var rate: Double
        var said: WireMessage?
        var count = 0

        /// When it babbles next.
        var next: Timestamp { from.adding(milliseconds: Int64(Double(count) * 1_000 / rate)) }
    }

    private let plan: ChaosPlan.Wire
    private let holds: [Hold]
    private var random: SeededGenerator
    private var entries = Heap<Entry>()
    private var count = 0
    private var babblers: [Babbler]
    /// How many messages were lost on their way.
    private(set) var lost = 0
    /// Breakdowns of which a word was lost.
    private(set) var lostBreakdowns: Set<Int> = []

    /// - Parameter name: Gives the id under which the service knows an asset.
    init(_ plan: ChaosPlan, seed: UInt64, start: Timestamp, name: (String) -> String) {
        babblers = plan.wire.babble.map { babble in
            Babbler(
                asset: name(babble.asset), from: start.adding(babble.after),
                until: start.adding(babble.after + babble.lasts), rate: babble.rate)
        }
        self.plan = plan.wire
        random = SeededGenerator(seed: seed, for: "the wire")
        let cuts = plan.network.filter { $0.cut != .service && $0.harm == .reset }.map {
            Hold(from: start.adding($0.after), until: start.adding($0.after + $0.lasts), loses: true)
        }
        let bursts = plan.wire.bursts.map {
            Hold(from: start.adding($0.after), until: start.adding($0.after + $0.holds), loses: false)
        }
        holds = cuts + bursts
    }

    /// When the next message reaches the broker.
    var next: Timestamp? {
        let babbles = babblers.filter { $0.said != nil && $0.next < $0.until }.map(\.next)
        return (babbles + [entries.min?.message.at].compactMap { $0 }).min()
    }

    /// Takes a message at the moment at which its device sends it.
    mutating func take(_ message: SimulatedMessage) {
        var sent = WireMessage(message)
        for index in babblers.indices where babblers[index].asset == sent.asset && sent.breakdown == nil {
            babble(index, until: sent.at)
            babblers[index].said = sent
        }
        if let hold = holds.first(where: { $0.from <= sent.at && sent.at < $0.until }) {
            guard !hold.loses || sent.qos > 0 else {
                lost += 1
                if let breakdown = sent.breakdown { lostBreakdowns.insert(breakdown) }
                return
            }
            // A modem's buffer empties in the order in which it was filled, far quicker than it was.
            let waited = Simulation.seconds(from: hold.from, to: sent.at)
            sent.at = hold.until.adding(milliseconds: Int64(waited * 20))
            sent.disturbance = hold.loses ? .late : .burst
        }
        delay(&sent)
        add(sent)
        guard random.fraction() < plan.duplicates else { return }
        sent.at = sent.at.adding(milliseconds: Int64(random.below(5_000)))
        sent.disturbance = .duplicate
        add(sent)
    }

    private mutating func delay(_ message: inout WireMessage) {
        guard plan.late > 0 || plan.reordered > 0 else { return }
        let draw = random.fraction()
        if draw < plan.late {
            message.at = message.at.adding(milliseconds: 1 + Int64(random.below(Int(plan.lateBy.milliseconds))))
            message.disturbance = .late
        } else if draw < plan.late + plan.reordered {
            message.at = message.at.adding(milliseconds: 50 + Int64(random.below(2_000)))
            message.disturbance = .reordered
        }
    }

    /// Takes a message that no device of the fleet has sent.
    mutating func add(_ message: WireMessage) {
        count += 1
        entries.insert(Entry(message: message, number: count))
    }

    /// Says once more what was said last, as often as it is time.
    private mutating func babble(_ index: Int, until time: Timestamp) {
        while babblers[index].next <= time, babblers[index].next < babblers[index].until {
            let at = babblers[index].next
            babblers[index].count += 1
            guard var message = babblers[index].said else { continue }
            (message.at, message.disturbance) = (at, .babble)
            // Behind everything else of the same moment, whenever it was thought of.
            entries.insert(Entry(message: message, number: 1 << 40 + index << 32 + babblers[index].count))
        }
    }

    /// What reaches the broker until `time`, in order; everything until then must have been taken.
    mutating func due(until time: Timestamp) -> [WireMessage] {
        for index in babblers.indices { babble(index, until: time) }
        var due: [WireMessage] = []
        while let first = entries.min, first.message.at <= time {
            _ = entries.popMin()
            due.append(first.message)
        }
        return due
    }

    /// When the first word about a breakdown reaches the broker, of those that are on their way.
    func arrival(ofBreakdown index: Int) -> Timestamp? {
        entries.unordered.filter { $0.message.breakdown == index }.map(\.message.at).min()
    }
}
