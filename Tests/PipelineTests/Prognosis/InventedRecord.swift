import Prognostics
import Telemetry

@testable import Pipeline

/// A small fleet's record in which one code comes before one part fails, and another says nothing.
enum InventedRecord {
    static let start = Timestamp(seconds: 1_780_000_000)
    static let days: Int64 = 140
    static var end: Timestamp { start.adding(seconds: days * 86_400) }

    /// Forty cars whose thermostat fails every 24 days, a day or two after its code; the other code comes at any time.
    static func builder() -> HistoryBuilder {
        var builder = HistoryBuilder()
        for car in 0..<40 as Range<Int64> {
            let id = "old-\(car)"
            builder.describe(asset: id, model: nil, years: nil)
            for day in stride(from: (car * 7) % 24 + 2, to: days, by: 24) {
                let failure = start.adding(seconds: day * 86_400 + car * 977)
                builder.fault(asset: id, at: failure.adding(seconds: -86_400 - (car % 5) * 9_000), code: "obd/P0128")
                builder.repair(asset: id, at: failure, part: "thermostat", failed: true)
            }
            for day in stride(from: (car * 5) % 9, to: days, by: 9) {
                builder.fault(asset: id, at: start.adding(seconds: day * 86_400 + car * 1_931), code: "obd/P0456")
            }
        }
        return builder
    }

    /// What is learnt from it: three days ahead.
    static func model() -> PrognosisModel? { learnt }

    /// Once for all tests.
    private static let learnt: PrognosisModel? = {
        guard let horizon = Horizon(seconds: 3 * 86_400, stepSeconds: 21_600) else { return nil }
        let history = builder().history(learntUntil: end)
        return Trainer(horizon: horizon, from: start, until: end).model(of: history)
    }()
}
