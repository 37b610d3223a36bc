import DeviceProfiles
import FleetSimulator
import Telemetry
import Testing

@Suite("What the wire does to messages")
struct WireDisturbanceTests {
    static let everything = """
        causes: {count: 6}
        chaos:
          wire: {duplicates: 5%, reordered: 3%, late: 4% by 2m, skew: {share: 10%, by: 3h}, malformed: 30, hostile: 20, \
        babble: {asset: car-01, rate: 10/s, for: 20s, after: 1m}, burst: {after: 6m, holds: 20s}}
          network: [{after: 3m, cut: fleet, for: 1m}]
        """

    @Test("equal seeds give the same bytes at the same times, and another seed others")
    func deterministic() throws {
        var (one, two, other) = (
            try play(Self.everything), try play(Self.everything), try play(Self.everything, seed: 2)
        )
        let (first, second, third) = (one.run(for: 600), two.run(for: 600), other.run(for: 600))
        let isSame = first == second
        #expect(isSame)
        #expect(first.messages.count > 2_000 && !first.broke.isEmpty)
        let differs = first.messages != third.messages
        #expect(differs)
    }

    @Test("the steps in which time passes change nothing", arguments: [37, 9_000] as [Int64])
    func steps(step: Int64) throws {
        var (one, two) = (try play(Self.everything), try play(Self.everything))
        let (fine, coarse) = (one.run(for: 600), two.run(for: 600, every: step))
        let isSame = fine.messages == coarse.messages
        #expect(isSame)
    }

    @Test("each disturbance shows, in about the share that was asked for")
    func shares() throws {
        var play = try play(Self.everything)
        let messages = play.run(for: 600).messages
        var counts: [WireMessage.Disturbance: Int] = [:]
        for message in messages { if let what = message.disturbance { counts[what, default: 0] += 1 } }
        #expect(counts[.malformed] == 30 && counts[.hostile] == 20)
        #expect((190...201).contains(counts[.babble] ?? 0))
        #expect((counts[.duplicate] ?? 0) > messages.count / 40 && (counts[.duplicate] ?? 0) < messages.count / 10)
        #expect((counts[.burst] ?? 0) > 10 && (counts[.late] ?? 0) > 50 && (counts[.reordered] ?? 0) > 20)
        #expect((counts[.skewed] ?? 0) > 20)
        #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    @Test("nothing gets through a cut; what a device says but once is lost, all else comes afterwards")
    func cut() throws {
        var play = try play("chaos: {network: [{after: 3m, cut: fleet, for: 1m}]}")
        let step = play.run(for: 600)
        let dark = step.messages.filter { $0.at >= start.adding(seconds: 180) && $0.at < start.adding(seconds: 240) }
        #expect(dark.isEmpty)
        #expect(play.lost > 10)
        let late = step.messages.filter { $0.disturbance == .late }
        #expect(late.count > 10 && late.allSatisfy { $0.qos == 1 && $0.at >= start.adding(seconds: 240) })
    }

    @Test("a breakdown in a cut is detectable late, one outside of it at once")
    func detectability() throws {
        var play = try play(
            """
            breakdowns:
              - {asset: car-04, cause: oil-pressure-gone, after: 200s}
              - {asset: car-05, cause: oil-pressure-gone, after: 400s}
            chaos: {network: [{after: 3m, cut: fleet, for: 1m}]}
            """)
        #expect(play.run(for: 600).broke.map(\.detectability) == [.late, .detectable])
    }

    @Test("a device that says a thing once says it again when the network is back")
    func says() throws {
        var play = try play(
            """
            breakdowns: [{asset: obd-03, codes: [P0217], after: 200s}]
            chaos: {network: [{after: 3m, cut: fleet, for: 1m}]}
            """)
        let step = play.run(for: 600)
        let words = step.messages.filter { $0.breakdown != nil }
        #expect(words.count == 1 && words[0].at >= start.adding(seconds: 240), "\(words)")
        #expect(step.broke.map(\.detectability) == [.late])
    }

    @Test("the service refuses what is marked so, and understands everything else", arguments: [1, 2, 3] as [UInt64])
    func refused(seed: UInt64) throws {
        var play = try play(
            "reports: 2m\ncauses: {count: 20}\nchaos: {wire: {malformed: 300, hostile: 120, skew: 20% by 3h, duplicates: 2%}}",
            seed: seed)
        let messages = play.run(for: 600).messages
        let decoder = Decoder(
            profiles: try ProfileSet.load(directory: "\(repository)/device-profiles"), symbols: SymbolTable(),
            devices: DeviceDirectory(assets: [:]))
        for message in messages {
            var observations: [Observation] = []
            let outcome = Array(message.topic.utf8).withUnsafeBytes { topic in
                message.payload.withUnsafeBytes {
                    decoder.decode(
                        topic: topic, payload: $0, receivedAt: message.at, retained: false, into: &observations)
                }
            }
            // An answer to an offer that nobody made is understood and refused later, by whoever made the offers.
            let isRefusedLater = message.topic.hasSuffix("/job") && message.isUnreadable
            let isUnderstood = outcome == .decoded
            #expect(
                isUnderstood != message.isUnreadable || isRefusedLater,
                "\(message.topic) \(String(decoding: message.payload, as: UTF8.self).prefix(300))")
        }
    }
}
