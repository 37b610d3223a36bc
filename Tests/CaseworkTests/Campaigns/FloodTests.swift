import Casework
import Foundation
import Outreach
import Planning
import Telemetry
import Testing

/// A flood by one cause: it may be grouped, and no grave case may pay for that.
@Suite("A flood by one cause")
struct FloodTests {
    @Test("every stop has its own call, due not later and not less urgent than without campaigns", arguments: 0..<40)
    func noStopPays(seed: Int) throws {
        let with = try flood(UInt64(seed), CasePolicy())
        let without = try flood(UInt64(seed), FloodTests.withoutCampaigns)
        #expect(!with.campaigns.isEmpty)
        #expect(without.campaigns.isEmpty)
        for asset in 1...FloodTests.size {
            let name = "car-\(asset)"
            guard let current = without.openCase(name), current.row.severity >= .stop || current.row.immobile else {
                continue
            }
            let mine = with.tasks.values.filter { $0.asset == current.row.asset && $0.isCall }
            let theirs = without.tasks.values.filter { $0.asset == current.row.asset && $0.isCall }
            let first = try #require(mine.min { $0.id < $1.id }, "\(name) has no call of its own")
            let plain = try #require(theirs.min { $0.id < $1.id })
            let isAsGood =
                first.dueAt <= plain.dueAt && first.priority >= plain.priority && first.contact == plain.contact
                && first.state == plain.state && first.createdAt == plain.createdAt
            #expect(isAsGood, "\(name): \(first) instead of \(plain)")
            let other = with.openCase(name)?.row
            #expect(other?.group == nil)
            #expect(other?.severity == current.row.severity)
        }
    }

    @Test("the single stop of an ordinary car goes before the whole flood")
    func ordinaryStop() throws {
        let world = try World()
        for number in 1...40 { world.addVan("car-\(number)") }
        world.add("ordinary", contacts: [.init("driver-x", .driver)])
        for number in 1...40 { world.faults("P0562", asset: "car-\(number)") }
        world.faults("P0524", asset: "ordinary")
        let open = world.tasks.values.filter(\.isOpen).sorted { ($0.priority, $1.id) > ($1.priority, $0.id) }
        #expect(open.first?.asset == world.openCase("ordinary")?.row.asset)
    }

    @Test(
        "two thousand cars in ten minutes: the time of the steps, with campaigns and without",
        .enabled(if: ProcessInfo.processInfo.environment["CALLAHEAD_BENCH"] != nil, "only to measure"))
    func large() throws {
        for policy in [FloodTests.withoutCampaigns, CasePolicy(), FloodTests.withoutCampaigns, CasePolicy()] {
            let world = try World(policy: policy)
            for number in 1...2_000 { world.addVan("car-\(number)", driver: "driver-\(number)") }
            let report = FaultReport(
                mode: .raise, kind: .active, codes: [FaultCode(code: "obd/P00B7", status: .confirmed, raw: "P00B7")])
            let start = ContinuousClock.now
            for batch in 0..<100 {
                world.step(
                    (1...20).map {
                        let id = "car-\(batch * 20 + $0)"
                        return .observation(world.observation(id, "native/box", .faults(report)), retained: false)
                    })
                world.now = world.now.adding(seconds: 6)
            }
            let spent = ContinuousClock.now - start
            print("flood: \(world.campaigns.count) campaigns, \(world.tasks.count) calls, \(spent / 100) a step")
            #expect(world.set.causes.count <= CauseBook.capacity)
        }
    }

    // MARK: Town

    private static let size = 40

    private static var withoutCampaigns: CasePolicy {
        var policy = CasePolicy()
        policy.campaigns.modelAssets = .max
        policy.campaigns.depotAssets = .max
        policy.campaigns.coldAssets = .max
        policy.campaigns.siteAssets = .max
        return policy
    }

    private func flood(_ seed: UInt64, _ policy: CasePolicy) throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)], policy: policy)
        var random = SeededGenerator(seed: seed)
        for number in 1...FloodTests.size {
            world.addVan("car-\(number)", isFleet: random.chance(60), driver: "driver-\(number)")
        }
        let codes = ["P0217", "P0524", "P0562", "P0068", "P0300", "P00B7"]
        let common = random.pick(codes) ?? "P0562"
        var left = Array(1...FloodTests.size)
        while !left.isEmpty {
            var inputs: [Input] = []
            for _ in 0..<min(left.count, 1 + random.below(8)) {
                let number = left.remove(at: random.below(left.count))
                let code = random.chance(70) ? common : random.pick(codes) ?? common
                let report = FaultReport(
                    mode: .raise, kind: .active,
                    codes: [FaultCode(code: "obd/\(code)", status: .confirmed, raw: code)])
                inputs.append(
                    .observation(world.observation("car-\(number)", "native/box", .faults(report)), retained: false))
                if random.chance(50) {
                    inputs.append(
                        .observation(
                            world.fix(59.43, 24.75 + Double(number) / 100, asset: "car-\(number)"), retained: false))
                }
            }
            world.step(inputs)
            world.wait(Int64(random.below(20)))
        }
        return world
    }
}

extension World {
    /// A van of one make and model, of a fleet or somebody's own.
    func addVan(_ id: String, isFleet: Bool = true, driver: String = "driver-1", manager: String = "desk-1") {
        var contacts = [ContactReference(driver, .driver)]
        if isFleet { contacts.append(ContactReference(manager, .fleetManager)) }
        add(id, kind: .van, energy: .diesel, contacts: contacts) {
            $0.traits.make = "Ford"
            $0.traits.model = "Transit"
        }
    }
}
