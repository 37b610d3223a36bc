import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("The right person")
struct AddresseeTests {
    private static let monday = Timestamp(iso8601: "2026-11-23T10:00:00Z") ?? Timestamp(seconds: 1_795_000_000)
    private static let night = Timestamp(iso8601: "2026-11-23T23:30:00Z") ?? monday

    private static func contact(
        _ id: String, _ role: Role, hours: String? = nil, from: Timestamp? = nil, to: Timestamp? = nil,
        _ change: (inout ContactReference) -> Void = { _ in }
    ) -> ContactReference {
        var contact = ContactReference(
            id: id, duties: [Duty(role, hours: hours.flatMap { try? OpeningHours($0) }, from: from, to: to)],
            language: "en", zone: .fixed(minutes: 120))
        change(&contact)
        return contact
    }

    private func broken(
        _ code: String, _ contacts: [ContactReference], kind: AssetKind = .car, at now: Timestamp = monday,
        access: SiteAccess? = nil
    ) throws -> World {
        let world = try World()
        world.now = now
        world.add("car-1", kind: kind, energy: kind == .charger ? .mains : .petrol, contacts: contacts) {
            $0.access = access
            // Nothing for the fleet's daily call.
            $0.impact = "private"
            if kind == .charger { $0.site = .at(59.43, 24.76) }
        }
        let faults = FaultReport(
            mode: .set, kind: .active, codes: [FaultCode(code: code, status: .confirmed, raw: code)])
        world.step([
            .observation(world.observation("car-1", "native/box", .faults(faults)), retained: false)
        ])
        return world
    }

    private static let fleet = [
        contact("boss", .fleetManager), contact("driver", .driver), contact("owner", .owner),
    ]

    @Test(
        "the driver for safety, the fleet manager for what can wait",
        arguments: [
            ("obd/P0524", "driver"), ("obd/P0217", "driver"), ("obd/P0068", "boss"), ("obd/P0615", "driver"),
        ])
    func bySeverity(code: String, expected: String) throws {
        let world = try broken(code, AddresseeTests.fleet)
        #expect((world.openTasks("car-1").first ?? world.digest)?.contact == expected)
    }

    @Test("a role counts from its first day to its last, at its hours, holidays too")
    func validity() throws {
        let now = AddresseeTests.monday
        let later = now.adding(seconds: 60)
        let holidays = HolidayCalendar(country: "XX", rules: [HolidayRule(.fixed(month: 11, day: 23))])
        let contacts = [
            AddresseeTests.contact("past", .driver, to: now), AddresseeTests.contact("future", .driver, from: later),
            AddresseeTests.contact("asleep", .driver, hours: "20:00-06:00"),
            AddresseeTests.contact("off", .driver, hours: "Mo-Su 08:00-18:00; PH off") { $0.holidays = holidays },
            AddresseeTests.contact("present", .driver, hours: "Mo-Su 08:00-18:00"),
        ]
        let world = try broken("obd/P0524", contacts)
        #expect(world.openTasks("car-1").first?.contact == "present")
    }

    @Test("nobody is at work: in danger anyone is rung, what can wait waits for somebody")
    func nobodyAtWork() throws {
        let contacts = [AddresseeTests.contact("boss", .fleetManager, hours: "Mo-Fr 14:00-18:00")]
        let grave = try broken("obd/P0524", contacts)
        #expect(grave.openTasks("car-1").first?.contact == "boss")
        #expect(grave.openTasks("car-1").first?.state == .ready)
        let mild = try broken("obd/P0068", contacts)
        // It is noon for them.
        #expect(mild.openTasks("car-1").first?.notBefore == mild.now.adding(seconds: 7_200))
    }

    @Test("the site contact in access hours, the keyholder at other times, anyone in danger")
    func site() throws {
        let hours = try OpeningHours("Mo-Fr 07:00-19:00")
        let access = SiteAccess(hours: hours, zone: .fixed(minutes: 120))
        let contacts = [
            AddresseeTests.contact("desk", .siteContact), AddresseeTests.contact("keys", .keyholder),
        ]
        let day = try broken("ocpp/GroundFailure", contacts, kind: .charger, access: access)
        #expect(day.openTasks("car-1").first { $0.tells }?.contact == "desk")
        let night = try broken(
            "ocpp/GroundFailure", contacts, kind: .charger, at: AddresseeTests.night, access: access)
        #expect(night.openTasks("car-1").first { $0.tells }?.contact == "keys")
        let alone = try broken(
            "ocpp/GroundFailure", [contacts[0]], kind: .charger, at: AddresseeTests.night, access: access)
        #expect(alone.openTasks("car-1").first { $0.tells }?.contact == "desk")
    }

    @Test("whoever belongs by several roles is one contact, and the second contact comes after the roles")
    func several() throws {
        var both = AddresseeTests.contact("both", .driver) { $0.secondContact = "spouse" }
        both.duties.append(Duty(.owner))
        var spouse = AddresseeTests.contact("spouse", .driver)
        spouse.duties = []
        let world = try broken("obd/P0524", [both, AddresseeTests.contact("boss", .fleetManager), spouse])
        var asked: [String] = []
        for _ in 0..<6 {
            let task = try #require(world.openTasks("car-1").first { $0.tells })
            asked.append(task.contact ?? "nobody")
            world.now = task.notBefore ?? world.now
            world.finish(task, .phoneOff)
        }
        #expect(asked == ["both", "boss", "spouse", "both", "boss", "spouse"])
    }

    @Test("without a number the next one is rung, and if nobody has one somebody is to find out")
    func withoutPhone() throws {
        let silent = AddresseeTests.contact("driver", .driver) { $0.hasPhone = false }
        let world = try broken("obd/P0524", [silent, AddresseeTests.contact("owner", .owner)])
        #expect(world.openTasks("car-1").first?.contact == "owner")
        let alone = try broken("obd/P0524", [silent])
        #expect(alone.openTasks("car-1").map(\.kind) == [.triage])
        #expect(alone.openTasks("car-1").first?.reasons.contains("no contact is known for this asset") == true)
    }

    @Test("who is reached in writing gets the first message at once, the task says so, and no second one")
    func inWriting() throws {
        let contacts = [
            AddresseeTests.contact("driver", .driver) { $0.channel = .text }, AddresseeTests.contact("owner", .owner),
        ]
        let world = try broken("obd/P0524", contacts)
        #expect(world.texts(to: "driver") == 1)
        var task = try #require(world.openTasks("car-1").first)
        #expect(task.reasons.contains { $0.hasPrefix("they are reached in writing") })
        world.wait(600)
        #expect(world.texts(to: "driver") == 1)
        world.finish(task, .noAnswer)
        task = try #require(world.openTasks("car-1").first)
        #expect(task.contact == "owner")
        #expect(!task.reasons.contains { $0.hasPrefix("they are reached in writing") })
    }

    @Test("in the night the first message about what can wait goes in the morning")
    func inWritingAtNight() throws {
        let world = try broken(
            "obd/P0068", [AddresseeTests.contact("driver", .driver) { $0.channel = .text }], at: AddresseeTests.night)
        #expect(world.texts(to: "driver") == 0)
        world.wait(6 * 3_600 + 1_799)
        #expect(world.texts(to: "driver") == 0)
        world.wait(2)
        #expect(world.texts(to: "driver") == 1)
    }

    @Test("a relay service is named on the task and in the message")
    func relay() throws {
        let world = try broken(
            "obd/P0524", [AddresseeTests.contact("driver", .driver) { $0.channel = .relay }])
        let task = try #require(world.openTasks("car-1").first)
        #expect(task.reasons.contains { $0.hasPrefix("they are reached through a relay service") })
        world.finish(task, .noAnswer)
        #expect(world.outbox.last { $0.contact == "driver" }?.payload.contains("\"channel\":\"relay\"") == true)
    }

    @Test("whoever does not want to be called is not, unless in danger; the case says why nobody rings, once")
    func doNotCall() throws {
        let shy = AddresseeTests.contact("driver", .driver) { $0.doNotCall = true }
        let mild = try broken("obd/P0068", [shy])
        #expect(mild.openTasks("car-1").isEmpty)
        mild.faults("P0068", asset: "car-1", at: mild.now.adding(seconds: 1))
        let notes = mild.events.filter { $0.kind == "call_not_allowed" }
        #expect(notes.map(\.detail) == ["nobody is rung: driver asked not to be called"])
        let other = try broken("obd/P0068", [shy, AddresseeTests.contact("owner", .owner)])
        #expect(other.openTasks("car-1").first?.contact == "owner")
        let written = try broken(
            "obd/P0068", [AddresseeTests.contact("driver", .driver) { ($0.doNotCall, $0.channel) = (true, .text) }])
        #expect(written.texts(to: "driver") == 1)
        let grave = try broken("obd/P0524", [shy])
        #expect(grave.openTasks("car-1").first?.overriding == [.doNotCall])
        #expect(grave.events.contains { $0.kind == "rule_overridden" && $0.detail?.contains("do_not_call") == true })
    }

    @Test("in the night each attempt about a stop records that quiet hours were overridden")
    func quietHours() throws {
        let world = try broken("obd/P0524", [AddresseeTests.contact("driver", .driver)], at: AddresseeTests.night)
        var task = try #require(world.openTasks("car-1").first)
        #expect(task.overriding == [.quietHours])
        world.finish(task, .noAnswer)
        task = try #require(world.openTasks("car-1").first)
        #expect(task.overriding == [.quietHours])
        let words = world.events.filter { $0.kind == "rule_overridden" }.compactMap(\.detail)
        #expect(
            words == [
                "call, quiet_hours: quiet hours overridden: danger",
                "text, quiet_hours: quiet hours overridden: danger",
                "call, quiet_hours: quiet hours overridden: danger",
            ])
        // At eight the reason is gone.
        world.now = AddresseeTests.night.adding(seconds: 6 * 3_600 + 1_800)
        world.finish(task, .noAnswer)
        #expect(world.openTasks("car-1").first?.overriding == [])
    }

    @Test("a redial of what is no danger waits for the morning")
    func redialAtNight() throws {
        // 20:58 on their clock.
        let evening = Timestamp(iso8601: "2026-11-23T18:58:00Z") ?? AddresseeTests.monday
        let world = try broken("obd/P0700", [AddresseeTests.contact("driver", .driver)], at: evening)
        let task = try #require(world.openTasks("car-1").first)
        #expect(world.openCase("car-1")?.row.severity == .limp)
        world.finish(task, .noAnswer)
        let morning = Timestamp(iso8601: "2026-11-24T06:00:00Z")
        #expect(world.openTasks("car-1").first?.notBefore == morning)
    }
}
