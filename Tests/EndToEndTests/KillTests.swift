import GRDB
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// Processes killed at the worst moments while messages stream in.
    ///
    /// The size: five kills at each failpoint, and groups of 28 messages about 40 times a second: eight faults of
    /// assets that were healthy before, four of them sent twice, the others positions. The stream goes on while nobody
    /// is there to read it, so that every start has a backlog too; a slow start sees positions alone after a while,
    /// for each fault costs the debug build a plan.
    @Suite("Kills under load")
    struct KillTests {
        @Test(
            "no fault that the broker has accepted is lost or called twice, wherever the process dies",
            .timeLimit(.minutes(4)),
            arguments: ["after-read", "after-step", "after-commit", "after-ack", "before-outbox"])
        func survives(place: String) throws {
            let verdict = try killing(at: place)
            #expect(verdict.published > 500)
            #expect(verdict.lost.prefix(5) == [])
            #expect(verdict.calledNotOnce.prefix(5) == [])
            #expect(verdict.unsent == 0)
            #expect(verdict.withoutAdvice.prefix(5) == [])
            #expect(verdict.doubleJobs.prefix(5) == [])
            #expect(verdict.offersToSeveral.prefix(5) == [])
            #expect(verdict.quarantined.prefix(5) == [])
            print("kills at \(place): \(verdict.published) faults, \(verdict.figures.duplicates) came again last")
        }

        @Test(
            "nor where it dies while one part of a backlog is brought to disk and the next is read",
            .timeLimit(.minutes(4)))
        func survivesAhead() throws {
            let verdict = try killing(at: "after-reading-ahead", backlog: 400)
            #expect(verdict.published > 100)
            #expect(verdict.lost.prefix(5) == [])
            #expect(verdict.calledNotOnce.prefix(5) == [])
            #expect(verdict.unsent == 0)
            #expect(verdict.withoutAdvice.prefix(5) == [])
            #expect(verdict.doubleJobs.prefix(5) == [])
            #expect(verdict.quarantined.prefix(5) == [])
            let again = verdict.figures.duplicates
            print("kills while reading ahead: \(verdict.published) faults, \(again) came again last")
        }

        /// The proof that the test above would notice.
        @Test(
            "a lane that acknowledges before its commit fails the same check", .timeLimit(.minutes(4)),
            arguments: ["after-read", "after-step"])
        func bites(place: String) throws {
            let verdict = try killing(at: "early-ack,\(place)")
            #expect(!verdict.lost.isEmpty)
            print("early acknowledgement at \(place): \(verdict.lost.count) of \(verdict.published) faults lost")
        }

        /// At which pass of the place each start dies.
        ///
        /// Never three starts in a row in their first batch: of that the
        /// service concludes that a message kills it (see `PoisonTests`).
        private static let passes = [2, 1, 3, 1, 5]

        /// How many groups of one start have faults.
        private static let breakingGroups = 40

        /// - Parameter backlog: How many groups wait before each start, the first three of them with faults.
        private func killing(at place: String, backlog: Int = 0) throws -> Verdict {
            try withCentre { centre in
                try centre.prepare(Reference(units: 6, slots: 200, cars: 400))
                let fleet = try Peer(centre.broker.port, filters: ["callahead/v1/assets/+/advice"])
                let crews = try Peer(centre.broker.port, filters: ["callahead/v1/units/+/offer"])
                try crews.publish((1...6).map { Native.online("tow-\($0)") })
                var load = Load()
                for pass in KillTests.passes {
                    for group in 0..<backlog { try fleet.publish(group < 3 ? load.next() : load.quiet()) }
                    // A backlog has fewer batches than a stream.
                    let serve = try centre.serve(failpoint: "\(place):\(backlog > 0 ? min(pass, 2) : pass)")
                    var groups = 0
                    let end = try eventually("it dies at \(place):\(pass)", within: 30, said: serve.errors) {
                        groups += 1
                        guard backlog == 0 else {
                            pause(milliseconds: 25)
                            return serve.end
                        }
                        try fleet.publish(groups <= KillTests.breakingGroups ? load.next() : load.quiet())
                        try load.answer(crews)
                        pause(milliseconds: 25)
                        return serve.end
                    }
                    try #require(end == .killed, "\(serve.errors)")
                }
                let figures = try centre.serveUntilIdle(seconds: 1)
                try fleet.settle()
                try crews.settle()
                return try Verdict(centre, faults: load.faults, figures, advice: fleet.received, offers: crews.received)
            }
        }
    }
}

/// What devices and crews send while processes die.
private struct Load {
    /// Assets whose faults the broker has accepted, once the group is published.
    private(set) var faults: [String] = []
    private var answered = 0

    /// The next group of messages.
    mutating func next() -> [(topic: String, payload: String)] {
        var messages: [(topic: String, payload: String)] = []
        for index in 0..<8 {
            let number = faults.count + 1
            // Four hundred of them are known, the others are devices that nobody has imported.
            let asset = number <= 400 ? "car-\(number)" : "stranger-\(number)"
            faults.append(asset)
            let fault = Native.stop(asset, lat: 59.40 + Double(number % 100) / 1_000)
            messages.append(fault)
            if index < 4 { messages.append(fault) }
            messages += Load.positions(number)
        }
        return messages
    }

    /// A group without faults.
    func quiet() -> [(topic: String, payload: String)] {
        (1...8).flatMap { Load.positions(faults.count + $0) }
    }

    private static func positions(_ number: Int) -> [(topic: String, payload: String)] {
        [Native.position("healthy-\(number % 50)"), Native.position("healthy-\(50 + number % 50)")]
    }

    /// Crews take one offer in five and decline the others at once, so that offers and holds move.
    mutating func answer(_ crews: Peer) throws {
        try crews.turn()
        var answers: [(topic: String, payload: String)] = []
        while answered < crews.received.count {
            let offer = crews.received[answered]
            answered += 1
            guard let id = offer.number("offer_id") else { continue }
            let unit = String(offer.topic.split(separator: "/")[3])
            answers.append(Native.job(unit, id % 5 == 0 ? "accepted" : "declined", offer: id, eta: 25))
        }
        if !answers.isEmpty { try crews.publish(answers) }
    }
}

/// What is in the database and went over the wire, held against what was published.
private struct Verdict {
    var published: Int
    /// Assets without a case.
    var lost: [String]
    /// Assets with another number of open cases or open calls than one.
    var calledNotOnce: [String]
    /// Assets whose driver's app was told nothing.
    var withoutAdvice: [String]
    /// Messages of ours that never left, though they have not expired.
    var unsent: Int
    /// Units or cases with more than one live job, and units whose holds and jobs differ.
    var doubleJobs: [String]
    /// Offers that went to more than one unit.
    var offersToSeveral: [Int]
    var quarantined: [String]
    var figures: Figures

    private static let liveJob = "('offered','accepted','delayed','en_route','on_scene','loaded')"
    private static let liveHold = "('held','asked','confirmed')"

    init(
        _ centre: Centre, faults: [String], _ figures: Figures, advice: [Peer.Message], offers: [Peer.Message]
    ) throws {
        published = faults.count
        self.figures = figures
        let rows = try centre.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT asset.id AS id, count(DISTINCT case_file.id) AS cases, count(task.id) AS calls
                    FROM case_file JOIN asset ON asset.key = case_file.asset_key
                        LEFT JOIN task ON task.case_id = case_file.id AND task.state NOT IN ('done','withdrawn')
                            AND task.kind NOT IN ('provider_call','workshop_call','authority_call')
                    GROUP BY asset.id
                    """)
        }
        var counts: [String: (cases: Int, calls: Int)] = [:]
        for row in rows { counts[row["id"]] = (row["cases"], row["calls"]) }
        lost = faults.filter { counts[$0] == nil }
        calledNotOnce = faults.filter { asset in counts[asset].map { $0 != (1, 1) } ?? false }
        unsent = try centre.number(
            "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND ifnull(expires_at, 9e15) > \(Milliseconds.now)")
        let told = Set(advice.map { String($0.topic.split(separator: "/")[3]) })
        withoutAdvice = faults.filter { counts[$0] != nil && !told.contains($0) }
        doubleJobs = try centre.texts(
            """
            SELECT 'unit ' || unit FROM job WHERE state IN \(Verdict.liveJob) GROUP BY unit HAVING count(*) > 1
            UNION ALL
            SELECT 'case ' || case_id FROM job WHERE state IN \(Verdict.liveJob) GROUP BY case_id HAVING count(*) > 1
            UNION ALL
            SELECT 'job without hold ' || id FROM job WHERE state IN \(Verdict.liveJob) AND NOT EXISTS (
                SELECT 1 FROM hold WHERE hold.case_id = job.case_id AND kind = 'unit' AND resource = unit
                    AND hold.state IN \(Verdict.liveHold))
            UNION ALL
            SELECT kind || ' held twice ' || resource FROM hold WHERE state IN \(Verdict.liveHold)
                GROUP BY kind, resource HAVING count(*) > 1
            UNION ALL
            SELECT 'hold without job ' || id FROM hold WHERE kind = 'unit' AND state IN \(Verdict.liveHold)
                AND NOT EXISTS (SELECT 1 FROM job WHERE job.case_id = hold.case_id AND unit = resource
                    AND job.state IN \(Verdict.liveJob))
            """)
        var units: [Int: Set<String>] = [:]
        for offer in offers { if let id = offer.number("offer_id") { units[id, default: []].insert(offer.topic) } }
        offersToSeveral = units.filter { $0.value.count > 1 }.map(\.key).sorted()
        quarantined = try centre.texts("SELECT topic || ': ' || reason FROM quarantine ORDER BY id")
    }
}
