import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Which way helps soonest")
struct WaysOfHelpingTests {
    /// A driver, and somebody else who may approve.
    private let people: [ContactReference] = [.init("driver-1", .driver), .init("fleet-1", .fleetManager)]

    private func patrol(_ id: String, _ latitude: Double, _ longitude: Double) -> Unit {
        Unit(
            id: id, name: id, kind: "patrol", capabilities: [.battery, .jumpStart, .tyre],
            coordinate: .at(latitude, longitude), readinessMinutes: 0)
    }

    private func stock(_ rows: [(holder: String, part: String, quantity: Int)]) -> StockBook {
        var book = StockBook()
        for row in rows { book.set(row.quantity, of: row.part, at: row.holder) }
        return book
    }

    /// A car whose battery is flat: it will not start.
    private func flatBattery(_ world: World, _ asset: String) throws -> CaseFile {
        world.add(asset, contacts: [.init("driver-\(asset)", .driver)])
        world.position(59.40, 24.74, asset: asset)
        let report = FaultReport(
            mode: .raise, kind: .active,
            codes: [FaultCode(code: "ovms/batt.12v.shutdown", status: .confirmed, raw: "batt.12v.shutdown")])
        world.step([.observation(world.observation(asset, "ovms/box", .faults(report)), retained: false)])
        return try #require(world.openCase(asset))
    }

    @Test("a patrol with the battery on board beats a nearer tow and a nearer patrol without one, and uses it once")
    func partOnBoard() throws {
        let units = [
            Unit.flatbed("T1", 59.40, 24.76), patrol("P1", 59.40, 24.78), patrol("P2", 59.40, 24.85),
        ]
        let world = try World(units: units, stock: stock([("P1", "tyre", 1), ("P2", "starter_battery", 1)]))
        let current = try flatBattery(world, "car-1")
        #expect(current.liveJob?.unit == "P2")
        #expect(current.legs.map(\.kind) == [.patrol])
        #expect(current.legs.last?.part == "starter_battery")
        #expect(world.liveHolds.map(\.resource).contains("P2:starter_battery:1"))
        // The next one with a flat battery can't have the same piece.
        let second = try flatBattery(world, "car-2")
        #expect(second.liveJob?.unit != "P2")
        let offer = try #require(current.liveJob?.offerID)
        world.job("P2", .accepted, offer: offer)
        world.job("P2", .enRoute, offer: offer)
        world.job("P2", .onScene, offer: offer)
        world.job("P2", .fixed, offer: offer)
        world.job("P2", .fixed, offer: offer)
        #expect(world.openCase("car-1") == nil)
        #expect(world.changes.flatMap(\.stockUsed) == [StockUse(holder: "P2", part: "starter_battery")])
        #expect(world.set.board.stock.free("starter_battery", at: "P2") == 0)
    }

    @Test("stock that is held is not there for the next case, and used stock is gone")
    func stockIsCounted() {
        var book = stock([("V1", "battery_12v", 2)])
        #expect(book.free("battery_12v", at: "V1") == 2)
        let first = book.nextPiece(of: "battery_12v", at: "V1")
        #expect(first == "V1:battery_12v:1")
        book.take("V1:battery_12v:1")
        #expect(book.nextPiece(of: "battery_12v", at: "V1") == "V1:battery_12v:2")
        book.take("V1:battery_12v:2")
        #expect(book.nextPiece(of: "battery_12v", at: "V1") == nil)
        book.giveBack("V1:battery_12v:1")
        #expect(book.free("battery_12v", at: "V1") == 1)
        book.consume("V1:battery_12v:2")
        #expect(book.free("battery_12v", at: "V1") == 1)
        book.set(0, of: "battery_12v", at: "V1")
        #expect(book.free("battery_12v", at: "V1") == 0)
        book.set(-5, of: "battery_12v", at: "V1")
        #expect(book.free("battery_12v", at: "V1") == 0)
    }

    @Test("a unit's name may hold colons without a piece of stock losing its holder")
    func namesWithColons() {
        #expect(StockBook.holderAndPart(of: "north:V1:battery_12v:3")?.holder == "north:V1")
        #expect(StockBook.holderAndPart(of: "nonsense") == nil)
    }

    @Test("a car on the motorway of a concession gets nobody of ours: its firm is called")
    func concession() throws {
        let corners = [(59.39, 24.70), (59.39, 24.80), (59.41, 24.80), (59.41, 24.70)]
        let zone = Zone(
            id: "E20", name: "E20 Maardu", rule: .concession,
            area: [Polygon(outline: corners.map { .at($0.0, $0.1) })], phone: "+37260000000")
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)], zones: [zone])
        world.add("car-1")
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let current = try #require(world.openCase("car-1"))
        #expect(current.legs.map(\.kind) == [.thirdParty])
        #expect(current.liveJob?.unit == "zone:E20")
        #expect(world.liveHolds.filter { $0.kind == .unit }.isEmpty)
        let call = try #require(world.openTasks("car-1").first { $0.kind == .providerCall })
        world.finish(call, .accepted, eta: 40)
        #expect(world.openCase("car-1")?.liveJob?.state == .accepted)
        #expect(world.openCase("car-1")?.legs.last?.etaAt == world.now.adding(minutes: 40))
    }

    @Test("outside of the zone our own unit goes, and a road that a person names counts as well")
    func roadByWord() throws {
        let zone = Zone(id: "A1", name: "A1", rule: .police, road: "A1", phone: "110")
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)], zones: [zone])
        world.add("car-1")
        world.faults("P0524", asset: "car-1")
        let number = try #require(world.openCase("car-1")).row.id
        world.act(.fact(caseID: number, key: "road", value: "a 1"))
        world.position(59.40, 24.74, asset: "car-1")
        #expect(world.openCase("car-1")?.legs.map(\.kind) == [.thirdParty])
    }

    @Test("a contract that wants tows approved holds the tow back, and the answer sends it")
    func approval() throws {
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
        world.add("car-1", contacts: people) { $0.contract = Contract(id: "K1", approval: .tow) }
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let current = try #require(world.openCase("car-1"))
        #expect(current.plan?.state == .needsApproval)
        #expect(current.plan?.approval == .needed)
        #expect(current.liveJob == nil)
        #expect(world.openTasks("car-1").contains { $0.kind == .breakdownCall })
        world.act(.fact(caseID: current.row.id, key: "approved", value: "yes"))
        #expect(world.openCase("car-1")?.plan?.approval == .given)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T1")
    }

    @Test(
        "danger waits for nobody's approval, and a stop goes ahead when nobody answers",
        arguments: [("live_lane", true), ("", false)])
    func approvalWaived(fact: String, atOnce: Bool) throws {
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
        world.add("car-1", contacts: people) { $0.contract = Contract(id: "K1", approval: .always) }
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let number = try #require(world.openCase("car-1")).row.id
        if !fact.isEmpty { world.act(.fact(caseID: number, key: fact, value: "yes")) }
        #expect((world.openCase("car-1")?.liveJob != nil) == atOnce)
        world.wait(CasePolicy().approvalWait + 1)
        #expect(world.openCase("car-1")?.plan?.approval == .waived)
        #expect(world.openCase("car-1")?.jobs.isEmpty == false)
    }

    @Test("whoever is with the asset and decides alone is called once, and nobody waits for a second call")
    func approverWithAsset() throws {
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
        world.add("car-1") { $0.contract = Contract(id: "K1", approval: .always) }
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        #expect(world.openCase("car-1")?.plan?.approval == .waived)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T1")
        #expect(world.openTasks("car-1").map(\.kind) == [.breakdownCall])
    }

    @Test("an ended contract asks, one without a limit does not")
    func endedContract() throws {
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
        world.add("car-1", contacts: people) {
            $0.contract = Contract(id: "K1", validTo: Timestamp(seconds: 1_700_000_000))
        }
        world.add("car-2", contacts: [.init("driver-2", .driver)]) { $0.contract = Contract(id: "K2") }
        for id in ["car-1", "car-2"] {
            world.position(59.40, 24.74, asset: id)
            world.faults("P0524", asset: id)
        }
        #expect(world.openCase("car-1")?.plan?.state == .needsApproval)
        #expect(world.openCase("car-2")?.liveJob?.unit == "T1")
    }

    @Test("a truck with its trailer wants a unit for both, unless somebody says that there is none")
    func combination() throws {
        func heavy(_ id: String, _ limit: Int, _ longitude: Double) -> Unit {
            Unit(
                id: id, name: id, kind: "heavy", capabilities: [.heavy, .airSupply, .winch], maxMassKg: limit,
                coordinate: .at(59.40, longitude))
        }
        let world = try World(units: [heavy("H18", 18_000, 24.75), heavy("H44", 44_000, 25.0)])
        for id in ["truck-1", "truck-2"] {
            world.add(id, kind: .truck, energy: .diesel, contacts: [.init("driver-\(id)", .driver)]) {
                $0.traits.grossMassKg = 16_000
                $0.combinationMassKg = 40_000
                $0.trailer = CoupledAsset(key: 900, id: "trailer-9", grossMassKg: 24_000)
            }
            world.position(59.40, 24.74, asset: id)
        }
        world.faults("P0524", asset: "truck-1")
        #expect(world.openCase("truck-1")?.liveJob?.unit == "H44")
        world.faults("P0524", asset: "truck-2")
        let waiting = try #require(world.openCase("truck-2"))
        #expect(waiting.plan?.state == .noneAvailable)
        world.act(.fact(caseID: waiting.row.id, key: "trailer", value: "no"))
        #expect(world.openCase("truck-2")?.liveJob?.unit == "H18")
    }

    @Test("a trailer goes with its tractor: one truck for both, and its case knows the other")
    func trailerWithTractor() throws {
        let world = try World(
            units: ["H1", "H2"].map {
                Unit(
                    id: $0, name: $0, kind: "heavy", capabilities: [.heavy, .airSupply], maxMassKg: 44_000,
                    coordinate: .at(59.40, 24.75))
            })
        world.add("truck-1", kind: .truck, energy: .diesel) { $0.traits.grossMassKg = 16_000 }
        world.add("trailer-1", kind: .trailer, energy: .none) {
            $0.traits.grossMassKg = 20_000
            $0.tractor = CoupledAsset(key: 1, id: "truck-1")
        }
        world.position(59.40, 24.74, asset: "truck-1")
        world.position(59.40, 24.74, asset: "trailer-1")
        world.faults("P0524", asset: "truck-1")
        world.faults("P0524", asset: "trailer-1")
        let tractor = try #require(world.openCase("truck-1"))
        let trailer = try #require(world.openCase("trailer-1"))
        #expect(tractor.liveJob != nil)
        #expect(trailer.row.parent == tractor.row.id)
        #expect(trailer.jobs.isEmpty)
        #expect(trailer.plan?.state == PlanState.noneNeeded)
    }

    @Test("an emergency's unit is staged until a person says that the scene is released")
    func staged() throws {
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
        world.add("car-1")
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let number = try #require(world.openCase("car-1")).row.id
        world.act(.fact(caseID: number, key: "smoke", value: "yes"))
        #expect(world.openCase("car-1")?.isStaged == true)
        world.act(.fact(caseID: number, key: "scene_released", value: "yes"))
        #expect(world.openCase("car-1")?.isStaged == false)
        let offers = world.outbox.filter { $0.topic.hasSuffix("/offer") }
        let last = try #require(offers.last)
        #expect(last.payload.contains("revision"))
        #expect(!last.payload.contains("staged"))
    }

    @Test("a crew that has the job already is told to wait, and every revision has a number of its own")
    func stagedCrew() throws {
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
        world.add("car-1")
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let current = try #require(world.openCase("car-1"))
        world.job("T1", .accepted, offer: try #require(current.liveJob?.offerID), eta: 20)
        world.act(.fact(caseID: current.row.id, key: "smoke", value: "yes"))
        world.act(.fact(caseID: current.row.id, key: "scene_released", value: "yes"))
        let offers = world.outbox.filter { $0.topic.hasSuffix("/offer") }.map(\.payload)
        #expect(offers.count == 3)
        #expect(offers.dropFirst().first?.contains("\"staged\":true") == true)
        #expect(offers.last?.contains("staged") == false)
        let numbers = offers.map { offer in
            offer.split(separator: ",").first { $0.hasPrefix("\"revision\"") }.map(String.init) ?? "none"
        }
        #expect(Set(numbers).count == 3)
    }

    @Test("a technician comes in access hours, at night only where lives or a cold chain hang on it")
    func accessHours() throws {
        let hours = try OpeningHours("Mo-Su 08:00-18:00")
        var technician = Unit(
            id: "E1", name: "E1", kind: "technician", capabilities: [.electrician, .hvCertified, .evTrained],
            coordinate: .at(59.40, 24.75))
        technician.readinessMinutes = 0
        for (impact, comesAtNight) in [(nil, false), ("cold_chain", true), ("life", true)] as [(String?, Bool)] {
            let world = try World(units: [technician])
            // 23:00 of some day in UTC, the zone of the site.
            world.now = try #require(Timestamp(iso8601: "2026-11-20T23:00:00Z"))
            world.add(
                "charger-1", kind: .charger, energy: .mains, site: .at(59.40, 24.74),
                contacts: [.init("site-1", .siteContact)]
            ) {
                $0.access = SiteAccess(hours: hours)
                $0.impact = impact
            }
            world.faults("P0AA6", asset: "charger-1")
            let current = try #require(world.openCase("charger-1"))
            try #require(current.isGraveForTests)
            #expect((current.liveJob != nil) == comesAtNight, "\(impact ?? "none")")
            if !comesAtNight {
                #expect(current.plan?.nextTryAt == Timestamp(iso8601: "2026-11-21T07:30:00Z"))
                world.wait(9 * 3_600)
                #expect(world.openCase("charger-1")?.jobs.first?.unit == "E1")
            }
        }
    }

    @Test("a car that drives on gently has help named that nobody else loses")
    func standby() throws {
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
        world.add("car-1")
        world.add("car-2", contacts: [.init("driver-2", .driver)])
        world.position(59.40, 24.74, asset: "car-1")
        world.faults("P0217", asset: "car-1")
        world.position(59.40, 24.74, asset: "car-2")
        let limp = try #require(world.openCase("car-1"))
        guard limp.row.severity == .limp, !limp.row.immobile else { return }
        #expect(limp.plan?.standby == "T1")
        #expect(world.liveHolds.filter { $0.kind == .unit }.isEmpty)
        world.faults("P0524", asset: "car-2")
        #expect(world.openCase("car-2")?.liveJob?.unit == "T1")
    }
}

extension CaseFile {
    /// Whether a unit must come.
    var isGraveForTests: Bool { row.severity >= .stop || row.immobile }
}
