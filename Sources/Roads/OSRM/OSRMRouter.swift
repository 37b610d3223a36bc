package import Planning
package import Telemetry

/// Driving times of an OSRM server, from its table service.
///
/// OSRM moves every place to the nearest road, however far, and says `Ok`; the distance it moved a place is in its
/// answer and held against a limit here. (Its own `radiuses` would refuse the whole request for one place.) Its
/// `fallback_speed` is never asked for: it invents times. The profile in the URL proves nothing, the server ignores it.
package final class OSRMRouter: Router {
    private let base: String
    private let snapMetres: Double
    private let client: HTTPClient

    /// - Parameters:
    ///   - url: Scheme, host, port and folder, without a slash at the end.
    ///   - profile: The word after `/table/v1/`.
    ///   - snapMetres: A place that must be moved further to reach a road has none.
    package init(url: String, profile: String = "driving", snapMetres: Double = 1_000) {
        base = "\(url)/table/v1/\(profile)/"
        self.snapMetres = snapMetres
        client = HTTPClient(server: base)
    }

    package func times(
        from sources: [Coordinate], to destination: Coordinate, within milliseconds: Int
    ) throws(RouterError) -> [RoadTime] {
        let halving = HalvingRequest(deadline: .now + .milliseconds(milliseconds)) { range, left throws(RouterError) in
            try self.reply(about: sources[range], to: destination, within: left)
        }
        return try halving.times(count: sources.count)
    }

    private func reply(
        about sources: ArraySlice<Coordinate>, to destination: Coordinate, within milliseconds: Int
    ) throws(RouterError) -> HalvingRequest.Reply {
        let places = (sources + [destination])
            .map { "\(Coordinate.text($0.longitude)),\(Coordinate.text($0.latitude))" }.joined(separator: ";")
        let indices = (0..<sources.count).map { String($0) }.joined(separator: ";")
        let response = try client.answer(
            to: HTTPRequest(
                url: base + places
                    + "?sources=\(indices)&destinations=\(sources.count)&annotations=duration&generate_hints=false"),
            within: milliseconds)
        let answer = OSRMAnswer(response, from: base)
        switch answer.code {
        case "Ok": return .times(try answer.times(from: Array(sources), to: destination, snapMetres: snapMetres))
        case "TooBig":
            // More places than its --max-table-size: fewer at once. Alone, even one is too many.
            return .halve(alone: .unanswered, answer.refusal("; start osrm-routed with a greater --max-table-size"))
        case "NoSegment", "NoTable":
            return .halve(alone: .unreachable, answer.refusal(""))
        default: throw answer.refusal("; is it an OSRM server with the table service?")
        }
    }
}
