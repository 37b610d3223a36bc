import GRDB
import TestSupport
import Testing

extension AtTheDesk {
    /// One breakdown through everything that can happen to a promise.
    @Suite("The promise: what is said and what was said")
    struct PromiseStoryTests {
        @Test(
            "offered, accepted, slipped, refused, nobody, re-planned, cleared: each time the next true sentence, and `said` keeps it",
            .timeLimit(.minutes(2)))
        func story() throws {
            try withCentre { centre in
                _ = try PromiseTown(reference: Reference(units: 3, cars: 1), policy: PromiseTown.patient).start(centre)
                let crews = try Peer(
                    centre.broker.port, filters: ["callahead/v1/units/+/offer", "callahead/v1/units/+/stand_down"])

                // Offered: no minutes, and nobody "is coming".
                try crews.publish([Native.online("tow-1"), Native.stop("car-1")])
                let asked = try crews.offer(to: "tow-1")
                let first = try centre.claim("breakdown_call")
                #expect(first.script?.contains("I am getting a flatbed to you and will confirm the time") == true)
                #expect(!hasMinutes(first.script))
                try centre.finish(first, "reached")
                #expect(try said(centre, "voice") == ["breakdown_call - no minutes"])

                // Accepted: a text message says it, and that is a promise too.
                try crews.publish([Native.job("tow-1", "accepted", offer: asked, eta: 25)])
                try centre.waitForHolds("unit", ["tow-1 confirmed"])
                #expect(try said(centre, "text") == ["acceptance tow-1 minutes"])

                // Slipped past what that message said.
                try crews.publish([Native.job("tow-1", "delayed", offer: asked, eta: 70)])
                let late = try centre.claim("call_again")
                #expect(late.script?.contains("the help comes later than I told you") == true)
                #expect(promises(late.script, minutes: 70), "\(late.script ?? "")")
                try centre.finish(late, "reached")
                #expect(try said(centre, "voice").last == "call_again tow-1 minutes")

                // Refused after all, and nobody else is on duty.
                try crews.publish([Native.job("tow-1", "unable", offer: asked)])
                let alone = try centre.claim("call_again")
                #expect(alone.script?.contains("We keep looking") == true, "\(alone.script ?? "")")
                #expect(alone.script?.contains("has taken the job and needs") == false)
                #expect(!hasMinutes(alone.script, butFor: "look again in"))
                try centre.finish(alone, "reached")
                #expect(try said(centre, "voice").last == "call_again - no minutes")

                // Planned again with another unit.
                try crews.publish([Native.online("tow-2")])
                try crews.answer("tow-2", "accepted", eta: 30)
                try eventually("the driver gets the new word") {
                    try said(centre, "text").last == "acceptance tow-2 minutes" ? true : nil
                }

                // The warning goes out: nobody is stood down, and the truck is still promised.
                try crews.publish([Native.clear("car-1")])
                let cleared = try centre.claim("call_again")
                #expect(cleared.script?.contains("please do not restart") == true, "\(cleared.script ?? "")")
                #expect(promises(cleared.script, minutes: 30), "\(cleared.script ?? "")")
                try centre.finish(cleared, "reached")
                #expect(try said(centre, "voice").last == "call_again tow-2 minutes")
                #expect(try centre.holds("unit").last == "tow-2 confirmed")
            }
        }

        /// What the people with the car were told over a channel, oldest first: template, unit, whether with minutes.
        private func said(_ centre: Centre, _ channel: String) throws -> [String] {
            try centre.texts(
                """
                SELECT template || ' ' || ifnull(promise_unit, '-')
                    || CASE WHEN promise_latest IS NULL THEN ' no minutes' ELSE ' minutes' END
                FROM said WHERE channel = ? AND contact_id = 'driver-1' ORDER BY id
                """, [channel])
        }

        private func hasMinutes(_ script: String?, butFor words: String? = nil) -> Bool {
            (script ?? "").split(separator: ".").contains { sentence in
                if let words, sentence.contains(words) { return false }
                return sentence.contains(/\d+ minute/)
            }
        }
    }
}
