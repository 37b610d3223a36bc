import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// A message that no code can stand.
    @Suite("Poison")
    struct PoisonTests {
        @Test(
            "a message that kills the process ends in quarantine, and its neighbours have their cases",
            .timeLimit(.minutes(1)), arguments: [true, false])
        func poison(arrivesWhileRunning: Bool) throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 10))
                let peer = try Peer(centre.broker.port)
                let topic = "callahead/v1/assets/car-5/faults"
                let messages =
                    (1...4).map { Native.stop("car-\($0)") } + [(topic, "{\"codes\":[\"POISON\"]}")]
                    + (6...10).map { Native.stop("car-\($0)") }
                if !arrivesWhileRunning { try peer.publish(messages) }
                var deaths = 0
                var serve = try centre.serve(failpoint: "on-payload:POISON")
                if arrivesWhileRunning {
                    // A start that has worked for a while dies of it too.
                    try peer.publish([Native.stop("car-5")])
                    try centre.waitForCase(of: "car-5")
                    try peer.publish(messages)
                }
                try eventually("the service lives on", within: 30, said: serve.errors) {
                    if serve.end != nil {
                        #expect(serve.end == .killed, "\(serve.errors)")
                        deaths += 1
                        // At work, twice in a first batch, four times alone: a few deaths may be kills from outside.
                        try #require(deaths <= 7, "it died \(deaths) times")
                        serve = try centre.serve(failpoint: "on-payload:POISON")
                    }
                    return try centre.number("SELECT count(*) FROM quarantine") == 1 ? true : nil
                }
                for number in [1, 2, 3, 4, 6, 7, 8, 9, 10] { try centre.waitForCase(of: "car-\(number)") }
                #expect(serve.end == nil)
                #expect(try centre.texts("SELECT topic FROM quarantine") == [topic])
                #expect(try centre.texts("SELECT reason FROM quarantine").first?.contains("died") == true)
                print("a poisonous message: \(deaths) deaths before it was set aside")

                // It has been acknowledged, and no innocent message is suspected afterwards.
                serve.send(SIGTERM)
                #expect(try serve.waitForEnd() == .exited(0))
                #expect(try centre.serveUntilIdle().messages == 0)
            }
        }

        @Test("after an isolation nothing is left that would suspect an equal message later", .timeLimit(.minutes(1)))
        func noLastingSuspicion() throws {
            try withCentre { centre in
                try centre.prepare()
                let peer = try Peer(centre.broker.port)
                // Two deaths in the first batch for reasons that lie in no message; then one clean isolation.
                for _ in 1...2 {
                    try peer.publish([Native.stop("car-1", time: 1_795_000_000_000)])
                    #expect(try centre.serve(failpoint: "after-read:1").waitForEnd() == .killed)
                }
                try centre.serveUntilIdle()
                #expect(try centre.cases(of: "car-1") == 1)
                #expect(try centre.number("SELECT value FROM meta WHERE name = 'suspect'") == 0)
                #expect(try centre.number("SELECT count(*) FROM quarantine") == 0)
            }
        }
    }
}
