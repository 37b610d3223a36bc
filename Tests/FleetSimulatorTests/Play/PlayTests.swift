import FleetSimulator
import Telemetry
import Testing

@Suite("A scenario that is played")
struct PlayTests {
    /// Offers a broken vehicle to a unit, as the service would.
    private func offer(_ broke: LedgerEntry.Broke, to unit: String, id: Int = 1, _ play: inout Play, at seconds: Int64)
    {
        play.receive(
            topic: "callahead/v1/units/\(unit)/offer",
            payload: FleetSimulatorTests.offer(id, broke.asset, broke.latitude, broke.longitude),
            at: start.adding(seconds: seconds))
    }

    @Test("what can't befall an asset is left out, and told with its line")
    func misfit() throws {
        let play = try play("breakdowns:\n  - {asset: car-04, cause: boiler-lock-out, after: 30s}")
        #expect(play.simulation.misfits.map(\.line) == [5])
        #expect(play.simulation.misfits.first?.reason.contains("boiler-lock-out can't befall car-04, car") == true)
    }

    @Test(
        "a unit does what the scenario says of it",
        arguments: [
            ("", ["accepted", "en_route", "on_scene", "loaded", "delivered"], "delivered"),
            ("flatbed-1: {declines: 1}", ["declined"], ""),
            ("all: {off_shift: true}", ["declined"], ""),
            ("flatbed-1: {silent: 1}", [], ""),
            ("flatbed-1: {stuck_after: 20s}", ["accepted", "en_route", "unable"], ""),
            ("flatbed-1: {falls_silent_after: 20s}", ["accepted", "en_route"], "delivered"),
            ("flatbed-1: {no_access: true}", ["accepted", "en_route", "no_access"], ""),
            (
                "flatbed-1: {refused_at_destination: true}",
                ["accepted", "en_route", "on_scene", "loaded", "refused_at_destination", "stored"], "delivered"
            ),
        ])
    func tempers(units: String, said: [String], end: String) throws {
        var play = try play(
            """
            reports: 5m
            breakdowns: [{asset: car-04, cause: oil-pressure-gone, after: 30s, at: b3}]
            units: {\(units)}
            """, lasts: "90m")
        let before = play.run(for: 60)
        let broke = try #require(before.broke.first)
        offer(broke, to: "flatbed-1", &play, at: 60)
        let step = play.run(for: 5_340, from: start.adding(seconds: 60), every: 5_000)
        #expect(step.said(by: "flatbed-1") == said)
        #expect(step.ended[1] == (end.isEmpty ? nil : end))
    }

    @Test("a unit that comes late arrives as much later")
    func late() throws {
        func arrival(_ units: String) throws -> Timestamp {
            var play = try play(
                "breakdowns: [{asset: car-04, cause: oil-pressure-gone, after: 30s, at: b3}]\nunits: {\(units)}",
                lasts: "60m")
            let broke = try #require(play.run(for: 60).broke.first)
            offer(broke, to: "flatbed-1", &play, at: 60)
            let facts = play.run(for: 3_500, from: start.adding(seconds: 60)).facts
            let there = facts.first { if case .unit(let word) = $0.entry { word.word == "on_scene" } else { false } }
            return try #require(there).at
        }
        let punctual = try arrival("")
        #expect(try arrival("flatbed-1: {late_by: 20m}") == punctual.adding(seconds: 1_200))
    }

    @Test(
        "what happens to a vehicle meanwhile is the truth, and a crew finds nobody",
        arguments: [
            ("police_removed", "gone"), ("own_truck", "helped_by_others"), ("towed_by_others", "helped_by_others"),
        ])
    func events(what: String, end: String) throws {
        var play = try play(
            """
            breakdowns: [{asset: car-04, cause: oil-pressure-gone, after: 30s, at: b3}]
            events: [{after: 70s, what: \(what), asset: car-04}]
            """, lasts: "40m")
        let broke = try #require(play.run(for: 60).broke.first)
        offer(broke, to: "flatbed-1", &play, at: 60)
        let step = play.run(for: 2_000, from: start.adding(seconds: 60))
        #expect(step.ended[1] == end)
        #expect(step.said(by: "flatbed-1") == ["accepted", "en_route", "on_scene", "gone_on_arrival"])
        let call = PhoneCall(
            task: 9, kind: "call_again", asset: "car-04", contact: "owner-car-04", phone: nil,
            at: start.adding(seconds: 2_000))
        var answers: Set<String> = []
        for _ in 0..<30 { answers.insert(play.answer(call).outcome) }
        #expect(answers.contains(what == "police_removed" ? "solved" : "has_own_help"))
    }

    @Test("a driver who drives on moves while others stand, and is gone at the end")
    func drivesOn() throws {
        var play = try play(
            """
            breakdowns:
              - {asset: car-04, cause: oil-pressure-gone, after: 60s, driver: {drives_on: true}}
              - {asset: car-05, cause: oil-pressure-gone, after: 60s, driver: {drives_on: false}}
            """, lasts: "30m")
        _ = play.run(for: 59)
        let step = play.run(for: 1_700, from: start.adding(seconds: 59))
        #expect(step.ended == [1: "drove_on"])
        let now = start.adding(seconds: 1_700)
        #expect(play.movingSince(asset: "car-05", at: now) == nil)
        #expect(play.movingSince(asset: "nobody", at: now) == nil)
    }

    @Test("people answer as the scenario says, tell what they know, and the last answer stays")
    func people() throws {
        var play = try play(
            """
            breakdowns:
              - asset: car-04
                cause: oil-pressure-gone
                after: 30s
                at: b3
                driver: {answers: [no_answer, voicemail, reached], people: 5, children: true, safe_place: no, \
            knows_place: true, facts: {live_lane: yes}}
            """)
        let broke = try #require(play.run(for: 60).broke.first)
        let call = PhoneCall(
            task: 1, kind: "breakdown_call", asset: broke.asset, contact: "driver", phone: nil,
            at: start.adding(seconds: 60))
        #expect(play.answer(call).outcome == "no_answer")
        #expect(play.answer(call).outcome == "voicemail")
        let told = play.answer(call)
        #expect(told.outcome == "reached" && play.answer(call).outcome == "reached")
        let facts = Dictionary(told.facts.map { ($0.key, $0.value) }) { first, _ in first }
        #expect(facts["people"] == "5" && facts["children"] == "yes" && facts["safe_place"] == "no")
        #expect(facts["live_lane"] == "yes")
        let place = try #require(told.place)
        #expect(place.distance(to: try Coordinate(latitude: broke.latitude, longitude: broke.longitude)) < 1)
    }

    @Test("answers come in the shares that the scenario says")
    func shares() throws {
        var play = try play("people: {answers: {reached: 60, no_answer: 30, wrong_number: 10}}")
        var counts: [String: Int] = [:]
        for number in 0..<1_000 {
            let call = PhoneCall(
                task: Int64(number), kind: "breakdown_call", asset: "car-04", contact: "c\(number)", phone: nil,
                at: start)
            counts[play.answer(call).outcome, default: 0] += 1
        }
        #expect((550...650).contains(counts["reached"] ?? 0) && (250...350).contains(counts["no_answer"] ?? 0))
        #expect((60...140).contains(counts["wrong_number"] ?? 0) && counts.count == 3)
    }

    @Test("a crew that is rung takes the job, drives and mends it without a word on the wire")
    func phoneUnit() throws {
        var play = try play(
            "breakdowns: [{asset: car-04, cause: oil-pressure-gone, after: 30s, at: b3}]\nunits: {village: {declines: 1}}",
            lasts: "120m")
        _ = play.run(for: 60)
        var call = PhoneCall(
            task: 5, kind: "provider_call", asset: "car-04", contact: nil, phone: nil, at: start.adding(seconds: 60))
        call.unit = "village"
        #expect(play.answer(call).outcome == "declined")
        let yes = play.answer(call)
        #expect(yes.outcome == "accepted")
        let eta = try #require(yes.facts.first { $0.key == "eta_minutes" }.flatMap { Double($0.value) })
        let step = play.run(for: 7_000, from: start.adding(seconds: 60), every: 5_000)
        #expect(step.ended[1] == "delivered")
        #expect(step.words(of: "village").suffix(4) == ["en_route", "on_scene", "loaded", "delivered"])
        #expect(step.said(by: "village").isEmpty)
        let there = step.facts.first { if case .unit(let word) = $0.entry { word.word == "on_scene" } else { false } }
        let minutes = Simulation.minutes(from: start.adding(seconds: 60), to: try #require(there).at)
        #expect(abs(minutes - eta) < 5, "said \(eta), took \(minutes)")
    }

    @Test("workshops say what the scenario says of them")
    func workshops() throws {
        var play = try play("workshops: {ws-turu: {refuses: true}, ws-silla: {closed: true}}")
        func outcome(_ id: String) -> String {
            var call = PhoneCall(task: 1, kind: "workshop_call", asset: nil, contact: nil, phone: nil, at: start)
            call.workshop = id
            return play.answer(call).outcome
        }
        let outcomes = ["ws-turu", "ws-silla", "ws-heavy"].map { outcome($0) }
        #expect(outcomes == ["declined", "no_answer", "accepted"])
    }

    @Test("so many break as the scenario says, each asset once, more batteries in the cold")
    func chance() throws {
        func batteries(_ weather: String) throws -> Int {
            var play = try play(
                "reports: 5m\nfleet: [{prefix: taxi, count: 300, kind: car}]\ncauses: {count: 100}\n\(weather)")
            let broke = play.run(for: 600, every: 60_000).broke
            #expect(broke.count == 100 && Set(broke.map(\.asset)).count == 100)
            return broke.count { ["dying-battery", "flat-battery", "silent-battery"].contains($0.cause) }
        }
        let mild = try batteries("")
        let cold = try batteries("weather: {temperature: -30}")
        #expect((25...65).contains(mild) && cold > mild + 10, "\(mild) \(cold)")
        var day = try play("reports: 6h\ncauses: {per_day: 1000 per 1000}", lasts: "24h")
        #expect((45...61).contains(day.run(for: 86_400, every: 600_000).broke.count))
    }

    @Test("vehicles drive and park as cars do, all day long")
    func trips() throws {
        var play = try play("reports: 60s\nfleet: {only: true, groups: [{prefix: car, count: 2}]}", lasts: "6h")
        let step = play.run(for: 21_600, every: 60_000)
        var speeds: [Double] = []
        for message in step.messages where message.topic == "callahead/v1/assets/car-01/position" {
            let text = String(decoding: message.payload, as: UTF8.self)
            let speed = text.split(separator: "\"speed\":").last?.split(separator: ",").first.flatMap { Double($0) }
            speeds.append(try #require(speed))
        }
        #expect(speeds.count > 300 && speeds.allSatisfy { $0 < 90 })
        let moving = speeds.suffix(180).count { $0 > 0 }
        #expect((20...160).contains(moving), "\(moving)")
    }

    @Test("a machine stands at its site, and somebody is there to be rung")
    func stationary() throws {
        let read = try scenario(
            "fleet: [{prefix: box, count: 3, kind: charger, profile: ocpp-maeve, at: b2, access: 24/7}]")
        let fleet = Fleet(town: read.town, seed: 1)
        #expect(fleet.vehicle("box-02")?.site == "b2")
        #expect(fleet.contacts.count { $0.role == "site_contact" && $0.ofID == "site-b2" } == 1)
        let files = ReferenceFiles(town: read.town, fleet: fleet, start: start).files
        #expect(files.first { $0.kind == "sites" }?.text.contains("site-b2") == true)
        #expect(files.first { $0.kind == "assets" }?.text.contains(",site-b2") == true)
    }

    @Test("a recorded log is sent as it was, from the start of the run on, and so is what a dry run has printed")
    func replay() throws {
        let log = """
            {"at_ms":5000,"topic":"a/b","payload":"x","qos":0,"retain":true}
            {"at_ms":7500,"topic":"a/c","payload_base64":"/w=="}
            """
        let messages = try ReplayedMessage.log(log, file: "log")
        let read = try scenario("fleet: {only: true, groups: [{prefix: one, count: 1, every: 1d}]}")
        var play = Play(read, causes: try shippedCauses(), seed: 1, start: start, replay: messages)
        let sent = play.run(for: 60).messages.filter { $0.disturbance == .replayed }
        #expect(sent.map(\.topic) == ["a/b", "a/c"] && sent.map(\.qos) == [0, 1] && sent[0].retain)
        #expect(sent.map(\.at) == [start, start.adding(milliseconds: 2_500)] && sent[1].payload == [0xFF])
        let printed = sent.map { ReplayedMessage($0) }
        #expect(printed[0].payload == "x" && printed[1].base64 == "/w==")
        #expect(throws: ScenarioError.self) { try ReplayedMessage.log("{\"at_ms\":1}", file: "log") }
    }
}

extension Simulation {
    static func minutes(from start: Timestamp, to end: Timestamp) -> Double {
        Double(end.milliseconds - start.milliseconds) / 60_000
    }
}
