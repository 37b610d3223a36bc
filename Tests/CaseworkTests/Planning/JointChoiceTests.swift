import Casework
import Planning
import Telemetry
import Testing

@Suite("Units for several cases at once")
struct JointChoiceTests {
    /// Two cars break down in one batch; the near unit is the only one that the second can have in time.
    private func town(_ units: [Unit]) throws -> World {
        let world = try World(units: units)
        for id in ["car-1", "car-2"] { world.add(id, contacts: [.init("driver-\(id)", .driver)]) }
        return world
    }

    private func breakDown(_ world: World, _ codes: [(asset: String, code: String)]) {
        world.step(
            codes.map { asset, code in
                let report = FaultReport(
                    mode: .raise, kind: .active, codes: [FaultCode(code: "obd/\(code)", status: .confirmed, raw: code)])
                return .observation(world.observation(asset, "native/box", .faults(report)), retained: false)
            })
    }

    @Test("two cases of one batch get the units that help both soonest, not one by one the nearest")
    func together() throws {
        // T1 lies between the cars and nearer to both; T2 is near to car-1 only.
        let world = try town([.flatbed("T1", 59.40, 24.80), .flatbed("T2", 59.40, 24.66)])
        world.position(59.40, 24.74, asset: "car-1")
        world.position(59.40, 25.10, asset: "car-2")
        breakDown(world, [("car-1", "P0524"), ("car-2", "P0524")])
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        #expect(world.openCase("car-2")?.liveJob?.unit == "T1")
        #expect(world.openCase("car-1")?.plan?.gap == 0)
        let reasons = world.openCase("car-1")?.plan?.reasons ?? []
        #expect(reasons.contains { $0.hasPrefix("T1: goes to case") })
    }

    @Test("one unit for two cases goes to the graver one, and the other is told that nobody is free")
    func graverFirst() throws {
        let world = try town([.flatbed("T1", 59.40, 24.74)])
        world.position(59.40, 24.74, asset: "car-1")
        world.position(59.40, 25.10, asset: "car-2")
        // The nearer car only won't start; the further one is in danger.
        breakDown(world, [("car-1", "P0524"), ("car-2", "P0524")])
        let first = try #require(world.openCase("car-1"))
        let second = try #require(world.openCase("car-2"))
        let served = [first, second].filter { $0.liveJob != nil }
        #expect(served.count == 1)
        let waiting = first.liveJob == nil ? first : second
        #expect(waiting.plan?.state == .noneAvailable)
        #expect(waiting.plan?.nextTryAt != nil)
        #expect(waiting.plan?.alternative?.hasPrefix("T1 could be there in about") ?? false)
    }

    @Test(
        "whatever the order of the messages, the choice is the same",
        arguments: [["car-1", "car-2"], ["car-2", "car-1"]])
    func anyOrder(order: [String]) throws {
        let world = try town([.flatbed("T1", 59.40, 24.80), .flatbed("T2", 59.40, 24.66)])
        world.position(59.40, 24.74, asset: "car-1")
        world.position(59.40, 25.10, asset: "car-2")
        breakDown(world, order.map { ($0, "P0524") })
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        #expect(world.openCase("car-2")?.liveJob?.unit == "T1")
    }

    @Test("a router's minutes decide, and only as many units are asked about as can matter")
    func byRoad() throws {
        let units = (0..<40).map { Unit.flatbed("T\($0)", 59.40, 24.75 + Double($0) / 50) }
        let world = try town(units)
        let near = Coordinate.at(59.40, 24.75)
        // The nearest stands across the river.
        world.road = { $0.from == near ? .seconds(3_600) : .seconds(Int64($0.from.distance(to: $0.to) / 12)) }
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let current = try #require(world.openCase("car-1"))
        #expect(current.liveJob?.unit == "T1")
        #expect(current.legs.last?.etaSource == .road)
        #expect(world.asked.allSatisfy { $0.to == .at(59.40, 24.74) })
        #expect(world.asked.count <= 20)
    }

    @Test("without an answer the estimate stands in and the plan says so")
    func routerDown() throws {
        let world = try town([.flatbed("T1", 59.40, 24.80)])
        world.road = { _ in .unanswered }
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let current = try #require(world.openCase("car-1"))
        #expect(current.liveJob?.unit == "T1")
        #expect(current.legs.last?.etaSource == .estimate)
        #expect(current.plan?.reasons.first?.contains("estimated") ?? false)
    }

    @Test("a unit without a road to the place is not sent")
    func noRoad() throws {
        let world = try town([.flatbed("T1", 59.40, 24.75), .flatbed("T2", 59.40, 25.20)])
        world.road = { $0.from == .at(59.40, 24.75) ? .unreachable : .seconds(1_500) }
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
    }
}
