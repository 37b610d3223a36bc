import Planning
import Roads
import Testing

/// A table of what each recorded answer means; `nil` is unreachable.
private let recorded: [(name: String, times: [RoadTime])] = [
    ("osrm-streets", [.seconds(170), .seconds(167), .unreachable]),
    ("osrm-same-place", [.seconds(0)]),
    ("osrm-dead-end", [.unreachable, .seconds(170)]),
    ("osrm-source-moved", [.unreachable, .seconds(170)]),
    // The server invented 235 s from Tallinn, having moved it by 82 km.
    ("osrm-source-abroad", [.seconds(170), .seconds(167), .unreachable, .unreachable]),
    ("osrm-destination-abroad", [.unreachable, .unreachable, .unreachable]),
    (
        "osrm-too-many",
        [
            .seconds(213), .seconds(196), .seconds(141), .seconds(110), .seconds(338), .seconds(215), .seconds(122),
            .seconds(90), .unreachable, .seconds(209), .unreachable, .seconds(69),
        ]
    ),
    ("valhalla-streets", [.seconds(182), .seconds(416), .seconds(60)]),
    ("valhalla-same-place", [.seconds(0)]),
    ("valhalla-dead-end", [.unreachable, .seconds(182)]),
    ("valhalla-source-moved", [.unreachable, .seconds(182)]),
    ("valhalla-source-abroad", [.seconds(182), .seconds(416), .seconds(60), .unreachable]),
    ("valhalla-destination-abroad", [.unreachable, .unreachable, .unreachable]),
    (
        "valhalla-too-many",
        [171, 158, 120, 102, 177, 171, 111, 75, 206, 195, 175, 62].map { .seconds($0) }
    ),
    ("valhalla-source-too-far", [.seconds(148), .unanswered]),
    ("valhalla-truck", [.seconds(146), .unreachable]),
    ("valhalla-distance-limit", [.unanswered, .unreachable, .seconds(0)]),
]

@Suite("What real routers answered", .timeLimit(.minutes(1)))
struct RecordedAnswersTests {
    @Test("each recorded answer is read for what it says", arguments: recorded)
    func answers(name: String, times: [RoadTime]) throws {
        let recording = try Recording(named: name)
        try withServer({ recording.reply(to: $0) }) { server in
            let router = recording.router(at: server.url)
            let answer = try router.times(from: recording.starts, to: recording.end, within: 5_000)
            #expect(answer == times)
            #expect(server.requests.count == recording.exchanges.count)
            #expect(server.connectionCount == 1)
        }
    }

    @Test(
        "an answer of another server, or to another question, says what to do",
        arguments: [
            ("osrm-wrong-path", "InvalidUrl", "is it an OSRM server"),
            ("osrm-is-valhalla", "answered 404", "is it an OSRM server"),
            ("valhalla-is-osrm", "answered 400", "is it a Valhalla server"),
            ("valhalla-costing-unknown", "No costing method found", "its costing known"),
        ])
    func refusals(name: String, said: String, advice: String) throws {
        let recording = try Recording(named: name)
        try withServer({ recording.reply(to: $0) }) { server in
            let router = recording.router(at: server.url)
            let starts = try recording.starts
            let end = try recording.end
            let error = #expect(throws: RouterError.self) { try router.times(from: starts, to: end, within: 5_000) }
            let text = try #require(error).description
            #expect(error?.kind == .refused)
            #expect(text.contains(said) && text.contains(advice) && text.contains(server.url), "\(text)")
        }
    }
}
