import ArgumentParser
import Foundation
import Prognostics
import Telemetry

/// Learns and judges, with what was not said filled in from the record.
struct BacktestRun {
    let horizon: Horizon
    let trainFrom: Timestamp?
    let trainUntil: Timestamp?
    let validateFrom: Timestamp?
    let testFrom: Timestamp?
    let testUntil: Timestamp?
    let parts: [String]

    /// - Parameters:
    ///   - predictionsTo: The file for every prognosis, or `nil`.
    ///   - withPictures: Whether to keep what the time lines of a page need.
    func run(
        on record: FleetRecord, predictionsTo path: String?, withPictures: Bool
    ) throws -> (BacktestReport, BacktestPictures) {
        guard let reach = record.builder.reach else { throw nothing("the record is empty") }
        let span = reach.last.seconds(since: reach.first)
        let until = trainUntil ?? reach.first.adding(seconds: span / 7 * 5)
        let history = record.builder.history(learntUntil: until)
        let from = trainFrom ?? history.firstObservation ?? reach.first
        let testFrom = testFrom ?? until
        let testUntil = testUntil ?? reach.last.adding(seconds: -horizon.seconds)
        let asked = try askedParts(of: history)
        guard from < until else { throw nothing("the record begins at \(from), not before the end of learning") }
        guard testFrom <= testUntil else {
            throw nothing("the record ends at \(reach.last); less than one horizon of it is left to judge")
        }
        var trainer = Trainer(horizon: horizon, from: from, until: until, judgedFrom: validateFrom)
        trainer.parts = asked
        let backtest = Backtest(model: trainer.model(of: history), from: testFrom, until: testUntil)
        var pictures = BacktestPictures(history: history, parts: asked, backtest: backtest)
        let file = try path.map { try OutputLines(path: $0) }
        try file?.write(PredictionLines.header)
        var lines = PredictionLines(of: history)
        let results = try backtest.run(on: history, parts: asked) { prediction in
            try file?.write(lines.line(of: prediction))
            if withPictures { pictures.take(prediction) }
        }
        try file?.finish()
        let report = BacktestReport(
            model: backtest.model, trainFrom: from, testFrom: testFrom, testUntil: testUntil, history: history,
            notes: record.notes + notes(on: history, until: testUntil, last: reach.last), results: results)
        return (report, pictures)
    }

    private func askedParts(of history: History) throws -> [UInt16] {
        guard !history.parts.isEmpty else {
            throw nothing("there is no repair and no battery voltage, so there is nothing to learn")
        }
        guard !parts.isEmpty else { return history.parts }
        return try parts.map { name in
            guard let part = history.vocabulary.find(name), history.parts.contains(part) else {
                let known = history.parts.compactMap { history.vocabulary[$0] }
                throw nothing("there is no repair of a part \(name); there are \(known.joined(separator: ", "))")
            }
            return part
        }
    }

    private func notes(on history: History, until: Timestamp, last: Timestamp) -> [String] {
        var notes: [String] = []
        if history.notes.duplicates > 0 { notes.append("\(history.notes.duplicates) records stand there twice") }
        if history.notes.outOfOrder > 0 {
            notes.append("\(history.notes.outOfOrder) records stood before an older one; all were sorted")
        }
        if history.notes.nameless > 0 {
            notes.append("\(history.notes.nameless) records have one name too many: at most 65000 are taken")
        }
        let silent = history.assets.indices.count {
            history.faults(of: $0).isEmpty && history.signals(of: $0).isEmpty && history.repairs(of: $0).isEmpty
        }
        if silent > 0 { notes.append("\(silent) assets have no history") }
        if until.adding(seconds: horizon.seconds) > last {
            notes.append(
                "the record ends at \(last): of the last horizon it may not know all failures")
        }
        return notes
    }

    private func nothing(_ reason: String) -> any Error {
        Terminal.say(reason)
        return CommandExit.nothing
    }
}
