import Planning
import Roads
import Synchronization
import Telemetry
import Testing

/// A router that answers as told, and a clock that it moves.
private final class ScriptedRouter: Router {
    enum Answer {
        case seconds(Int64)
        case error(RouterError.Kind)
        case times([RoadTime])
    }

    struct Question: Equatable {
        let count: Int
        let to: Coordinate
        let milliseconds: Int
    }

    private struct State {
        var now: Int64 = 0
        var answer = Answer.seconds(60)
        var takes: Int64 = 10
        var questions: [Question] = []
    }

    private let state = Mutex(State())

    var now: Int64 { state.withLock(\.now) }
    var questions: [Question] { state.withLock(\.questions) }

    func pass(_ milliseconds: Int64) { state.withLock { $0.now += milliseconds } }
    func answer(_ answer: Answer, after milliseconds: Int64) {
        state.withLock { ($0.answer, $0.takes) = (answer, milliseconds) }
    }

    func times(
        from sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
    ) throws(RouterError) -> [RoadTime] {
        let answer = state.withLock { state in
            state.questions.append(Question(count: sources.count, to: destination, milliseconds: milliseconds))
            state.now += state.takes
            return state.answer
        }
        switch answer {
        case .seconds(let seconds): return sources.map { _ in .seconds(seconds) }
        case .times(let times): return times
        case .error(let kind): throw RouterError(kind, "as told")
        }
    }
}

@Suite("The gate before a router")
struct RouterGateTests {
    private let router = ScriptedRouter()
    private let customers: [Coordinate]

    init() throws {
        customers = try (0..<4).map { try place(59.4 + Double($0) / 100, 24.7) }
    }

    private func drives(_ count: Int, to customer: Int = 0) throws -> [Drive] {
        try (0..<count).map { Drive(from: try place(58 + Double($0) / 1_000, 24), to: customers[customer]) }
    }

    @discardableResult
    private func ask(_ gate: inout RouterGate, _ drives: [Drive]) -> [RoadTime] {
        gate.answers(for: drives, from: router, clock: { router.now }).map(\.time)
    }

    @Test("drives are asked about by destination, in requests of fifty, each once")
    func chunks() throws {
        var gate = RouterGate()
        let asked = try drives(70) + drives(3, to: 1) + drives(2)
        let answers = gate.answers(for: asked, from: router, clock: { router.now })
        #expect(router.questions.map(\.count) == [50, 20, 3])
        #expect(router.questions.map(\.to) == [customers[0], customers[0], customers[1]])
        #expect(answers.count == 73 && Set(answers.map(\.drive)) == Set(asked))
        #expect(answers.allSatisfy { $0.time == .seconds(60) })
        #expect(gate.counts.asked == 73 && gate.counts.answered == 73 && gate.counts.requests == 3)
    }

    @Test("all questions of a batch share one limit; the next batch has it again")
    func budget() throws {
        var gate = RouterGate()
        router.answer(.seconds(60), after: 100)
        let all = try drives(1) + drives(1, to: 1) + drives(1, to: 2) + drives(1, to: 3)
        #expect(ask(&gate, all) == [.seconds(60), .seconds(60), .seconds(60), .unanswered])
        #expect(router.questions.map(\.milliseconds) == [250, 150, 50])
        #expect(ask(&gate, try drives(1)) == [.unanswered])
        #expect(gate.counts.skipped == 2)
        gate.beginBatch()
        #expect(ask(&gate, try drives(1)) == [.seconds(60)])
        #expect(router.questions.last?.milliseconds == 250)
    }

    @Test(
        "a router that fails rests 5 s, twice as long each time, and a minute at most",
        arguments: [RouterError.Kind.unreachable, .timeout])
    func rests(kind: RouterError.Kind) throws {
        var gate = RouterGate()
        let two = try drives(1) + drives(1, to: 1)
        router.answer(.error(kind), after: 10)
        for rest in [5_000, 10_000, 20_000, 40_000, 60_000, 60_000] as [Int64] {
            gate.beginBatch()
            let before = router.questions.count
            #expect(ask(&gate, two) == [.unanswered, .unanswered])
            // One question, not two: the second would only have been late as well.
            #expect(router.questions.count == before + 1)
            #expect(gate.failure?.kind == kind)
            router.pass(rest - 1)
            #expect(gate.isResting(at: router.now))
            gate.beginBatch()
            ask(&gate, two)
            #expect(router.questions.count == before + 1)
            router.pass(1)
            #expect(!gate.isResting(at: router.now))
        }
        #expect(gate.counts.rests == 6 && gate.counts.failedRequests == 6)
    }

    @Test("an answer after a rest ends it, and the next rest is short again")
    func recovers() throws {
        var gate = RouterGate()
        router.answer(.error(.unreachable), after: 1)
        ask(&gate, try drives(1))
        router.pass(5_000)
        ask(&gate, try drives(1))
        router.pass(10_000)
        router.answer(.seconds(7), after: 1)
        gate.beginBatch()
        #expect(ask(&gate, try drives(60)) == Array(repeating: .seconds(7), count: 60))
        #expect(gate.failure == nil)
        router.answer(.error(.unreachable), after: 1)
        ask(&gate, try drives(1))
        router.pass(5_000)
        #expect(!gate.isResting(at: router.now))
    }

    @Test("a time-out is not held against a router that had too little time")
    func unfairTimeout() throws {
        var gate = RouterGate()
        router.answer(.seconds(60), after: 160)
        ask(&gate, try drives(1))
        router.answer(.error(.timeout), after: 90)
        #expect(ask(&gate, try drives(1, to: 1)) == [.unanswered])
        #expect(!gate.isResting(at: router.now) && gate.counts.failedRequests == 1)
    }

    @Test("the trial after a rest waits for a batch with time enough")
    func fairTrial() throws {
        var gate = RouterGate()
        router.answer(.error(.timeout), after: 200)
        ask(&gate, try drives(1))
        router.pass(5_000)
        ask(&gate, try drives(1))
        #expect(router.questions.count == 1)
        gate.beginBatch()
        ask(&gate, try drives(1))
        #expect(router.questions.count == 2)
    }

    @Test("refusals are about places until there are three in a row")
    func refusals() throws {
        var gate = RouterGate()
        router.answer(.error(.refused), after: 1)
        ask(&gate, try drives(1) + drives(1, to: 1))
        router.answer(.seconds(1), after: 1)
        ask(&gate, try drives(1))
        router.answer(.error(.refused), after: 1)
        ask(&gate, try drives(1) + drives(1, to: 1))
        #expect(!gate.isResting(at: router.now))
        ask(&gate, try drives(1) + drives(1, to: 1))
        #expect(gate.isResting(at: router.now) && router.questions.count == 6)
        router.pass(5_000)
        gate.beginBatch()
        ask(&gate, try drives(1) + drives(1, to: 1))
        #expect(gate.isResting(at: router.now) && router.questions.count == 7)
    }

    @Test("an answer about another number of places counts as refused")
    func wrongCount() throws {
        var gate = RouterGate()
        router.answer(.times([.seconds(1)]), after: 1)
        #expect(ask(&gate, try drives(2)) == [.unanswered, .unanswered])
        #expect(gate.failure?.kind == .refused && gate.counts.answered == 0)
    }

    @Test("what a router leaves open does not make it well")
    func openAnswers() throws {
        var gate = RouterGate()
        router.answer(.error(.unreachable), after: 1)
        ask(&gate, try drives(1))
        router.pass(5_000)
        router.answer(.times([.unanswered]), after: 1)
        ask(&gate, try drives(1))
        #expect(gate.failure != nil)
        router.answer(.error(.unreachable), after: 1)
        ask(&gate, try drives(1))
        router.pass(9_999)
        #expect(gate.isResting(at: router.now))
    }

    @Test("a clock that stands still or jumps stops nothing", arguments: [0, .max, .min] as [Int64])
    func clock(start: Int64) throws {
        var gate = RouterGate()
        router.answer(.error(.unreachable), after: 0)
        let drives = try drives(1)
        #expect(gate.answers(for: drives, from: router, clock: { start }).map(\.time) == [.unanswered])
        let clock = Mutex(false)
        _ = gate.answers(for: drives, from: router) {
            clock.withLock { isSecond in
                defer { isSecond = true }
                return isSecond ? .min : .max
            }
        }
        #expect(gate.counts.asked >= 1)
    }

    @Test("with no drives nobody is asked")
    func none() {
        var gate = RouterGate()
        #expect(ask(&gate, []).isEmpty && router.questions.isEmpty)
    }
}
