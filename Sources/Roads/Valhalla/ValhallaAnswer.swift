internal import Foundation
internal import Planning
internal import Telemetry

/// What Valhalla's matrix service said, in its long form.
struct ValhallaAnswer {
    private struct Document: Decodable {
        let sources_to_targets: [[Cell]]
        let sources: [Place]
        let targets: [Place]
    }

    private struct Cell: Decodable {
        /// Whole seconds; `nil` if there is no way.
        let time: Double?
        let from_index: Int
        let to_index: Int
    }

    /// Where a place was moved to.
    private struct Place: Decodable {
        let lat: Double
        let lon: Double
    }

    private struct Refusal: Decodable {
        let error_code: Int
        let error: String?
    }

    private let response: HTTPResponse
    private let server: String
    private let refused: Refusal?

    init(_ response: HTTPResponse, from server: String) {
        self.response = response
        self.server = server
        refused = response.status == 200 ? nil : try? JSONDecoder().decode(Refusal.self, from: Data(response.body))
    }

    /// Valhalla's number for why it refused; 0 if this is no refusal of Valhalla's.
    var errorCode: Int { refused?.error_code ?? 0 }

    /// The times to the destination, in the order of the sources.
    ///
    /// - Throws: ``RouterError`` if anything is missing or makes no sense.
    func times(
        from sources: [Coordinate], to destination: Coordinate, snapMetres: Double
    ) throws(RouterError) -> [RoadTime] {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(response.body)) else {
            throw nonsense("no matrix of times in \"\(RoadAnswer.excerpt(response.body))\"")
        }
        let rows = document.sources_to_targets
        guard rows.count == sources.count, document.sources.count == sources.count, document.targets.count == 1 else {
            throw nonsense("\(rows.count) rows for \(sources.count) sources and one destination")
        }
        if try moved(destination, to: document.targets[0]) > snapMetres { return sources.map { _ in .unreachable } }
        var times: [RoadTime] = []
        for (index, row) in rows.enumerated() {
            guard row.count == 1, row[0].from_index == index, row[0].to_index == 0 else {
                throw nonsense("row \(index) is not about source \(index) and the destination")
            }
            guard try moved(sources[index], to: document.sources[index]) <= snapMetres, let time = row[0].time else {
                times.append(.unreachable)
                continue
            }
            let metres = sources[index].distance(to: destination)
            guard let seconds = RoadAnswer.seconds(time, overMetres: metres, slackMetres: snapMetres * 2) else {
                throw nonsense("\(time) s for \(Int(metres)) m in a straight line")
            }
            times.append(.seconds(seconds))
        }
        return times
    }

    /// That the server said no, and what it said.
    func refusal(_ advice: String) -> RouterError {
        let said =
            refused.map { "error \($0.error_code): \(RoadAnswer.printable($0.error ?? ""))" }
            ?? RoadAnswer.excerpt(response.body)
        return RouterError(.refused, "\(server) answered \(response.status), \(said)\(advice)")
    }

    private func moved(_ place: Coordinate, to other: Place) throws(RouterError) -> Double {
        guard let road = try? Coordinate(latitude: other.lat, longitude: other.lon) else {
            throw nonsense("\(other.lat), \(other.lon) is no place")
        }
        return place.distance(to: road)
    }

    private func nonsense(_ what: String) -> RouterError {
        RouterError(.refused, "\(server) made no sense: \(what); is it a Valhalla server of version 3 or newer?")
    }
}
