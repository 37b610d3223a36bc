import GRDB
import TestSupport
import Testing

extension EndToEnd {
    /// The talk with units, drivers' apps and the text-message gateway.
    @Suite("Units answer")
    struct CrewTests {
        @Test(
            "an accepted offer moves the leg, advises again and sends the driver a message with the number in it",
            .timeLimit(.minutes(1)))
        func accepts() throws {
            try withCentre { centre in
                try centre.prepare(Reference(units: 1, slots: 4, cars: 1))
                let crew = try Peer(centre.broker.port, filters: ["callahead/v1/units/tow-1/offer"])
                let others = try Peer(
                    centre.broker.port, filters: ["callahead/v1/assets/+/advice", "callahead/v1/messages/out"])
                try crew.publish([Native.online("tow-1")])
                let serve = try centre.serve()
                try others.publish([Native.stop("car-1")])
                try crew.wait("an offer comes") { !$0.received.isEmpty }
                let offer = try #require(crew.received.first?.number("offer_id"))
                try crew.publish([Native.job("tow-1", "accepted", offer: offer, eta: 24)])
                try others.wait("the driver is told") { peer in
                    peer.received.contains { $0.topic == "callahead/v1/messages/out" }
                        && peer.received.count { $0.topic.hasSuffix("/advice") } == 2
                }
                // No closure inside the macro: in a debug build of Swift 6.3.1 the one below then ran in its place.
                let sent = others.received.first { $0.topic == "callahead/v1/messages/out" }
                let message = try #require(sent)
                #expect(message.text("to") == "+3725550002")
                #expect(message.text("channel") == "text")
                let advice = others.received.filter { $0.topic.hasSuffix("/advice") }
                #expect(advice.first?.text("unit") == nil)
                #expect(advice.last?.text("unit") == "tow-1")
                #expect(try centre.texts("SELECT state FROM leg") == ["accepted"])
                #expect(try centre.texts("SELECT state FROM hold WHERE kind = 'unit'") == ["confirmed"])
                // The number stands in no row of the outbox.
                #expect(try centre.number("SELECT count(*) FROM outbox WHERE payload LIKE '%5550002%'") == 0)
                try eventually("what left is noted", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == 0 ? true : nil
                }
            }
        }

        @Test("a declined offer goes to the next unit, once", .timeLimit(.minutes(1)))
        func declines() throws {
            try withCentre { centre in
                try centre.prepare(Reference(units: 3, cars: 1))
                let crews = try Peer(centre.broker.port, filters: ["callahead/v1/units/+/offer"])
                try crews.publish((1...3).map { Native.online("tow-\($0)") })
                _ = try centre.serve()
                try crews.publish([Native.stop("car-1")])
                var asked: [String] = []
                for count in 1...3 {
                    try crews.wait("offer \(count) comes") { $0.received.count == count }
                    let offer = try #require(crews.received.last)
                    let unit = String(offer.topic.split(separator: "/")[3])
                    asked.append(unit)
                    let id = try #require(offer.number("offer_id"))
                    try crews.publish([Native.job(unit, "declined", offer: id)])
                }
                // Nearest first, nobody twice.
                #expect(asked == ["tow-1", "tow-2", "tow-3"])
                try eventually("the plan says that nobody is left") {
                    try centre.texts("SELECT state FROM plan") == ["none_available"] ? true : nil
                }
                #expect(try centre.number("SELECT count(*) FROM hold WHERE state = 'released'") == 3)
                #expect(try centre.number("SELECT count(*) FROM task WHERE state = 'ready'") == 1)
            }
        }

        @Test("an offer leaves with its lifetime as message expiry", .timeLimit(.minutes(1)))
        func expires() throws {
            try withCentre { centre in
                try centre.prepare(Reference(units: 1, cars: 1))
                let peer = try Peer(centre.broker.port)
                try peer.publish([Native.online("tow-1")])
                let serve = try centre.serve()
                // The broker tells a subscriber how many seconds are left; our own client does not show it.
                let reader = try Command(
                    "mosquitto_sub",
                    [
                        "-p", "\(centre.broker.port)", "-V", "5", "-t", "callahead/v1/units/+/offer", "-q", "1", "-C",
                        "1", "-W", "20", "-F", "%E",
                    ], directory: centre.directory)
                defer { reader.kill() }
                try eventually("the reader has subscribed", said: centre.broker.log) {
                    centre.broker.log.contains("callahead/v1/units/+/offer") ? true : nil
                }
                try peer.publish([Native.stop("car-1")])
                #expect(try reader.waitForEnd() == .exited(0), "\(serve.errors)")
                let seconds = try #require(Int(reader.output.filter(\.isNumber)))
                #expect((1...45).contains(seconds))
            }
        }
    }
}
