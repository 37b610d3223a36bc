package import Planning
package import Telemetry

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Draws random drives around a place and asks a router about them: what the estimate is fitted to.
///
/// Destinations lie anywhere within the radius. The way to them is as often short as long (distances are drawn evenly by
/// their logarithm, 0.5 km to the radius), since units near by matter as much as those far away.
package struct DriveSampler: Sendable {
    /// The middle of the area.
    package let center: Coordinate
    /// Its radius in metres; 1 km to 300 km.
    package let radiusMetres: Double
    /// Equal seeds give equal drives.
    package let seed: UInt64

    private static let sourcesPerDestination = 20

    package init(around center: Coordinate, radiusMetres: Double, seed: UInt64) {
        self.center = center
        self.radiusMetres = min(max(radiusMetres, 1_000), 300_000)
        self.seed = seed
    }

    /// The drives to be asked about, those with the same destination together.
    package func drives(_ count: Int) -> [Drive] {
        var random = SampleGenerator(seed: seed)
        var drives: [Drive] = []
        while drives.count < count {
            let destination = place(
                from: center, metres: radiusMetres * random.unit().squareRoot(), turns: random.unit())
            for _ in 0..<min(DriveSampler.sourcesPerDestination, count - drives.count) {
                drives.append(Drive(from: source(of: destination, &random), to: destination))
            }
        }
        return drives
    }

    /// At least `count` random drives that a road router knows; fewer if it knows less than one in four.
    ///
    /// - Parameter milliseconds: The limit for each of the requests, one for twenty drives.
    /// - Throws: ``RouterError`` of the first request that fails.
    package func samples(
        _ count: Int, from router: some Router, milliseconds: Int = 20_000
    ) throws(RouterError) -> [TravelSample] {
        var samples: [TravelSample] = []
        var rest = drives(min(max(count, 0), 1_000_000) * 4)[...]
        while samples.count < count, let first = rest.first {
            let some = rest.prefix { $0.to == first.to }
            rest = rest.dropFirst(some.count)
            let times = try router.times(from: some.map(\.from), to: first.to, within: milliseconds)
            for (drive, time) in zip(some, times) {
                guard case .seconds(let seconds) = time else { continue }
                samples.append(TravelSample(metres: drive.from.distance(to: drive.to), seconds: Double(seconds)))
            }
        }
        return samples
    }

    /// A place within the radius, at a distance whose logarithm is drawn evenly.
    private func source(of destination: Coordinate, _ random: inout SampleGenerator) -> Coordinate {
        for _ in 0..<20 {
            let metres = 500 * pow(radiusMetres / 500, random.unit())
            let source = place(from: destination, metres: metres, turns: random.unit())
            if source.distance(to: center) <= radiusMetres { return source }
        }
        return center
    }

    /// The place at a distance and a direction; near enough to a circle for a sample.
    private func place(from start: Coordinate, metres: Double, turns: Double) -> Coordinate {
        let metresPerDegree = 111_195.0
        let north = metres * cos(turns * 2 * .pi) / metresPerDegree
        let east = metres * sin(turns * 2 * .pi) / metresPerDegree / max(0.01, cos(start.latitude * .pi / 180))
        let latitude = min(max(start.latitude + north, -90), 90)
        let longitude = (start.longitude + east).remainder(dividingBy: 360)
        return (try? Coordinate(latitude: latitude, longitude: longitude)) ?? start
    }
}

/// Numbers that are the same in every run (SplitMix64).
private struct SampleGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// From 0 up to 1, without 1.
    mutating func unit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
    }
}
