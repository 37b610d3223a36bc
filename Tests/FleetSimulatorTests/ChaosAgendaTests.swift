import Telemetry
import Testing

@testable import FleetSimulator

@Suite("What is done to the machine, and when")
struct ChaosAgendaTests {
    private let start = Timestamp(milliseconds: 1_000_000)

    @Test("every trouble has its end, and all comes in the order of time")
    func order() {
        var plan = ChaosPlan()
        plan.network = [ChaosPlan.NetworkCut(after: .seconds(30), cut: .all, lasts: .seconds(5), harm: .halfOpen)]
        plan.broker = [ChaosPlan.BrokerTrouble(after: .seconds(10), action: .kill, lasts: .seconds(40))]
        plan.service = [
            ChaosPlan.ServiceTrouble(after: .seconds(20), action: .failpoint("after-commit"), lasts: .zero)
        ]
        plan.disk = [ChaosPlan.DiskTrouble(after: .seconds(1), action: .slow(.milliseconds(20)), lasts: .seconds(2))]
        let acts = ChaosAgenda(plan, start: start, seed: 1).entries
        let expected: [(Int64, ChaosAgenda.Act)] = [
            (1, .disk("slow:20ms")), (3, .disk("ok")), (10, .killBroker), (20, .armService("after-commit:1")),
            (30, .harmNetwork(.all, .halfOpen)), (35, .mendNetwork(.all, after: .halfOpen)), (50, .restartBroker),
        ]
        #expect(acts == expected.map { ChaosAgenda.Entry(at: start.adding(seconds: $0.0), act: $0.1) })
    }

    @Test(
        "as many kills as are asked for, within their time, each with a start; the seed decides when",
        arguments: [1, 7, 50])
    func kills(count: Int) {
        var plan = ChaosPlan()
        plan.kills = ChaosPlan.Kills(count: count, from: .seconds(10), to: .seconds(60))
        let first = ChaosAgenda(plan, start: start, seed: 1).entries
        #expect(first.count == 2 * count)
        let isWithin = first.allSatisfy {
            $0.at >= start.adding(seconds: 10) && $0.at < start.adding(seconds: 60)
        }
        #expect(isWithin)
        #expect(first.count { $0.act == .killService } == count)
        let alternates = zip(first, first.dropFirst()).allSatisfy { $0.act != $1.act }
        #expect(alternates)
        #expect(first == ChaosAgenda(plan, start: start, seed: 1).entries)
        #expect(first != ChaosAgenda(plan, start: start, seed: 2).entries)
    }
}
