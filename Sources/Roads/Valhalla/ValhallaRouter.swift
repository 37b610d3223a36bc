package import Planning
package import Telemetry

/// Driving times of a Valhalla server, from its matrix service.
///
/// Valhalla refuses a whole request for one place: 154 if a pair is too far apart, 170 or 171 if a place has no road or
/// is on an island. So what is too far is not asked at all, and what is refused is asked again in halves, unless the
/// destination turns out to be the one without a road.
///
/// The answer is asked for in the long form: only that one tells where a place was moved to, and Valhalla moves one up
/// to 35 km without a word. The quick algorithm for one destination is the server's setting
/// (`thor.source_to_target_algorithm: timedistancematrix`).
package final class ValhallaRouter: Router {
    /// Pairs further apart are refused by default (`service_limits.*.max_matrix_distance`, 400 km).
    package static let farthestMetres = 400_000.0

    private let url: String
    private let costing: ValhallaCosting
    private let snapMetres: Double
    private let client: HTTPClient

    /// - Parameters:
    ///   - url: Scheme, host, port and folder, without a slash at the end.
    ///   - snapMetres: A place that must be moved further to reach a road has none.
    package init(url: String, costing: ValhallaCosting = ValhallaCosting(), snapMetres: Double = 1_000) {
        self.url = "\(url)/sources_to_targets"
        self.costing = costing
        self.snapMetres = snapMetres
        client = HTTPClient(server: self.url)
    }

    package func times(
        from sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
    ) throws(RouterError) -> [RoadTime] {
        let near = sources.indices.filter { sources[$0].distance(to: destination) <= ValhallaRouter.farthestMetres }
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        var isEndKnown = false
        let halving = HalvingRequest(deadline: deadline) { range, left throws(RouterError) in
            let some = near[range].map { sources[$0] }
            let reply = try self.reply(about: some, to: destination, within: left)
            guard case .halve(alone: .unreachable, _) = reply, some.count > 1, !isEndKnown else { return reply }
            // One question tells whether it is the destination, instead of one for each source.
            isEndKnown = true
            let rest = ContinuousClock.now.duration(to: deadline).wholeMilliseconds
            let alone = try self.reply(about: [destination], to: destination, within: rest)
            if case .halve(alone: .unreachable, _) = alone { return .times(some.map { _ in .unreachable }) }
            return reply
        }
        var times = [RoadTime](repeating: .unanswered, count: sources.count)
        for (index, time) in zip(near, try halving.times(count: near.count)) { times[index] = time }
        return times
    }

    private func reply(
        about sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
    ) throws(RouterError) -> HalvingRequest.Reply {
        let response = try client.answer(
            to: HTTPRequest(url: url, json: Array(body(sources, destination).utf8)), within: milliseconds)
        let answer = ValhallaAnswer(response, from: url)
        guard response.status != 200 else {
            return .times(try answer.times(from: sources, to: destination, snapMetres: snapMetres))
        }
        switch answer.errorCode {
        case 150: return .halve(alone: .unanswered, answer.refusal("; max_matrix_location_pairs can be raised"))
        case 154: return .halve(alone: .unanswered, answer.refusal("; max_matrix_distance can be raised"))
        case 170, 171: return .halve(alone: .unreachable, answer.refusal(""))
        default: throw answer.refusal("; is it a Valhalla server with sources_to_targets, and its costing known?")
        }
    }

    private func body(_ sources: [Coordinate], _ destination: Coordinate) -> String {
        func place(_ coordinate: Coordinate) -> String {
            "{\"lat\":\(Coordinate.text(coordinate.latitude)),\"lon\":\(Coordinate.text(coordinate.longitude))}"
        }
        var text = "{\"sources\":[\(sources.map(place).joined(separator: ","))],\"targets\":[\(place(destination))]"
        text += ",\"costing\":\"\(costing.name)\""
        if !costing.dimensions.isEmpty {
            let options = costing.dimensions.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
            text += ",\"costing_options\":{\"\(costing.name)\":{\(options)}}"
        }
        return text + ",\"units\":\"kilometers\",\"verbose\":true}"
    }
}
