import FleetSimulator
import Pipeline

/// The score of a drill, call by call.
struct DrillReport {
    var name: String
    var scores: [DrillScore]

    var points: Int { scores.reduce(0) { $0 + $1.points } }
    var of: Int { scores.reduce(0) { $0 + $1.of } }
    var percent: Int { of == 0 ? 0 : points * 100 / of }

    var lines: [String] {
        var lines = ["", "Your score in \"\(name)\": \(points) of \(of) points, \(percent) %"]
        for score in scores {
            lines.append("  \(score.asset), \(score.what): \(score.points) of \(score.of)")
            lines += score.marks.compactMap(\.advice).map { "      \($0)" }
        }
        return lines
    }

    var json: JSONValue {
        .object([
            "drill": .text(name), "points": .whole(Int64(points)), "of": .whole(Int64(of)),
            "percent": .whole(Int64(percent)),
            "calls": .array(
                scores.map { score in
                    .object([
                        "asset": .text(score.asset), "what": .text(score.what), "points": .whole(Int64(score.points)),
                        "of": .whole(Int64(score.of)),
                        "advice": .array(score.marks.compactMap(\.advice).map { .text($0) }),
                    ])
                }),
        ])
    }
}
