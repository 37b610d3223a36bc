import Outreach
import Telemetry
import Testing

@Suite("Policy")
struct PolicyTests {
    let policy = OutreachPolicy()

    @Test("exposure orders cases of one severity and never lifts one over a worse severity")
    func bands() {
        var worst = Exposure()
        worst.liveLane = true
        worst.motorway = true
        worst.night = true
        worst.cold = true
        worst.people = 500
        worst.children = true
        worst.reducedMobility = true
        worst.impact = .life
        worst.waitingSeconds = .max
        worst.slaMinutes = 0
        worst.help = .nobodyFree
        var immobile = Exposure()
        immobile.immobile = true
        var exposedImmobile = worst
        exposedImmobile.immobile = true
        func value(_ severity: Severity, _ exposure: Exposure) -> Int {
            policy.priority(severity, exposure: exposure).value
        }
        let ladder: [(calm: Int, exposed: Int)] = [
            (value(.serviceSoon, Exposure()), value(.serviceSoon, worst)),
            (value(.unknown, Exposure()), value(.unknown, worst)), (value(.limp, Exposure()), value(.limp, worst)),
            (value(.serviceSoon, immobile), value(.limp, exposedImmobile)),
            (value(.stop, Exposure()), value(.stop, worst)),
            (value(.emergency, Exposure()), value(.emergency, worst)),
        ]
        for (lower, higher) in zip(ladder, ladder.dropFirst()) {
            #expect(lower.calm < lower.exposed)
            #expect(lower.exposed < higher.calm)
        }
    }

    @Test("a priority is the sum of its reasons")
    func reasons() {
        var exposure = Exposure()
        exposure.liveLane = true
        exposure.impact = .coldChain
        exposure.waitingSeconds = 95
        let priority = policy.priority(.stop, exposure: exposure)
        #expect(priority.reasons == ["stop +12000", "live lane +400", "cold chain +200", "waiting +9"])
        #expect(priority.value == 12_609)
    }

    @Test(
        "a call is due by its severity",
        arguments: [
            (Severity.emergency, false, false, 0), (.stop, false, false, 60), (.limp, false, false, 300),
            (.limp, true, false, 60), (.unknown, false, false, 600), (.unknown, false, true, 0),
            (.serviceSoon, false, false, 86_400), (.info, false, false, nil), (.info, true, false, 60),
        ] as [(Severity, Bool, Bool, Int64?)])
    func due(severity: Severity, immobile: Bool, stopped: Bool, expected: Int64?) {
        #expect(policy.dueAfter(severity, immobile: immobile, stoppedOnRoad: stopped) == expected)
    }

    @Test(
        "quiet hours hold for what can wait",
        arguments: [
            ("2026-11-22T18:59:00Z", "2026-11-22T18:59:00Z"), ("2026-11-22T19:00:00Z", "2026-11-23T06:00:00Z"),
            ("2026-11-22T23:30:00Z", "2026-11-23T06:00:00Z"), ("2026-11-23T05:59:59Z", "2026-11-23T06:00:00Z"),
            ("2026-11-23T06:00:00Z", "2026-11-23T06:00:00Z"), ("1969-12-31T23:00:00Z", "1970-01-01T06:00:00Z"),
        ])
    func quietHours(time: String, expected: String) throws {
        let time = try #require(Timestamp(iso8601: time))
        let expected = try #require(Timestamp(iso8601: expected))
        let call = policy.earliestCall(after: time, utcOffsetMinutes: 120, severity: .serviceSoon)
        #expect(call == .at(expected, overriding: []))
    }

    @Test("danger overrides quiet hours and do-not-call, and says so", arguments: [Severity.stop, .emergency])
    func danger(severity: Severity) throws {
        let night = try #require(Timestamp(iso8601: "2026-11-22T23:30:00Z"))
        let call = policy.earliestCall(after: night, utcOffsetMinutes: 120, severity: severity, doNotCall: true)
        #expect(call == .at(night, overriding: [.quietHours, .doNotCall]))
        #expect(
            policy.earliestCall(after: night, utcOffsetMinutes: 120, severity: .limp, doNotCall: true) == .never)
        #expect(
            policy.earliestCall(after: night, utcOffsetMinutes: 120, severity: .info, immobile: true)
                == .at(night, overriding: [.quietHours]))
    }

    @Test(
        "a slip is told past five minutes or a fifth of what was said",
        arguments: [
            (1_800, 2_100, false), (1_800, 2_161, true), (3_600, 3_901, true), (600, 719, false), (600, 721, true),
            (600, 500, false),
        ] as [(Int64, Int64, Bool)])
    func slip(said: Int64, expected: Int64, isSlip: Bool) {
        #expect(policy.isSlip(said: said, expected: expected) == isSlip)
    }

    @Test("how long until the next attempt is the policy's", arguments: [Severity.stop, .limp, .serviceSoon])
    func redial(severity: Severity) {
        var policy = OutreachPolicy()
        (policy.redialStop, policy.redial, policy.redialServiceSoon) = (11, 12, 13)
        (policy.nextContactStop, policy.nextContact, policy.nextContactServiceSoon) = (21, 22, 23)
        let attempts = policy.attempts(for: severity, immobile: false)
        let turn: Int64 = severity == .stop ? 1 : severity == .limp ? 2 : 3
        #expect(attempts.last == OutreachPolicy.Attempt(.nextContact, after: 20 + turn))
        #expect(attempts.last { $0.way == .call } == OutreachPolicy.Attempt(.call, after: 10 + turn))
        #expect(policy.attempts(for: severity, immobile: true).last?.after == 21)
    }

    @Test("an attempt that reached nobody is made again, a wrong number leads to the next contact")
    func outcomes() {
        #expect(Outcome(rawValue: "no_answer")?.consequence == .tryAgain)
        #expect(Outcome.wrongNumber.consequence == .nextContact)
        #expect(Outcome.inDanger.consequence == .escalate)
        #expect(Outcome.accepted.consequence == .done)
        #expect(policy.attempts(for: .stop, immobile: false).map(\.way) == [.call, .message, .call, .nextContact])
    }
}
