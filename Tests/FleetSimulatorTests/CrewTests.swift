import FleetSimulator
import Telemetry
import Testing

struct CrewTests {
    /// What a unit says about its jobs after an offer for the first breakdown, until everything is over.
    private func words(of unit: String, offers: Int = 1) throws -> [String] {
        var simulation = Simulation(town: try smallTown(), seed: 1, start: start)
        var messages = simulation.advance(to: start.adding(seconds: 5))
        let broken = try #require(simulation.truth.broken.first)
        var now = start.adding(seconds: 5)
        for number in 1..<(offers + 1) {
            simulation.receive(
                topic: "callahead/v1/units/\(unit)/offer",
                payload: offer(number, broken.asset, broken.place.latitude, broken.place.longitude), at: now)
            now = now.adding(seconds: 300)
            messages += simulation.advance(to: now)
        }
        return messages.filter { $0.topic == "callahead/v1/units/\(unit)/job" }.compactMap { message in
            message.payload.split(separator: "\"state\":\"").last?.split(separator: "\"").first.map(String.init)
        }
    }

    @Test(
        "a crew does with an offer what the town says of it",
        arguments: [
            ("flatbed-1", 1, ["accepted", "en_route", "on_scene", "loaded", "delivered"]),
            ("patrol-1", 1, ["accepted", "en_route", "on_scene", "unable"]),
            ("flatbed-3", 1, ["declined"]),
            ("flatbed-3", 2, ["declined", "accepted", "en_route", "on_scene", "loaded", "delivered"]),
            ("flatbed-4", 1, []),
            ("village", 1, []),
        ])
    func temper(unit: String, offers: Int, expected: [String]) throws {
        #expect(try words(of: unit, offers: offers) == expected)
    }

    /// What a unit says of its jobs when an offer reaches it at each of these seconds.
    private func answers(of unit: String, to offers: [Int64], until second: Int64) throws -> [String] {
        var simulation = Simulation(town: try smallTown(), seed: 1, start: start)
        _ = simulation.advance(to: start.adding(seconds: 5))
        let broken = try #require(simulation.truth.broken.first)
        let payload = offer(
            1, broken.asset, broken.place.latitude, broken.place.longitude,
            until: start.adding(seconds: second).iso8601)
        var messages: [SimulatedMessage] = []
        for second in offers {
            let now = start.adding(seconds: second)
            messages += simulation.advance(to: now)
            simulation.receive(topic: "callahead/v1/units/\(unit)/offer", payload: payload, at: now)
        }
        messages += simulation.advance(to: start.adding(seconds: 600))
        return messages.filter { $0.unit == unit }.compactMap(\.word)
    }

    @Test(
        "an offer that comes again, as after a restart of the service, is answered once", arguments: [7, 60] as [Int64])
    func repeated(second: Int64) throws {
        #expect(try answers(of: "flatbed-3", to: [6, second], until: 900) == ["declined"])
        #expect(try answers(of: "flatbed-1", to: [6, second], until: 900).count { $0 == "accepted" } == 1)
    }

    @Test(
        "an offer that is over is not accepted: it came too late, or the crew took too long",
        arguments: [(6, 6), (6, 7), (50, 45), (6, 51)] as [(Int64, Int64)])
    func expired(arrives: Int64, expires: Int64) throws {
        // It answers after two seconds.
        let isInTime = expires > arrives + 2
        #expect(try answers(of: "flatbed-1", to: [arrives], until: expires).contains("accepted") == isInTime)
    }

    @Test("a crew that is stood down turns back and says so")
    func standDown() throws {
        var simulation = Simulation(town: try smallTown(), seed: 1, start: start)
        _ = simulation.advance(to: start.adding(seconds: 5))
        let broken = try #require(simulation.truth.broken.first)
        simulation.receive(
            topic: "callahead/v1/units/flatbed-2/offer",
            payload: offer(9, broken.asset, broken.place.latitude, broken.place.longitude),
            at: start.adding(seconds: 5))
        _ = simulation.advance(to: start.adding(seconds: 10))
        simulation.receive(
            topic: "callahead/v1/units/flatbed-2/stand_down", payload: "{\"offer_id\":9,\"job_id\":9}",
            at: start.adding(seconds: 10))
        let later = simulation.advance(to: start.adding(seconds: 80))
        let words = later.filter { $0.topic == "callahead/v1/units/flatbed-2/job" }
        #expect(words.count == 1)
        #expect(words.first?.payload.contains("cancel_confirmed") == true)
    }

    @Test("what is no offer is passed over", arguments: ["", "{", "[]", "{\"offer_id\":\"x\"}", "{\"offer_id\":1}"])
    func nonsense(payload: String) throws {
        var simulation = Simulation(town: try smallTown(), seed: 1, start: start)
        simulation.receive(topic: "callahead/v1/units/flatbed-1/offer", payload: payload, at: start)
        let words = simulation.advance(to: start.adding(seconds: 30)).filter { $0.topic.hasSuffix("/job") }
        #expect(words.isEmpty)
    }

    @Test("most of what breaks is mended or delivered within the demo")
    func mended() throws {
        let truth = try play().simulation.truth
        #expect(truth.broken.filter { $0.endedAt != nil }.count >= 6)
        #expect(truth.broken.allSatisfy { $0.endedAt == nil || $0.answers.last?.state.isFinal == true })
    }
}
