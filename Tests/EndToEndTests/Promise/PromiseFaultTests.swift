import TestSupport
import Testing

extension AtTheDesk {
    /// What a fault that goes away means, by how grave it was.
    @Suite("The promise: faults that go away")
    struct PromiseFaultTests {
        private static let filters = [
            "callahead/v1/units/+/offer", "callahead/v1/units/+/stand_down", "callahead/v1/messages/out",
        ]

        @Test("a limp whose fault stays away ends by itself, and nobody is rung", .timeLimit(.minutes(1)))
        func limpWithdrawn() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 1, slots: 4, cars: 1)).start(centre)
                let peer = try Peer(centre.broker.port, filters: Self.filters)
                try peer.publish([Native.online("tow-1"), Native.limp("car-1")])
                try centre.waitForCase(of: "car-1")
                #expect(try centre.texts("SELECT severity FROM case_file") == ["limp"])
                #expect(try centre.holds("slot") == ["1 confirmed"])
                #expect(try centre.holds("unit").isEmpty, "a standby reserves nothing")
                let script = try centre.screen(try centre.number("SELECT id FROM task")).script ?? ""
                #expect(script.contains("Gently and only a short way"), "\(script)")

                try peer.publish([Native.clear("car-1")])
                try eventually("the case is withdrawn") {
                    try centre.texts("SELECT state FROM case_file") == ["withdrawn"] ? true : nil
                }
                #expect(try centre.holds("slot") == ["1 released"])
                #expect(try centre.texts("SELECT kind || ' ' || state FROM task") == ["breakdown_call withdrawn"])
                #expect(try centre.number("SELECT count(*) FROM timer") == 0)
                try peer.settle()
                #expect(peer.received.isEmpty)
            }
        }

        @Test("a limp that somebody was told of ends with a friendly call", .timeLimit(.minutes(1)))
        func limpFollowedUp() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(slots: 4, cars: 1)).start(centre)
                let peer = try Peer(centre.broker.port, filters: Self.filters)
                try peer.publish([Native.limp("car-1")])
                try centre.tell()
                try peer.publish([Native.clear("car-1")])
                let call = try centre.claim("follow_up")
                #expect(call.script?.contains("Is everything all right again") == true)
                #expect(try centre.holds("slot") == ["1 confirmed"], "nobody has said that it is not needed")
                try centre.finish(call, "no_need")
                try eventually("the case has ended") {
                    try centre.number("SELECT count(*) FROM case_file WHERE closed_at IS NOT NULL") == 1 ? true : nil
                }
                #expect(try centre.holds("slot") == ["1 released"])
            }
        }

        @Test(
            "a cleared code on a stop stands nobody down: the truck stays, and the driver is rung",
            .timeLimit(.minutes(1)))
        func stopStays() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 1, slots: 4, cars: 1), policy: PromiseTown.patient)
                    .start(centre)
                let peer = try Peer(centre.broker.port, filters: Self.filters)
                try peer.publish([Native.online("tow-1"), Native.stop("car-1")])
                try peer.answer("tow-1", "accepted", eta: 25)
                try centre.waitForHolds("unit", ["tow-1 confirmed"])
                try centre.tell()
                try peer.publish([Native.clear("car-1")])
                let call = try centre.claim("call_again")
                let script = call.script ?? ""
                #expect(script.contains("the warning has gone out"), "\(script)")
                #expect(script.contains("please do not restart"), "\(script)")
                #expect(promises(script, minutes: 25), "\(script)")
                try peer.settle()
                #expect(peer.stoodDown.isEmpty)
                #expect(try centre.holds("unit") == ["tow-1 confirmed"])
                #expect(try centre.holds("slot") == ["1 confirmed"])
                #expect(try centre.texts("SELECT severity FROM case_file") == ["stop"])
            }
        }
    }
}
