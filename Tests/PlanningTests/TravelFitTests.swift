import Planning
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Fitting the travel time")
struct TravelFitTests {
    /// Drives of 0.5 to 50 km that follow a model, each off by up to `noise`.
    private func drives(
        _ count: Int, following model: TravelModel, noise: Double = 0, seed: UInt64 = 1
    ) -> [TravelSample] {
        var random = Seeded(seed)
        return (0..<count).map { _ in
            let metres = 500 * pow(100, Double.random(in: 0...1, using: &random))
            let factor = noise > 0 ? Double.random(in: (1 - noise)...(1 + noise), using: &random) : 1
            return TravelSample(metres: metres, seconds: model.estimatedSeconds(overMetres: metres) * factor)
        }
    }

    @Test(
        "the numbers that made the drives are found again",
        arguments: [(3.3, 0.71), (2.0, 0.8), (4.5, 0.6), (1.6, 0.95)] as [(Double, Double)])
    func recovers(minutes: Double, exponent: Double) throws {
        var truth = TravelModel(minutesAtOneKilometre: minutes, exponent: exponent)
        truth.straightLineLimitKmh = 1_000
        var start = TravelModel()
        start.straightLineLimitKmh = 1_000
        for seed in UInt64(1)...5 {
            let fit = try start.fitted(to: drives(200, following: truth, noise: 0.1, seed: seed))
            #expect(abs(fit.model.minutesAtOneKilometre - minutes) < 0.15)
            #expect(abs(fit.model.exponent - exponent) < 0.03)
            #expect(fit.medianErrorAfter < 0.07 && fit.medianErrorAfter <= fit.medianErrorBefore + 0.005)
            #expect(fit.count == 200 && fit.model.fastestRoadKmh == start.fastestRoadKmh)
        }
    }

    @Test("one wild drive in ten does no harm")
    func robust() throws {
        let truth = TravelModel(minutesAtOneKilometre: 2.5, exponent: 0.75)
        var samples = drives(300, following: truth, noise: 0.1)
        for index in stride(from: 0, to: 300, by: 10) {
            samples[index] = TravelSample(metres: samples[index].metres, seconds: samples[index].seconds * 4)
        }
        let fit = try TravelModel().fitted(to: samples)
        #expect(abs(fit.model.minutesAtOneKilometre - 2.5) < 0.2)
        #expect(abs(fit.model.exponent - 0.75) < 0.04)
    }

    @Test("the order of the drives does not matter, and unusable ones are left out")
    func order() throws {
        var samples = drives(100, following: TravelModel(), noise: 0.2)
        let fit = try TravelModel().fitted(to: samples)
        samples.reverse()
        samples += [
            TravelSample(metres: 100, seconds: 30), TravelSample(metres: 10_000, seconds: 10),
            TravelSample(metres: 1_000, seconds: 90_000), TravelSample(metres: .nan, seconds: 100),
            TravelSample(metres: 5_000, seconds: .nan), TravelSample(metres: .infinity, seconds: 5),
            TravelSample(metres: 5_000, seconds: 0), TravelSample(metres: 5_000, seconds: -300),
        ]
        #expect(try TravelModel().fitted(to: samples) == fit)
    }

    @Test("29 drives are too few, 30 are enough")
    func few() throws {
        let samples = drives(30, following: TravelModel())
        #expect(throws: TravelFitError.tooFew(usable: 29, given: 30)) {
            try TravelModel().fitted(to: samples.dropLast() + [TravelSample(metres: 1, seconds: 1)])
        }
        #expect(try TravelModel().fitted(to: samples).count == 30)
    }

    @Test("drives of one length say nothing about others")
    func alike() {
        let samples = (0..<100).map { TravelSample(metres: 5_000 + Double($0), seconds: 600 + Double($0)) }
        #expect(throws: TravelFitError.tooAlike(shortestMetres: 5_010, longestMetres: 5_090)) {
            try TravelModel().fitted(to: samples)
        }
    }

    @Test(
        "times in another unit, or of another world, are refused",
        arguments: [(0.1, 0.71), (40, 0.71), (3, 0.1), (3, 1.5)] as [(Double, Double)])
    func absurd(minutes: Double, exponent: Double) {
        let samples = (0..<400).map { index in
            let kilometres = 0.5 + Double(index) * 0.05
            return TravelSample(metres: kilometres * 1_000, seconds: minutes * 60 * pow(kilometres, exponent))
        }
        #expect(throws: TravelFitError.self) { try TravelModel().fitted(to: samples) }
    }

    @Test("times that do not follow the distance are refused")
    func unrelated() {
        var random = Seeded(3)
        let samples = (0..<400).map { _ in
            let metres = 2_000 * pow(10, Double.random(in: 0...1, using: &random))
            let kmh = 4 * pow(45, Double.random(in: 0...1, using: &random))
            return TravelSample(metres: metres, seconds: metres / kmh * 3.6)
        }
        #expect {
            try TravelModel().fitted(to: samples)
        } throws: { error in
            guard case TravelFitError.unrelated(let median) = error else { return false }
            return median > 0.6 && "\(error)".contains("off by")
        }
    }

    @Test("the quickest drive is told, for whoever sets the fastest road")
    func fastest() throws {
        var samples = drives(100, following: TravelModel())
        samples.append(TravelSample(metres: 30_000, seconds: 900))
        samples.append(TravelSample(metres: 1_900, seconds: 40))
        let fit = try TravelModel().fitted(to: samples)
        #expect(abs((fit.fastestSeenKmh ?? 0) - 120) < 0.001)
    }
}
