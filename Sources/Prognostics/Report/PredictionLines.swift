import Telemetry

/// Writes prognoses as lines of `asset,part,time,probability,level`.
package struct PredictionLines {
    package static let header = "asset,part,time,probability,level\n"

    private let assets: [String]
    private let vocabulary: Vocabulary
    private var second = Int64.min
    private var time = ""
    private var part: (number: UInt16, name: String)?

    package init(of history: History) {
        assets = history.assets.map { PredictionLines.escaped($0.id) }
        vocabulary = history.vocabulary
    }

    /// A prognosis as a line.
    package mutating func line(of prediction: Backtest.Prediction) -> String {
        if prediction.second != second {
            second = prediction.second
            time = String(Timestamp(seconds: second).iso8601.prefix(19)) + "Z"
        }
        if part?.number != prediction.part {
            part = (prediction.part, PredictionLines.escaped(vocabulary[prediction.part] ?? ""))
        }
        return "\(assets[prediction.asset]),\(part?.name ?? ""),\(time),\(prediction.probability),\(prediction.level)\n"
    }

    private static func escaped(_ text: String) -> String {
        guard text.contains(where: { [",", "\"", "\n", "\r"].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
