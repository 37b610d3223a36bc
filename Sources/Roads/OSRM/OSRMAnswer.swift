internal import Foundation
internal import Planning
internal import Telemetry

/// What OSRM's table service said.
struct OSRMAnswer {
    private struct Document: Decodable {
        let code: String
        let message: String?
        let durations: [[Double?]?]?
        let sources: [Waypoint?]?
        let destinations: [Waypoint?]?
    }

    private struct Waypoint: Decodable {
        /// Metres between the place asked about and the road it was moved to.
        let distance: Double?
    }

    private let response: HTTPResponse
    private let server: String
    private let document: Document?

    init(_ response: HTTPResponse, from server: String) {
        self.response = response
        self.server = server
        document = try? JSONDecoder().decode(Document.self, from: Data(response.body))
    }

    /// OSRM's word for the outcome; empty if this is no answer of OSRM's.
    var code: String {
        guard let code = document?.code, code != "Ok" || response.status == 200 else { return "" }
        return code
    }

    /// The times to the destination, in the order of the sources.
    ///
    /// - Throws: ``RouterError`` if anything is missing or makes no sense.
    func times(
        from sources: [Coordinate], to destination: Coordinate, snapMetres: Double
    ) throws(RouterError) -> [RoadTime] {
        guard let rows = document?.durations, rows.count == sources.count else {
            throw nonsense("\(document?.durations?.count ?? 0) rows of durations for \(sources.count) sources")
        }
        guard let starts = document?.sources, starts.count == sources.count else {
            throw nonsense("\(document?.sources?.count ?? 0) waypoints for \(sources.count) sources")
        }
        guard let ends = document?.destinations, ends.count == 1 else {
            throw nonsense("\(document?.destinations?.count ?? 0) waypoints for one destination")
        }
        if try moved(ends[0]) > snapMetres { return sources.map { _ in .unreachable } }
        var times: [RoadTime] = []
        for (index, row) in rows.enumerated() {
            guard let row, row.count == 1 else { throw nonsense("row \(index) does not have one duration") }
            guard try moved(starts[index]) <= snapMetres, let duration = row[0] else {
                times.append(.unreachable)
                continue
            }
            let metres = sources[index].distance(to: destination)
            guard let seconds = RoadAnswer.seconds(duration, overMetres: metres, slackMetres: snapMetres * 2) else {
                throw nonsense("\(duration) s for \(Int(metres)) m in a straight line")
            }
            times.append(.seconds(seconds))
        }
        return times
    }

    /// That the server said no, and what it said.
    func refusal(_ advice: String) -> RouterError {
        let said = [document?.code, document?.message].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": ")
        return RouterError(
            .refused,
            "\(server) answered \(response.status), \(said.isEmpty ? RoadAnswer.excerpt(response.body) : RoadAnswer.printable(said))\(advice)"
        )
    }

    private func moved(_ waypoint: Waypoint?) throws(RouterError) -> Double {
        guard let distance = waypoint?.distance, distance >= 0 else {
            throw nonsense("a waypoint without the distance to its road")
        }
        return distance
    }

    private func nonsense(_ what: String) -> RouterError {
        RouterError(.refused, "\(server) made no sense: \(what); is it an OSRM server of version 5 or newer?")
    }
}
