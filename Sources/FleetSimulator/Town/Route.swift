internal import Telemetry

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A drive along streets: where one is after so many seconds is a plain function, so nothing drifts.
struct Route: Sendable {
    private struct Stretch {
        var from: Coordinate
        var to: Coordinate
        /// Seconds from the start of the route at which it begins, and how long it takes.
        var begins: Double
        var takes: Double
        /// km/h.
        var speed: Double
    }

    /// A point of a drive.
    struct Point: Sendable {
        var place: Coordinate
        /// km/h; 0 before the start and at the end.
        var speed: Double
        /// Degrees from north.
        var heading: Double
    }

    private var stretches: [Stretch] = []
    /// Where it begins.
    let start: Coordinate
    /// Seconds that the whole drive takes.
    private(set) var seconds = 0.0

    /// A drive over crossings, before them straight from `start` and after them straight to `end` where given, at
    /// 30 km/h.
    init(over crossings: [Int], of graph: StreetGraph, from start: Coordinate? = nil, to end: Coordinate? = nil) {
        let first = crossings.first.map { graph.places[$0] }
        let last = crossings.last.map { graph.places[$0] }
        self.start = start ?? first ?? end ?? graph.places[0]
        if let start, let first { add(from: start, to: first, seconds: start.distance(to: first) / (30 / 3.6)) }
        for (from, to) in zip(crossings, crossings.dropFirst()) {
            guard let street = graph.street(from: from, to: to) else { continue }
            add(from: graph.places[from], to: graph.places[to], seconds: street.seconds)
        }
        if let end, let last { add(from: last, to: end, seconds: last.distance(to: end) / (30 / 3.6)) }
    }

    /// Where it ends.
    var end: Coordinate { stretches.last?.to ?? start }

    /// Where one is after `elapsed` seconds of driving.
    func point(after elapsed: Double) -> Point {
        guard elapsed > 0, let first = stretches.first, let last = stretches.last else {
            return Point(place: start, speed: 0, heading: stretches.first.map(Route.heading) ?? 0)
        }
        guard elapsed < seconds else { return Point(place: last.to, speed: 0, heading: Route.heading(last)) }
        let stretch = stretches.last { $0.begins <= elapsed } ?? first
        let share = min(1, max(0, (elapsed - stretch.begins) / stretch.takes))
        let latitude = stretch.from.latitude + (stretch.to.latitude - stretch.from.latitude) * share
        let longitude = stretch.from.longitude + (stretch.to.longitude - stretch.from.longitude) * share
        let place = (try? Coordinate(latitude: latitude, longitude: longitude)) ?? stretch.to
        return Point(place: place, speed: stretch.speed, heading: Route.heading(stretch))
    }

    private mutating func add(from: Coordinate, to: Coordinate, seconds takes: Double) {
        guard takes > 0.1 else { return }
        let speed = from.distance(to: to) / takes * 3.6
        stretches.append(Stretch(from: from, to: to, begins: seconds, takes: takes, speed: speed))
        seconds += takes
    }

    private static func heading(_ stretch: Stretch) -> Double {
        let north = stretch.to.latitude - stretch.from.latitude
        let east = (stretch.to.longitude - stretch.from.longitude) * cos(stretch.from.latitude * .pi / 180)
        let degrees = atan2(east, north) * 180 / .pi
        return degrees < 0 ? degrees + 360 : degrees
    }
}
