import Foundation
import Planning
import Synchronization
import Telemetry
import Testing

@testable import Roads

/// Both kinds of router, with answers of the right form.
enum Kind: String, CaseIterable, Sendable {
    case osrm, valhalla

    func router(_ url: String) -> any Router {
        switch self {
        case .osrm: OSRMRouter(url: url)
        case .valhalla: ValhallaRouter(url: url)
        }
    }

    /// How many sources a request asks about.
    func sourceCount(_ request: ScriptedServer.Request) -> Int {
        switch self {
        case .osrm: request.target.split(separator: "?")[0].count { $0 == ";" }
        case .valhalla: request.body.components(separatedBy: "\"lat\"").count - 2
        }
    }

    /// A good answer whose times are all the same.
    func answer(_ request: ScriptedServer.Request, seconds: String = "100") -> String {
        let count = sourceCount(request)
        switch self {
        case .osrm:
            let rows = Array(repeating: "[\(seconds)]", count: count).joined(separator: ",")
            let points = Array(repeating: "{\"distance\":3.5}", count: count).joined(separator: ",")
            return "{\"code\":\"Ok\",\"durations\":[\(rows)],\"sources\":[\(points)],"
                + "\"destinations\":[{\"distance\":0}]}"
        case .valhalla:
            let rows = (0..<count).map { "[{\"from_index\":\($0),\"to_index\":0,\"time\":\(seconds)}]" }
            // Valhalla says where it moved a place to: here, nowhere.
            let body = request.body
            let sources = body.range(of: "\"sources\":[").flatMap { start in
                body.range(of: "]", range: start.upperBound..<body.endIndex).map {
                    body[start.upperBound..<$0.lowerBound]
                }
            }
            let target = body.range(of: "\"targets\":[").flatMap { start in
                body.range(of: "]", range: start.upperBound..<body.endIndex).map {
                    body[start.upperBound..<$0.lowerBound]
                }
            }
            return "{\"sources_to_targets\":[\(rows.joined(separator: ","))],\"sources\":[\(sources ?? "")],"
                + "\"targets\":[\(target ?? "")],\"units\":\"kilometers\"}"
        }
    }
}

/// What a router does whose server misbehaves; every implementation passes it.
@Suite("Any router, whatever its server does", .timeLimit(.minutes(2)))
struct RouterConformanceTests {
    private let starts: [Coordinate]
    private let end: Coordinate

    init() throws {
        starts = try [place(60.17, 24.94), place(60.18, 24.95), place(60.16, 24.93)]
        end = try place(60.165, 24.945)
    }

    /// The error of one question, and how long it took.
    private func failure(
        _ router: any Router, within milliseconds: Int = 3_000
    ) throws -> (error: RouterError, took: Duration) {
        let start = ContinuousClock.now
        do throws(RouterError) {
            let times = try router.times(from: starts, to: end, within: milliseconds)
            Issue.record("answered \(times)")
            throw RouterError(.refused, "answered")
        } catch {
            return (error, ContinuousClock.now - start)
        }
    }

    @Test("many questions go over one connection", arguments: Kind.allCases)
    func keepsAlive(kind: Kind) throws {
        try withServer({ .answer(kind.answer($0)) }) { server in
            let router = kind.router(server.url)
            for count in 1...60 {
                let some = Array(repeating: starts[0], count: count)
                let times = try router.times(from: some, to: end, within: 3_000)
                #expect(times == Array(repeating: .seconds(100), count: count))
            }
            #expect(server.connectionCount == 1 && server.requests.count == 60)
        }
    }

    @Test("a server that ends a connection without a word is asked on a new one", arguments: Kind.allCases, [1, 2, 7])
    func closesAfter(kind: Kind, requests: Int) throws {
        try withServer({ request in
            let answer = kind.answer(request)
            return request.onConnection + 1 == requests ? .answerAndClose(answer) : .answer(answer)
        }) { server in
            let router = kind.router(server.url)
            for _ in 0..<40 {
                let times = try router.times(from: starts, to: end, within: 3_000)
                #expect(times.count == 3)
            }
            #expect(server.connectionCount >= 40 / requests)
        }
    }

    @Test("a connection that ends instead of an answer is tried once more", arguments: Kind.allCases, [0, 5])
    func closesInstead(kind: Kind, first: Int) throws {
        let closed = Mutex(false)
        try withServer({ request in
            let isTheOne = closed.withLock { closed in
                guard !closed, request.onConnection == first else { return false }
                closed = true
                return true
            }
            return isTheOne ? .close : .answer(kind.answer(request))
        }) { server in
            let router = kind.router(server.url)
            for _ in 0..<10 {
                let times = try router.times(from: starts, to: end, within: 3_000)
                #expect(times.count == 3)
            }
            #expect(server.connectionCount == 2 && server.requests.count == 11)
        }
    }

    @Test("one that always ends the connection is given up soon", arguments: Kind.allCases)
    func alwaysCloses(kind: Kind) throws {
        try withServer({ _ in .close }) { server in
            let (error, took) = try failure(kind.router(server.url))
            #expect(error.kind == .unreachable && took < .seconds(2))
            #expect((2...4).contains(server.requests.count))
            #expect(error.description.contains(server.url), "\(error)")
        }
    }

    @Test("half an answer is none", arguments: Kind.allCases)
    func half(kind: Kind) throws {
        try withServer({ .half(kind.answer($0)) }) { server in
            let (error, _) = try failure(kind.router(server.url))
            #expect(error.kind == .unreachable, "\(error)")
        }
    }

    @Test("silence ends at the limit, and the next question is answered", arguments: Kind.allCases)
    func stalls(kind: Kind) throws {
        try withServer({ $0.connection == 0 ? .stall : .answer(kind.answer($0)) }) { server in
            let router = kind.router(server.url)
            let (error, took) = try failure(router, within: 200)
            #expect(error.kind == .timeout)
            #expect(took >= .milliseconds(200) && took < .milliseconds(1_500), "\(took)")
            #expect(error.description.contains("within 200 ms"))
            let times = try router.times(from: starts, to: end, within: 3_000)
            #expect(times.count == 3)
        }
    }

    @Test("an answer that drips in ends at the limit", arguments: Kind.allCases)
    func drips(kind: Kind) throws {
        try withServer({ .drip(kind.answer($0), pauseMilliseconds: 20) }) { server in
            let (error, took) = try failure(kind.router(server.url), within: 300)
            #expect(error.kind == .timeout && took < .milliseconds(1_600), "\(error) \(took)")
        }
    }

    @Test("an answer without end is refused before it fills the memory", arguments: Kind.allCases)
    func endless(kind: Kind) throws {
        try withServer({ _ in .endless }) { server in
            let (error, took) = try failure(kind.router(server.url), within: 20_000)
            #expect(error.kind == .refused && took < .seconds(15), "\(error) \(took)")
            #expect(error.description.contains("4 MB"))
        }
    }

    @Test("where nobody listens, that is said at once", arguments: Kind.allCases)
    func nobody(kind: Kind) throws {
        let url = try withServer({ _ in .close }) { $0.url }
        let (error, took) = try failure(kind.router(url))
        #expect(error.kind == .unreachable && took < .seconds(2))
        #expect(error.description.contains(url) && error.description.contains("is the router running"), "\(error)")
    }

    @Test("places are sent only where the operator said: a redirection is refused", arguments: Kind.allCases)
    func redirected(kind: Kind) throws {
        try withServer({ .answer(kind.answer($0)) }) { elsewhere in
            let target = elsewhere.url
            try withServer({ .answer("", status: 307, headers: ["Location: \(target)\($0.target)"]) }) { server in
                let (error, _) = try failure(kind.router(server.url))
                #expect(error.kind == .refused && error.description.contains("307"), "\(error)")
                #expect(elsewhere.requests.isEmpty)
            }
        }
    }

    @Test(
        "what is no answer of a router is refused, and says of whom", arguments: Kind.allCases,
        [
            "", "{}", "[]", "null", "<html><body>Welcome to nginx!</body></html>", "{\"code\":\"Ok\"}",
            "{\"code\":\"Ok\",\"durations\":[[1],[2],[3]]}", "{\"code\":7}", "{\"code\":\"Ok\",\"durations\":\"1\"}",
            "{\"sources_to_targets\":[]}", "{\"sources_to_targets\":{\"durations\":[[1],[2],[3]]}}",
            "{\"sources_to_targets\":[[],[],[]],\"sources\":[],\"targets\":[]}", "\u{7f}\u{1b}[2J\u{0}",
        ])
    func wrongAnswer(kind: Kind, body: String) throws {
        try withServer({ _ in .answer(body) }) { server in
            let (error, _) = try failure(kind.router(server.url))
            #expect(error.kind == .refused && error.description.contains(server.url), "\(error)")
            #expect(!error.description.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) })
        }
    }

    @Test(
        "a status that is not 200 is refused", arguments: Kind.allCases, [201, 204, 301, 400, 401, 404, 429, 500, 503])
    func wrongStatus(kind: Kind, status: Int) throws {
        try withServer({ .answer(status == 204 ? "" : kind.answer($0), status: status) }) { server in
            let (error, _) = try failure(kind.router(server.url))
            #expect(error.kind == .refused && error.description.contains("\(status)"), "\(error)")
        }
    }

    @Test(
        "a time that cannot be is refused", arguments: Kind.allCases,
        ["-1", "1e300", "604801", "\"100\"", "true", "[]"])
    func wrongTime(kind: Kind, time: String) throws {
        try withServer({ .answer(kind.answer($0, seconds: time)) }) { server in
            let failed = try failure(kind.router(server.url))
            #expect(failed.error.kind == .refused)
        }
    }

    @Test("seconds that are minutes give themselves away", arguments: Kind.allCases)
    func minutes(kind: Kind) throws {
        try withServer({ .answer(kind.answer($0, seconds: "35")) }) { server in
            let far = try place(60.5, 24.94)
            let router = kind.router(server.url)
            let near = try router.times(from: [starts[0]], to: end, within: 3_000)
            #expect(near == [.seconds(35)])
            let end = end
            let error = #expect(throws: RouterError.self) { try router.times(from: [far], to: end, within: 3_000) }
            #expect(error?.kind == .refused && error?.description.contains("made no sense") == true)
        }
    }

    @Test("a missing time is a place without a way", arguments: Kind.allCases)
    func null(kind: Kind) throws {
        try withServer({ .answer(kind.answer($0, seconds: "null")) }) { server in
            let times = try kind.router(server.url).times(from: starts, to: end, within: 3_000)
            #expect(times == [.unreachable, .unreachable, .unreachable])
        }
    }

    @Test("an answer about more or fewer places is refused", arguments: Kind.allCases)
    func wrongCount(kind: Kind) throws {
        let fewer = Mutex<String?>(nil)
        try withServer({ request in
            fewer.withLock { fewer in
                let body = fewer ?? kind.answer(request)
                fewer = body
                return .answer(body)
            }
        }) { server in
            let router = kind.router(server.url)
            let times = try router.times(from: [starts[0]], to: end, within: 3_000)
            #expect(times == [.seconds(100)])
            let failed = try failure(router)
            #expect(failed.error.kind == .refused)
        }
    }

    @Test("nobody to ask about costs no request", arguments: Kind.allCases)
    func empty(kind: Kind) throws {
        try withServer({ _ in .close }) { server in
            let times = try kind.router(server.url).times(from: [], to: end, within: 3_000)
            #expect(times.isEmpty)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("with no time at all nobody waits", arguments: Kind.allCases, [0, -5, 1])
    func noTime(kind: Kind, milliseconds: Int) throws {
        try withServer({ _ in .stall }) { server in
            let (error, took) = try failure(kind.router(server.url), within: milliseconds)
            #expect(error.kind == .timeout && took < .seconds(1))
        }
    }

    @Test("refused halves that outlast the time are left unanswered", arguments: Kind.allCases)
    func halvesInTime(kind: Kind) throws {
        let refusal: (String, Int) =
            kind == .osrm ? ("{\"code\":\"TooBig\"}", 400) : ("{\"error_code\":154,\"error\":\"far\"}", 400)
        try withServer({ request in
            if kind.sourceCount(request) > 2 { return .answer(refusal.0, status: refusal.1) }
            return request.onConnection < 4 ? .answer(kind.answer(request)) : .stall
        }) { server in
            let some = Array(repeating: starts[0], count: 8)
            let times = try kind.router(server.url).times(from: some, to: end, within: 1_500)
            // 8, 4, 2 and 2 were asked about in time; the others stalled.
            #expect(times == Array(repeating: .seconds(100), count: 4) + Array(repeating: .unanswered, count: 4))
        }
    }

    @Test("a server that refuses everything is not asked for ever", arguments: Kind.allCases)
    func refusesEverything(kind: Kind) throws {
        let refusal = kind == .osrm ? "{\"code\":\"TooBig\"}" : "{\"error_code\":154,\"error\":\"far\"}"
        try withServer({ _ in .answer(refusal, status: 400) }) { server in
            let some = Array(repeating: starts[0], count: 50)
            let router = kind.router(server.url)
            let end = end
            let error = #expect(throws: RouterError.self) { try router.times(from: some, to: end, within: 10_000) }
            #expect(error?.kind == .refused)
            #expect(server.requests.count <= HalvingRequest.mostRequests)
        }
    }
}
