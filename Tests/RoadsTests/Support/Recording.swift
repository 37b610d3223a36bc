import Foundation
import Planning
import Telemetry
import Testing

@testable import Roads

/// One question to a real router and what it answered; `Scripts/roads/record.sh` makes them.
struct Recording: Decodable, Sendable {
    struct Exchange: Decodable, Sendable {
        let method: String
        let target: String
        let body: String?
        let status: Int
        let answer: String
    }

    let router: String
    let sources: [[Double]]
    let destination: [Double]
    let exchanges: [Exchange]

    init(named name: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appendingPathComponent("Recorded/\(name).json")
        self = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: file))
    }

    var starts: [Coordinate] { get throws { try sources.map { try place($0[0], $0[1]) } } }
    var end: Coordinate { get throws { try place(destination[0], destination[1]) } }

    /// Answers exactly the requests that were recorded; anything else is a 599.
    func reply(to request: ScriptedServer.Request) -> ScriptedServer.Reply {
        let match = exchanges.first {
            $0.method == request.method && $0.target == request.target && ($0.body ?? "") == request.body
        }
        guard let match else { return .answer("{\"unexpected\":true}", status: 599) }
        return .answer(match.answer, status: match.status)
    }

    /// The router this was recorded with, at another address.
    func router(at url: String) -> any Router {
        switch router {
        case "osrm": OSRMRouter(url: url)
        case "osrm:folder": OSRMRouter(url: "\(url)/folder")
        case "valhalla:truck":
            ValhallaRouter(
                url: url,
                costing: ValhallaCosting(
                    name: "truck", dimensions: [.init(name: "height", value: 3.5), .init(name: "weight", value: 7.5)]))
        case "valhalla:hovercraft": ValhallaRouter(url: url, costing: ValhallaCosting(name: "hovercraft"))
        default: ValhallaRouter(url: url)
        }
    }
}

func place(_ latitude: Double, _ longitude: Double) throws -> Coordinate {
    try Coordinate(latitude: latitude, longitude: longitude)
}
