package import Telemetry

/// A backtest as a whole: what it was asked, what the record was like, and how each part did.
package struct BacktestReport: Sendable {
    package let model: PrognosisModel
    package let trainFrom: Timestamp
    package let testFrom: Timestamp
    package let testUntil: Timestamp
    package let assets: Int
    package let counts: (faults: Int, signals: Int, repairs: Int)
    /// What a person should know of the record: doubles, times without a zone, assets without history.
    package let notes: [String]
    /// By name of the part.
    package let results: [(name: String, result: PartResult)]

    package init(
        model: PrognosisModel, trainFrom: Timestamp, testFrom: Timestamp, testUntil: Timestamp, history: History,
        notes: [String], results: [PartResult]
    ) {
        self.model = model
        self.trainFrom = trainFrom
        self.testFrom = testFrom
        self.testUntil = testUntil
        assets = history.assets.count
        counts = history.counts
        self.notes = notes
        self.results = results.map { (model.vocabulary[$0.part] ?? "?", $0) }
    }

    /// Parts with figures for calls.
    package var booked: [PartResult] { results.map(\.result).filter { $0.book != nil } }

    /// The mean of a figure over the parts that have it, or `nil` if none has.
    package func macro(_ figure: (PartResult) -> Double?) -> Double? {
        let values = results.compactMap { figure($0.result) }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// Why a part should be switched on or not, in a sentence.
    package static func why(_ result: PartResult) -> String {
        let skill = result.learntSkill.map {
            "measured on \($0.failures) failures kept aside in learning: skill \(figure($0.value)), "
                + "at least \(figure($0.lowerBound))"
        }
        return switch result.advice {
        case .on: "better than age and model alone, \(skill ?? "")"
        case .published:
            "by published thresholds; this fleet's own failures are not enough to judge them: "
                + "\(Trainer.learntFailures) to learn from and \(Trainer.judgedFailures) kept aside are needed"
        case .watchOnly:
            "better than age and model alone, but of its alarms fewer than one in "
                + "\(Int(1 / Trainer.bookPrecision)) would be right; \(skill ?? "")"
        case .noSkill: "not proven better than age and model alone, \(skill ?? ""); it stays silent"
        case .notEnoughFailures:
            "not enough failures to judge: \(Trainer.learntFailures) to learn from and "
                + "\(Trainer.judgedFailures) kept aside are needed; it stays silent"
        }
    }

    /// Three digits, as people read a share.
    static func figure(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1_000_000 else { return "-" }
        let thousandths = Int((value * 1_000).rounded())
        let digits = String(abs(thousandths) % 1_000)
        return (thousandths < 0 ? "-" : "") + "\(abs(thousandths) / 1_000)."
            + String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// A length of time as people say it: hours up to two days, then days.
    static func span(_ seconds: Double) -> String {
        guard seconds.isFinite, abs(seconds) < 1e12 else { return "-" }
        if seconds < 3_600 { return "\(Int((seconds / 60).rounded())) min" }
        let hours = (seconds / 360).rounded() / 10
        return hours <= 48 ? "\(tenths(hours)) h" : "\(tenths((hours / 2.4).rounded() / 10)) d"
    }

    /// "24", "1.5".
    private static func tenths(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}
