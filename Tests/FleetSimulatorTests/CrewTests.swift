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
