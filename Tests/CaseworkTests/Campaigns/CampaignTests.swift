import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Campaigns")
struct CampaignTests {
    @Test("the fifth of one model with one code within ten minutes makes a campaign; new ones join")
    func opens() throws {
        let world = try World()
        for number in 1...8 { world.addVan("car-\(number)", driver: "driver-\(number)") }
        for number in 1...4 { world.faults("P0217", asset: "car-\(number)") }
        #expect(world.campaigns.isEmpty)
        world.wait(590)
        world.faults("P0217", asset: "car-5")
        let campaign = try #require(world.campaigns.values.first)
        #expect(campaign.assets == 5)
        #expect(campaign.cause == Cause(.model, code: "obd/P0217", make: "Ford", model: "Transit"))
        #expect((1...5).allSatisfy { world.openCase("car-\($0)")?.row.campaign == campaign.id })
        #expect((1...5).allSatisfy { world.openTasks("car-\($0)").allSatisfy { $0.campaign == campaign.id } })
        world.faults("P0217", asset: "car-6")
        #expect(world.campaigns[campaign.id]?.assets == 6)
        world.faults("P0420", asset: "car-7")
        #expect(world.openCase("car-7")?.row.campaign == nil)
    }

    @Test("what comes too slowly, or from another model, makes none")
    func slow() throws {
        let world = try World()
        for number in 1...9 { world.addVan("car-\(number)") }
        world.add("other") { $0.traits.make = "Ford" }
        for number in 1...9 {
            world.faults("P0217", asset: "car-\(number)")
            world.wait(151)
        }
        world.faults("P0217", asset: "other")
        #expect(world.campaigns.isEmpty)
    }

    @Test("one asset that says it again and again counts once")
    func onceEach() throws {
        let world = try World()
        world.addVan("car-1")
        for _ in 1...9 {
            world.faults("P0420", asset: "car-1")
            world.wait(10)
            world.faults(asset: "car-1")
            world.wait(20)
        }
        #expect(world.campaigns.isEmpty)
    }

    @Test("a campaign ends after a quiet time, and the next one is a new one")
    func ends() throws {
        let world = try World()
        for number in 1...10 { world.addVan("car-\(number)") }
        for number in 1...5 { world.faults("P0217", asset: "car-\(number)") }
        world.wait(3_599)
        #expect(world.campaigns[1]?.isOpen == true)
        world.wait(1)
        #expect(world.campaigns[1]?.closedAt == world.now)
        world.faults("P0217", asset: "car-6")
        #expect(world.campaigns.count == 1)
        #expect(world.openCase("car-6")?.row.campaign == nil)
    }

    @Test("codes that a memory held before say nothing about now")
    func history() throws {
        let world = try World()
        for number in 1...9 {
            world.addVan("car-\(number)")
            world.faults("P0217", asset: "car-\(number)", kind: .stored)
        }
        #expect(world.campaigns.isEmpty)
    }

    @Test("three vehicles of one depot are a campaign whatever they show")
    func depot() throws {
        let world = try World()
        for (number, code) in ["P0217", "P0300", "P0524"].enumerated() {
            world.add("car-\(number)") { $0.siteID = "depot-1" }
            world.faults(code, asset: "car-\(number)")
        }
        #expect(world.campaigns[1]?.cause == Cause(.depot, siteID: "depot-1"))
        #expect(world.campaigns[1]?.assets == 3)
    }

    @Test("empty batteries in the cold are one, in the warm not", arguments: [(-12.0, 1), (8.0, 0)])
    func coldNight(degrees: Double, expected: Int) throws {
        let world = try World()
        for number in 1...5 {
            let id = "car-\(number)"
            world.add(id) { $0.traits.make = "Make \(number)" }
            world.signal(Engine.airTemperature, degrees, asset: id)
            world.faults("P0562", asset: id)
        }
        #expect(world.campaigns.count == expected)
    }

    @Test("mild cases of a campaign are one call to their fleet manager, and a worse one has its own again")
    func merges() throws {
        let world = try World()
        for number in 1...12 { world.addVan("car-\(number)", driver: "driver-\(number)") }
        for number in 1...12 { world.faults("P00B7", asset: "car-\(number)") }
        #expect(world.openCase("car-12")?.row.severity == .limp)
        let groups = world.tasks.values.filter { $0.group == .campaign && $0.isOpen }
        let group = try #require(groups.first)
        #expect(groups.count == 1)
        #expect(group.contact == "desk-1")
        #expect(world.openTasks("car-12").isEmpty)
        #expect(world.openCase("car-12")?.row.group == group.id)
        #expect(world.openTasks("car-1").count == 1)
        world.faults("P00B7", "P0524", asset: "car-12")
        #expect(world.openTasks("car-12").filter(\.isCall).count == 1)
        #expect(world.openCase("car-12")?.row.group == nil)
    }
}
