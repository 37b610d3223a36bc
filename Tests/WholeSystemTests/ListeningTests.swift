import Testing

@testable import WholeSystem

/// A service that stands still while a crew answers: the answer waits at the broker.
@Suite("An offer whose answer may wait at the broker")
struct ListeningTests {
    private static let kit = Result { try Kit(home: Checkout.home) }

    /// A car that stops, an offer, and a service that is away for longer than the offer stands.
    private func centre(awayFor seconds: Int64) throws -> (Centre, unit: String, offer: Int64) {
        let centre = try Centre(try ListeningTests.kit.get())
        try centre.start()
        centre.turn()
        let place = "\"lat\":59.43,\"lon\":24.75,\"speed\":0"
        centre.says("units/T1/online", "true")
        for who in ["units/T1", "assets/car-1"] {
            centre.says("\(who)/position", "{\"time\":\(centre.now),\(place)}")
        }
        centre.turn()
        centre.says(
            "assets/car-1/faults",
            "{\"time\":\(centre.now),\"mode\":\"set\",\"codes\":[{\"code\":\"obd/P0524\",\"status\":\"confirmed\"}]}"
        )
        centre.turn()
        let offer = try #require(centre.published.first { $0.topic.hasSuffix("/offer") })
        let unit = String(offer.topic.split(separator: "/")[3])
        let id = try #require(Crews.number("offer_id", in: offer.payload))
        centre.kill()
        centre.wait(seconds)
        return (centre, unit, id)
    }

    @Test("an answer that came in time and waited there counts, though the offer is over by now", arguments: [50, 400])
    func answered(away: Int64) throws {
        let (centre, unit, offer) = try centre(awayFor: away)
        let said = centre.now + (10 - away) * 1_000
        centre.says("units/\(unit)/job", "{\"time\":\(said),\"offer_id\":\(offer),\"state\":\"accepted\"}")
        try centre.start()
        centre.turn()
        #expect(centre.events.contains("job_accepted"))
        #expect(!centre.events.contains("job_expired"))
    }

    @Test("an offer that nobody answered lapses as soon as everything was read")
    func unanswered() throws {
        let (centre, _, _) = try centre(awayFor: 50)
        try centre.start()
        centre.turn()
        #expect(centre.events.contains("job_expired"))
    }

    @Test("without a broker it lapses after a minute")
    func deaf() throws {
        let (centre, _, _) = try centre(awayFor: 50)
        centre.broker.isReachable = false
        try centre.start()
        centre.turn()
        #expect(!centre.events.contains("job_expired"))
        centre.wait(61)
        centre.turn()
        #expect(centre.events.contains("job_expired"))
    }
}
