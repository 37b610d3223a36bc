import TestSupport
import Testing

extension AtTheDesk {
    /// Workshops that refuse, units that only have a telephone, and nobody at all.
    @Suite("The promise: who is asked by telephone, and nobody")
    struct PromiseHelpTests {
        private static let crews = ["callahead/v1/units/+/offer", "callahead/v1/units/+/stand_down"]

        @Test(
            "a workshop that refuses loses the asset to the next time, and who was told hears of it",
            .timeLimit(.minutes(1)))
        func workshopRefuses() throws {
            try withCentre { centre in
                _ = try PromiseTown(
                    reference: Reference(units: 1, slots: 4, cars: 1), workshopMustBeAsked: true,
                    policy: PromiseTown.patient
                ).start(centre)
                let crews = try Peer(centre.broker.port, filters: Self.crews)
                try crews.publish([Native.online("tow-1"), Native.stop("car-1")])
                try crews.answer("tow-1", "accepted", eta: 25)
                let ring = try centre.claim("workshop_call")
                #expect(ring.slot?.id == 1)
                #expect(ring.script?.contains("Please confirm or name another time") == true)
                let told = try centre.tell()
                let words = told.script ?? ""
                #expect(words.contains("a time tomorrow at") || words.contains("a time on"), "\(words)")
                #expect(!words.contains("expects you"), "\(words)")

                try centre.finish(ring, "declined")
                try eventually("the next time is held") {
                    let holds = try centre.holds("slot")
                    return holds.first == "1 refused" && holds.count == 2 ? true : nil
                }
                #expect(try centre.holds("slot").last?.hasPrefix("2 ") == true)
                let again = try centre.claim("call_again")
                #expect(again.script?.contains("the workshop time has changed") == true)
                try centre.finish(again, "reached")

                let next = try centre.claim("workshop_call")
                #expect(next.slot?.id == 2)
                try centre.finish(next, "accepted")
                try centre.waitForHolds("slot", ["1 refused", "2 confirmed"])
                #expect(try centre.holds("unit") == ["tow-1 confirmed"])
            }
        }

        @Test(
            "while nobody is free the plan says why and when it is tried again; who comes on duty is asked",
            .timeLimit(.minutes(1)))
        func nobody() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 1, cars: 1), policy: PromiseTown.patient).start(centre)
                let crews = try Peer(centre.broker.port, filters: Self.crews)
                try crews.publish([Native.stop("car-1")])
                let call = try centre.claim("breakdown_call")
                #expect(call.script?.contains("no truck") == false)
                #expect(try centre.texts("SELECT state FROM plan") == ["none_available"])
                #expect(
                    try centre.number("SELECT count(*) FROM plan WHERE reason IS NOT NULL AND next_try_at > 0") == 1)
                #expect(try centre.number("SELECT count(*) FROM timer WHERE kind = 'replan'") == 1)
                #expect(try centre.holds("unit").isEmpty)
                #expect(call.script?.contains("We keep looking") == true, "\(call.script ?? "")")
                try centre.finish(call, "reached")

                try crews.publish([Native.online("tow-1")])
                try crews.answer("tow-1", "accepted", eta: 40)
                try centre.waitForHolds("unit", ["tow-1 confirmed"])
                #expect(try centre.number("SELECT count(*) FROM timer WHERE kind = 'replan'") == 0)
                #expect(try centre.number("SELECT count(*) FROM outbox WHERE topic = 'callahead/v1/messages/out'") == 1)
            }
        }

        @Test("a unit with only a telephone is rung, and what its crew says is typed in", .timeLimit(.minutes(1)))
        func phoneOnly() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(cars: 1), phoneUnit: true, policy: PromiseTown.patient)
                    .start(centre)
                let peer = try Peer(centre.broker.port, filters: Self.crews + ["callahead/v1/messages/out"])
                try peer.publish([Native.stop("car-1")])
                let ring = try centre.claim("provider_call")
                #expect(ring.script?.contains("Can you take it, and in how many minutes can you be there?") == true)
                #expect(try centre.holds("unit") == ["phone-1 asked"])
                try centre.finish(ring, "accepted", etaMinutes: 25)
                try centre.waitForHolds("unit", ["phone-1 confirmed"])
                try peer.wait("the driver is told") { !$0.received.isEmpty }
                let messages = peer.received.map(\.topic)
                #expect(messages == ["callahead/v1/messages/out"])
                let script = try centre.claim("breakdown_call").script ?? ""
                #expect(promises(script, minutes: 25), "\(script)")
                #expect(try centre.texts("SELECT eta_source FROM leg") == ["crew"])
            }
        }
    }
}
