import TestSupport
import Testing

extension AtTheDesk {
    /// What was said of a unit stays true, or is said anew.
    @Suite("The promise: units")
    struct PromiseUnitTests {
        private static let crews = ["callahead/v1/units/+/offer", "callahead/v1/units/+/stand_down"]

        @Test("who declines is not asked again for this leg, whatever happens to the others", .timeLimit(.minutes(1)))
        func declines() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 2, cars: 1), policy: PromiseTown.patient).start(centre)
                let crews = try Peer(centre.broker.port, filters: Self.crews)
                try crews.publish([Native.online("tow-1"), Native.online("tow-2"), Native.stop("car-1")])
                let call = try centre.claim("breakdown_call")
                #expect(call.script?.contains("I am getting a flatbed to you") == true)
                try crews.answer("tow-1", "declined")
                try crews.answer("tow-2", "accepted", eta: 25)
                try centre.waitForHolds("unit", ["tow-1 released", "tow-2 confirmed"])
                let script = try centre.screen(call.id).script ?? ""
                #expect(promises(script, minutes: 25), "\(script)")
                try centre.finish(call, "reached")

                // The one that was promised breaks down itself: nobody else is left, and that is said.
                try crews.publish([Native.job("tow-2", "unable", offer: crews.offer(to: "tow-2"))])
                let again = try centre.claim("call_again")
                #expect(again.script?.contains("the crew cannot help you after all") == true)
                #expect(try centre.texts("SELECT state FROM plan") == ["none_available"])
                #expect(crews.asked == ["tow-1", "tow-2"])
                #expect(try centre.number("SELECT count(*) FROM hold WHERE state IN ('held','asked','confirmed')") == 0)
            }
        }

        @Test(
            "an offer that nobody answers goes to the next unit; the late answer changes nothing",
            .timeLimit(.minutes(1)))
        func silence() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 2, cars: 1)).start(centre)
                let crews = try Peer(centre.broker.port, filters: Self.crews)
                try crews.publish([Native.online("tow-1"), Native.online("tow-2"), Native.stop("car-1")])
                let first = try crews.offer(to: "tow-1")
                _ = try crews.answer("tow-2", "accepted", eta: 30)
                try centre.waitForHolds("unit", ["tow-1 released", "tow-2 confirmed"])
                try crews.publish([Native.job("tow-1", "accepted", offer: first)])
                try eventually("the late answer is noted") {
                    try centre.number("SELECT count(*) FROM event WHERE kind = 'late_answer'") == 1 ? true : nil
                }
                #expect(try centre.holds("unit") == ["tow-1 released", "tow-2 confirmed"])
                let script = try centre.claim("breakdown_call").script ?? ""
                #expect(promises(script, minutes: 30), "\(script)")
            }
        }

        @Test(
            "a unit whose connection breaks is rung before it is replaced, and both are shown until it confirms",
            .timeLimit(.minutes(1)))
        func offline() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 2, cars: 1), policy: PromiseTown.patient).start(centre)
                let crews = try Peer(centre.broker.port, filters: Self.crews)
                // The first truck's own connection, with the last will that its device leaves at the broker.
                let truck = try Command(
                    "mosquitto_sub",
                    [
                        "-p", "\(centre.broker.port)", "-t", "callahead/v1/units/tow-1/offer", "--will-topic",
                        "callahead/v1/units/tow-1/online", "--will-payload", "false", "--will-qos", "1",
                    ], directory: centre.directory)
                defer { truck.kill() }
                try eventually("the truck is connected", said: centre.broker.log) {
                    centre.broker.log.contains("callahead/v1/units/tow-1/offer") ? true : nil
                }
                try crews.publish([Native.online("tow-1"), Native.online("tow-2"), Native.stop("car-1")])
                let offer = try crews.answer("tow-1", "accepted", eta: 20)
                try centre.waitForHolds("unit", ["tow-1 confirmed"])
                try centre.tell()

                truck.kill()
                let ring = try centre.claim("provider_call")
                #expect(ring.unit?.id == "tow-1")
                #expect(crews.asked == ["tow-1"], "it is called before it is replaced")
                #expect(try centre.holds("unit") == ["tow-1 confirmed"])
                try centre.finish(ring, "no_answer")

                try crews.answer("tow-2", "accepted", eta: 35)
                try centre.waitForHolds("unit", ["tow-1 confirmed", "tow-2 confirmed"])
                #expect(crews.stoodDown == ["tow-1"])
                let again = try centre.claim("call_again")
                let script = again.script ?? ""
                #expect(script.contains("we have lost touch with the crew that I told you about"), "\(script)")
                #expect(promises(script, minutes: 35), "\(script)")
                try centre.finish(again, "reached")

                try crews.publish([Native.job("tow-1", "cancel_confirmed", offer: offer)])
                try centre.waitForHolds("unit", ["tow-1 released", "tow-2 confirmed"])
            }
        }

        @Test("an arrival that slips past what was said makes a call with the new range", .timeLimit(.minutes(1)))
        func slips() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 1, cars: 1), policy: PromiseTown.patient).start(centre)
                let crews = try Peer(centre.broker.port, filters: Self.crews)
                try crews.publish([Native.online("tow-1"), Native.stop("car-1")])
                let offer = try crews.answer("tow-1", "accepted", eta: 20)
                try centre.waitForHolds("unit", ["tow-1 confirmed"])
                let told = try centre.tell()
                #expect(promises(told.script, minutes: 20))

                // Two minutes more is no reason to ring anybody.
                try crews.publish([Native.job("tow-1", "delayed", offer: offer, eta: 22)])
                try crews.publish([Native.job("tow-1", "delayed", offer: offer, eta: 60)])
                let again = try centre.claim("call_again")
                let script = again.script ?? ""
                #expect(script.contains("the help comes later than I told you"), "\(script)")
                #expect(promises(script, minutes: 60), "\(script)")
                #expect(try centre.holds("unit") == ["tow-1 confirmed"])
                try centre.finish(again, "reached")
                #expect(try centre.number("SELECT count(*) FROM task WHERE kind = 'call_again'") == 1)
                #expect(try centre.number("SELECT count(*) FROM task WHERE state NOT IN ('done','withdrawn')") == 0)
            }
        }
    }
}
