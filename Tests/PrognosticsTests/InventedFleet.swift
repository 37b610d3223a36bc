import Prognostics
import Telemetry

/// Numbers that look random and are the same every time.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }

    /// 0 up to 1.
    mutating func share() -> Double { Double(next() >> 11) / Double(1 << 53) }
}

/// A fleet of which the truth is known: what fails is told by a code half a day before, and codes also come for nothing.
struct InventedFleet {
    /// A record before it is built, so that a test can change what comes later.
    struct Record {
        var asset: String
        var time: Timestamp
        var kind: Kind

        enum Kind {
            case code(String)
            case repair(part: String, failed: Bool)
        }
    }

    static let start = Timestamp(seconds: 1_735_689_600)

    var records: [Record] = []
    var assets: [(id: String, model: String, years: Double)] = []
    let days: Int

    /// - Parameters:
    ///   - assets: How many.
    ///   - days: How long the record is.
    ///   - told: Whether codes tell anything; else they come at random, as often.
    init(assets count: Int = 30, days: Int = 90, told: Bool = true, seed: UInt64 = 7) {
        var random = SeededGenerator(seed: seed)
        self.days = days
        for number in 0..<count {
            let id = "a\(number)"
            assets.append((id, number % 3 == 0 ? "old" : "new", Double(number % 17)))
            func time() -> Timestamp {
                InventedFleet.start.adding(seconds: Int64(random.share() * Double(days * 86_400)))
            }
            // "pump" fails about four times a record, its code comes 12 h before, and as often for nothing.
            for _ in 0..<4 {
                let failure = time()
                records.append(Record(asset: id, time: failure, kind: .repair(part: "pump", failed: true)))
                let warned = told ? failure.adding(seconds: -43_200) : time()
                records.append(Record(asset: id, time: warned, kind: .code("P1")))
                records.append(Record(asset: id, time: time(), kind: .code("P1")))
            }
            // "belt" fails without a word, and "lamp" hardly ever.
            for _ in 0..<2 {
                records.append(Record(asset: id, time: time(), kind: .repair(part: "belt", failed: true)))
                records.append(Record(asset: id, time: time(), kind: .code("P2")))
            }
            if number < 3 { records.append(Record(asset: id, time: time(), kind: .repair(part: "lamp", failed: true))) }
            records.append(Record(asset: id, time: time(), kind: .repair(part: "pump", failed: false)))
        }
    }

    func day(_ day: Int) -> Timestamp { InventedFleet.start.adding(seconds: Int64(day) * 86_400) }

    func history(learntUntil: Timestamp) -> History {
        var builder = HistoryBuilder()
        for asset in assets { builder.describe(asset: asset.id, model: asset.model, years: asset.years) }
        for record in records {
            switch record.kind {
            case .code(let code): builder.fault(asset: record.asset, at: record.time, code: code)
            case .repair(let part, let failed):
                builder.repair(asset: record.asset, at: record.time, part: part, failed: failed)
            }
        }
        return builder.history(learntUntil: learntUntil)
    }

    /// A quick trainer: one strength, half a day between questions.
    func trainer(until day: Int) -> Trainer {
        let horizon = Horizon(seconds: 86_400, stepSeconds: 43_200) ?? .day
        var trainer = Trainer(horizon: horizon, from: self.day(1), until: self.day(day))
        trainer.strengths = [0.5]
        return trainer
    }
}
