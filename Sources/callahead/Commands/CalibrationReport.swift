import Pipeline
import Planning

/// What a calibration came to, for people and for programs.
struct CalibrationReport {
    /// `jobs`, `osrm`, `valhalla` or `matrix`.
    let source: String
    let before: TravelModel
    let fit: TravelFit

    /// What drives in a straight line show of the fastest roads, in tens of km/h; `nil` if the setting covers it.
    ///
    /// Not from jobs: who taps "departed" late has driven fast.
    private var fastestRoadKmh: Double? {
        guard source != "jobs", let seen = fit.fastestSeenKmh, seen > before.fastestRoadKmh else { return nil }
        return (seen / 10).rounded(.up) * 10
    }

    var lines: [String] {
        var lines = [
            "\(fit.count) drives; the estimate is off in the median by",
            "  \(percent(fit.medianErrorBefore)) with \(formula(before)), the numbers that are built in",
            "  \(percent(fit.medianErrorAfter)) with \(formula(fit.model)), fitted to these drives",
        ]
        if fit.isBetter || fastestRoadKmh != nil {
            lines += ["", "For the policy file:", "travel:"]
            if fit.isBetter {
                lines.append("  minutes_at_one_kilometre: \(fit.model.minutesAtOneKilometre)")
                lines.append("  exponent: \(fit.model.exponent)")
            }
            if let fastestRoadKmh { lines.append("  fastest_road: \(Int(fastestRoadKmh)) km/h") }
        } else {
            lines.append("Nothing to change.")
        }
        return lines
    }

    var json: JSONValue {
        .object([
            "source": .text(source), "drives": .whole(Int64(fit.count)),
            "minutes_at_one_kilometre": .number(fit.model.minutesAtOneKilometre),
            "exponent": .number(fit.model.exponent), "better": .flag(fit.isBetter),
            "median_error_before": .number(fit.medianErrorBefore),
            "median_error_after": .number(fit.medianErrorAfter),
            "fastest_road_kmh": fastestRoadKmh.map { .number($0) } ?? .null,
        ])
    }

    private func formula(_ model: TravelModel) -> String {
        "\(model.minutesAtOneKilometre) min x km^\(model.exponent)"
    }

    private func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10) %" }
}
