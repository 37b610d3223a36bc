package import Telemetry

/// Crossings joined by streets, on which everything drives.
package struct StreetGraph: Sendable, Equatable {
    struct Street: Sendable, Equatable {
        var to: Int
        var metres: Double
        /// Seconds at the street's speed.
        var seconds: Double
    }

    /// Sorted by name, so that nothing depends on the order of a dictionary.
    package let names: [String]
    package let places: [Coordinate]
    /// Streets that leave a crossing.
    let streets: [[Street]]

    init(_ file: TownFile) throws(TownError) {
        names = file.crossings.keys.sorted()
        var places: [Coordinate] = []
        for name in names {
            guard let pair = file.crossings[name], pair.count == 2,
                let place = try? Coordinate(latitude: pair[0], longitude: pair[1])
            else { throw TownError("crossing \"\(name)\" needs a latitude and a longitude") }
            places.append(place)
        }
        var streets: [[Street]] = Array(repeating: [], count: names.count)
        for street in file.streets {
            guard street.speed > 0, street.along.count > 1 else {
                throw TownError("street \"\(street.name)\" needs a speed above 0 and at least two crossings")
            }
            for (first, second) in zip(street.along, street.along.dropFirst()) {
                guard let from = names.firstIndex(of: first), let to = names.firstIndex(of: second) else {
                    throw TownError("street \"\(street.name)\" joins \"\(first)\" and \"\(second)\": no such crossing")
                }
                let metres = places[from].distance(to: places[to])
                let seconds = metres / (street.speed / 3.6)
                streets[from].append(Street(to: to, metres: metres, seconds: seconds))
                streets[to].append(Street(to: from, metres: metres, seconds: seconds))
            }
        }
        guard streets.allSatisfy({ !$0.isEmpty }) else { throw TownError("a crossing has no street") }
        self.places = places
        self.streets = streets
    }

    /// The number of a crossing.
    package func index(of name: String) -> Int? { names.firstIndex(of: name) }

    /// The crossing nearest to a place; of equally near ones the first by name.
    package func nearest(to place: Coordinate) -> Int {
        var best = 0
        var least = Double.infinity
        for (index, crossing) in places.enumerated() {
            let metres = crossing.distance(to: place)
            if metres < least { (best, least) = (index, metres) }
        }
        return best
    }

    /// The quickest way between two crossings, both included; just the start if there is none.
    package func quickest(from start: Int, to end: Int) -> [Int] {
        var seconds = [Double](repeating: .infinity, count: names.count)
        var before = [Int](repeating: -1, count: names.count)
        var open = Set(names.indices)
        seconds[start] = 0
        while let here = open.min(by: { (seconds[$0], $0) < (seconds[$1], $1) }), seconds[here].isFinite {
            if here == end { break }
            open.remove(here)
            for street in streets[here] where seconds[here] + street.seconds < seconds[street.to] {
                seconds[street.to] = seconds[here] + street.seconds
                before[street.to] = here
            }
        }
        guard seconds[end].isFinite else { return [start] }
        var way = [end]
        while let first = way.first, first != start { way.insert(before[first], at: 0) }
        return way
    }

    func street(from start: Int, to end: Int) -> Street? { streets[start].first { $0.to == end } }
}
