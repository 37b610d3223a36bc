import TestSupport
import Testing

extension AtTheDesk {
    /// Where the asset is decides who comes.
    @Suite("The promise: places")
    struct PromisePlaceTests {
        private static let crews = ["callahead/v1/units/+/offer", "callahead/v1/units/+/stand_down"]

        @Test("a unit is told when its asset has moved on, and keeps the job", .timeLimit(.minutes(1)))
        func moved() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 1, cars: 1), policy: PromiseTown.patient).start(centre)
                let crews = try Peer(centre.broker.port, filters: Self.crews)
                try crews.publish([
                    Native.online("tow-1"), Native.unitAt("tow-1", lat: 59.44, lon: 24.75), Native.stop("car-1"),
                ])
                let offer = try crews.answer("tow-1", "accepted", eta: 20)
                try centre.waitForHolds("unit", ["tow-1 confirmed"])
                try centre.tell()

                // 100 metres are none of anybody's business, two kilometres are.
                try crews.publish([Native.at("car-1", lat: 59.4379, lon: 24.753)])
                try crews.publish([Native.at("car-1", lat: 59.454, lon: 24.753, time: Milliseconds.now + 1_000)])
                try crews.wait("the offer is told anew") { $0.received.count == 2 }
                let revised = crews.received.last
                #expect(revised?.number("offer_id") == offer)
                #expect((revised?.number("revision") ?? 0) > 0)
                #expect(revised?.payload.contains("59.454") == true)
                #expect(try centre.texts("SELECT round(lat, 3) || '' FROM plan_place") == ["59.454"])
                #expect(try centre.holds("unit") == ["tow-1 confirmed"])
            }
        }

        @Test(
            "on a motorway with a concession the approved firm is rung, and no unit of ours is asked",
            .timeLimit(.minutes(1)))
        func concession() throws {
            try withCentre { centre in
                _ = try PromiseTown(
                    reference: Reference(units: 2, cars: 1), concession: true, policy: PromiseTown.patient
                ).start(centre)
                let crews = try Peer(centre.broker.port, filters: Self.crews)
                try crews.publish([Native.online("tow-1"), Native.online("tow-2"), Native.stop("car-1")])
                let ring = try centre.claim("provider_call")
                #expect(ring.script?.contains("on a road where we may not recover it ourselves") == true)
                #expect(try centre.texts("SELECT kind || ' ' || provider FROM leg") == ["third_party recovery-1"])
                let call = try centre.claim("breakdown_call")
                #expect(call.script?.contains("On this road only an approved firm may recover") == true)
                try centre.finish(ring, "accepted", etaMinutes: 30)
                let script = try centre.screen(call.id).script ?? ""
                #expect(script.contains("Ring Recovery will recover it on this road"), "\(script)")
                #expect(promises(script, minutes: 30), "\(script)")
                try crews.settle()
                #expect(crews.received.isEmpty)
                #expect(try centre.holds("unit").isEmpty)
            }
        }
    }
}
