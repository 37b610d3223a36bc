import Persistence
import Telemetry
import Testing

@testable import Pipeline

@Suite("Devices that say too much")
struct ThrottleTests {
    private static let start = Timestamp(milliseconds: 1_795_000_000_000)

    private func policy(
        messages: Int64 = 20, faults: Int64 = 2, window: Int64 = 10, codes: Int64 = 100
    ) -> ThrottlePolicy {
        var policy = ThrottlePolicy()
        policy.messagesPerSecond = messages
        policy.faultMessagesPerSecond = faults
        policy.window = window
        policy.mildCodes = codes
        return policy
    }

    @Test(
        "a device may keep to its rate for ever and send a window's worth at once",
        arguments: [Int64(1), 3, 20, 1_000, 100_000])
    func keepsToRate(rate: Int64) {
        var throttle = Throttle(policy(messages: rate))
        let source = Symbol(index: 7)
        // A burst of everything that may be owed, then its rate for a minute (at most 20,000 messages), no one refused.
        let burst = Int(min(20_000, rate * 10))
        let admitted = (0..<burst).count { _ in throttle.admits(source, isFaults: false, at: ThrottleTests.start) }
        #expect(admitted == burst)
        var refused = 0
        let count = Int(min(20_000, rate * 60))
        for number in 1...count {
            let time = ThrottleTests.start.adding(milliseconds: Int64(number) * 1_000 / rate + 1_000 / rate + 1)
            if !throttle.admits(source, isFaults: false, at: time) { refused += 1 }
        }
        #expect(refused == 0)
    }

    @Test("of ten times its rate a device gets its rate through, and others are not touched by it")
    func tenTimes() {
        var throttle = Throttle(policy())
        var through = 0
        var others = 0
        for number in 0..<60_000 {
            let time = ThrottleTests.start.adding(milliseconds: Int64(number) * 5)
            if throttle.admits(Symbol(index: 1), isFaults: false, at: time) { through += 1 }
            if number % 20 == 0, throttle.admits(Symbol(index: 2), isFaults: false, at: time) { others += 1 }
        }
        // Five minutes at 20 a second, and 200 at once.
        #expect((6_190...6_210).contains(through), "\(through)")
        #expect(others == 3_000)
    }

    @Test("a clock that is set back holds nobody up longer than the window")
    func clockSetBack() {
        var throttle = Throttle(policy())
        let source = Symbol(index: 0)
        for _ in 0..<1_000 { _ = throttle.admits(source, isFaults: false, at: ThrottleTests.start) }
        let before = ThrottleTests.start.adding(seconds: -86_400 * 365)
        let isAdmittedAtOnce = throttle.admits(source, isFaults: false, at: before)
        let isAdmittedLater = throttle.admits(source, isFaults: false, at: before.adding(seconds: 1))
        #expect(!isAdmittedAtOnce && isAdmittedLater)
    }

    @Test("fault messages have a budget of their own")
    func ownBudget() {
        var throttle = Throttle(policy())
        let source = Symbol(index: 3)
        for _ in 0..<10_000 { _ = throttle.admits(source, isFaults: false, at: ThrottleTests.start) }
        let isPositionAdmitted = throttle.admits(source, isFaults: false, at: ThrottleTests.start)
        let isFaultAdmitted = throttle.admits(source, isFaults: true, at: ThrottleTests.start)
        #expect(!isPositionAdmitted && isFaultAdmitted)
    }

    @Test("a grave code passes at once, again after ten seconds, and beyond a thousand no more")
    func graveCodes() {
        var throttle = Throttle(policy())
        let source = Symbol(index: 1)
        let start = ThrottleTests.start
        let flood = throttle.exceeded(source, source: source, at: start)
        func verdict(_ code: String, _ seconds: Double, isRaised: Bool = true) -> Flood.CodeVerdict {
            throttle.verdict(
                on: code, isGrave: true, isRaised: isRaised,
                at: start.adding(milliseconds: Int64(seconds * 1_000)), in: flood)
        }
        let first = [
            verdict("P0524", 0), verdict("P0524", 1), verdict("P0524", 1, isRaised: false), verdict("P0524", 9.9),
            verdict("P0524", 10), verdict("P0524", 11),
        ]
        #expect(first == [.passes, .newestOnly, .newestOnly, .newestOnly, .passes, .newestOnly])
        let more = (1...1_100).map { verdict("X\($0)", 12) }
        #expect(more.count { $0 == .passes } == Flood.graveLimit - 1)
        #expect(more.last == .dropped)
        #expect(throttle.floods[0].droppedCodes == 101)
    }

    @Test("of codes without weight so many are taken as the policy says, and each of those again and again")
    func mildCodes() {
        var throttle = Throttle(policy(codes: 5))
        let flood = throttle.exceeded(Symbol(index: 1), source: Symbol(index: 2), at: ThrottleTests.start)
        func verdict(_ number: Int) -> Flood.CodeVerdict {
            throttle.verdict(on: "\(number)", isGrave: false, isRaised: true, at: ThrottleTests.start, in: flood)
        }
        let verdicts = (0..<8).map { verdict($0) } + [verdict(0)]
        #expect(
            verdicts == Array(repeating: .newestOnly, count: 5) + Array(repeating: .dropped, count: 3) + [.newestOnly])
    }

    @Test("a flood is told when it begins, every ten seconds while it grows, and once when it is over")
    func reports() {
        var throttle = Throttle(policy())
        var told: [(messages: Int, ended: Bool)] = []
        for second in 0..<1_300 {
            let time = ThrottleTests.start.adding(seconds: Int64(second))
            if second < 35 { _ = throttle.exceeded(Symbol(index: 1), source: Symbol(index: 2), at: time) }
            told += throttle.report(at: time).map { ($0.messages, $0.hasEnded) }
        }
        #expect(told.map(\.messages) == [1, 11, 21, 31, 35, 35])
        #expect(told.map(\.ended) == [false, false, false, false, false, true])
        #expect(throttle.floods.isEmpty)
    }

    @Test(
        "of a hundred thousand devices that flood at once ten thousand are told of, and grave codes of all come through"
    )
    func manyFloods() {
        var throttle = Throttle(policy())
        var passed = 0
        for number in 0..<100_000 {
            let source = Symbol(index: UInt32(number))
            let flood = throttle.exceeded(source, source: source, at: ThrottleTests.start)
            let verdict = throttle.verdict(
                on: "P0524", isGrave: true, isRaised: true, at: ThrottleTests.start, in: flood)
            if verdict == .passes { passed += 1 }
        }
        #expect(passed == 100_000)
        #expect(throttle.floods.count == Throttle.floodLimit)
    }

    @Test("in a batch the newest of each matter counts, also when older things come later")
    func thinning() {
        var thinning = BatchThinning()
        let source = Symbol(index: 1)
        let other = Symbol(index: 2)
        let start = ThrottleTests.start
        let notes: [(BatchThinning.Matter, Symbol, Int64)] = [
            (.position, source, 1), (.position, other, 1), (.position, source, 3), (.position, source, 2),
            (.code("P0300"), source, 1), (.code("P0420"), source, 1), (.code("P0300"), source, 1),
            (.signal(other), source, 5), (.signal(source), source, 4),
        ]
        for (index, note) in notes.enumerated() {
            thinning.note(note.0, of: note.1, at: start.adding(seconds: note.2), index: index)
        }
        #expect(thinning.superseded == [0, 3, 4])
    }

    @Test("quarantine keeps examples of each topic, more of each device, and counts the rest")
    func quarantine() {
        var budget = QuarantineBudget(perTopic: 60)
        func kept(_ topics: [String], seconds: Int64 = 0) -> Int {
            topics.count { topic in
                Array(topic.utf8).withUnsafeBytes {
                    budget.admits(
                        topic: $0, key: 42, at: ThrottleTests.start.adding(seconds: seconds).milliseconds)
                }
            }
        }
        let counts = [
            kept(Array(repeating: "a/b/faults", count: 1_000)), kept((0..<5_000).map { "a/c/\($0)" }),
            kept(["a/d/faults"]), kept(Array(repeating: "a/b/faults", count: 10), seconds: 180),
        ]
        #expect(counts == [60, 600, 1, 3])
        let all = kept((0..<100_000).map { "x\($0)/y" })
        #expect((18_000...20_000).contains(all), "\(all)")
    }

    @Test("what quarantine does not keep is counted by device, and in all beyond 500 of them")
    func unkept() {
        var unkept = UnkeptMessages()
        for number in 0..<2_000 { unkept.count("device-\(number % 1_000)", at: ThrottleTests.start) }
        let rows = unkept.report(at: ThrottleTests.start)
        #expect(rows.count == 501)
        #expect(rows.last?.name == UnkeptMessages.others)
        #expect(rows.map(\.messages).reduce(0, +) == 2_000)
        let early = unkept.report(at: ThrottleTests.start.adding(seconds: 9))
        #expect(early.isEmpty)
        let over = unkept.report(at: ThrottleTests.start.adding(seconds: 3_600))
        #expect(over.count == 501 && over.allSatisfy { $0.endedAt != nil })
        #expect(!unkept.hasReport(at: ThrottleTests.start.adding(seconds: 9_000)))
    }
}
