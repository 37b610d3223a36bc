import FleetSimulator
import Telemetry
import Testing

struct DeterminismTests {
    @Test("equal seeds give the same messages byte for byte", arguments: [1, 7, 4_711] as [UInt64])
    func sameSeed(seed: UInt64) throws {
        let first = try play(seed: seed)
        let second = try play(seed: seed)
        #expect(first.messages == second.messages)
        #expect(first.simulation.truth == second.simulation.truth)
        #expect(first.messages.count > 1_000)
    }

    @Test("another seed gives another town")
    func otherSeed() throws {
        #expect(try play(seed: 1).messages != play(seed: 2).messages)
    }

    @Test("the steps in which time passes change nothing")
    func steps() throws {
        var coarse = Simulation(town: try smallTown(), seed: 3, start: start)
        var fine = coarse
        var messages: [SimulatedMessage] = []
        for step in 1..<601 { messages += fine.advance(to: start.adding(milliseconds: Int64(step) * 100)) }
        #expect(coarse.advance(to: start.adding(seconds: 60)) == messages)
    }

    @Test("messages come in the order of their time and never from the future")
    func order() throws {
        let messages = try play().messages
        #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.at <= $1.at })
        #expect(messages.allSatisfy { $0.at >= start })
    }
}
