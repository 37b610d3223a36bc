package import Telemetry

/// Learns a model of every part from a fleet's record, and measures on a part of it kept aside what it is worth.
///
/// Nothing after ``until`` has any influence: a question is learnt from only if its answer was known by then.
///
/// First a model is fitted on the early part of the record, and judged on the late part: its skill against the prior,
/// its calibration and its thresholds come from there. Then all is learnt again from both, thresholds unchanged.
package struct Trainer: Sendable {
    /// Fewer failures in what is kept aside, and nothing is said about skill.
    package static let judgedFailures = 8
    /// Fewer failures to learn from, and nothing is learnt.
    package static let learntFailures = 10
    /// Of so many calls one at least must be right for a part to be booked.
    package static let bookPrecision = 0.2
    /// How much more failures foreseen weigh than calls that were right, where a call begins.
    ///
    /// A vehicle at the roadside costs more than a call in vain. With 1 the best place is often a knife's edge, on which
    /// a quarter of the failures is lost for a few calls.
    static let bookBeta = 1.5
    /// The same where watching begins.
    static let watchBeta = 2.0
    /// Less skill than this is none, however sure it is.
    package static let leastSkill = 0.02

    /// So many rows of a part with something observed are learnt from at most; of more, a share.
    package static let rowLimit = 150_000

    package let horizon: Horizon
    /// The first point that is learnt from.
    package let from: Timestamp
    /// The end of what is known.
    package let until: Timestamp
    /// From here on questions are kept aside for judging; `nil` finds a place for each part.
    package let judgedFrom: Timestamp?
    /// How strongly weights may be pulled; for each part the one that does best on what is kept aside.
    package var strengths = [0.5, 1.5, 5]
    /// Numbers of the parts to learn; `nil` for all of the record.
    package var parts: [UInt16]?

    package init(horizon: Horizon, from: Timestamp, until: Timestamp, judgedFrom: Timestamp? = nil) {
        self.horizon = horizon
        self.from = from
        self.until = until
        self.judgedFrom = judgedFrom
    }

    /// One strength's models of the early part of the record, and how they did on the late part.
    private struct Trial {
        let strength: Double
        let prior: AdditiveModel
        let full: AdditiveModel
        var scores = ScoreTable()
        var skill = SkillTally()
    }

    /// What one part's learning goes through.
    private struct Work {
        let part: UInt16
        let judgedFrom: Int64
        /// How many failures lie before ``judgedFrom``, and from there on.
        let failures: (early: Int, late: Int)
        var early = PatternTable()
        var late = PatternTable()
        var trials: [Trial] = []
    }

    /// The models of all parts of the record.
    package func model(of history: History) -> PrognosisModel {
        let replay = Replay(history: history, horizon: horizon)
        let parts = self.parts ?? history.parts
        // The answer to the last question must be known.
        let last = until.adding(seconds: -horizon.seconds)
        let gap = horizon.seconds
        let thinning = thinning(of: history, parts: parts.count)
        var work = parts.map { self.work(on: $0, of: history) }
        for asset in history.assets.indices {
            let name = Thinning.hash(history.assets[asset].id)
            replay.rows(of: asset, parts: parts, from: from, through: last) { row, evidence in
                let weight = thinning.weight(asset: name, second: row.second, failed: row.failed, evidence: evidence)
                guard weight > 0 else { return }
                if row.second < work[row.part].judgedFrom - gap {
                    work[row.part].early.add(evidence, rows: weight, failures: row.failed ? 1 : 0)
                } else {
                    work[row.part].late.add(evidence, rows: weight, failures: row.failed ? 1 : 0)
                }
            }
        }
        for part in work.indices where isEnough(work[part]) {
            let early = work[part].early
            let name = history.vocabulary[work[part].part] ?? ""
            for strength in strengths {
                let models = models(
                    of: early, part: name, strength: strength, start: work[part].trials.last?.full)
                work[part].trials.append(Trial(strength: strength, prior: models.prior, full: models.full))
            }
        }
        judge(&work, replay, last)
        return PrognosisModel(
            horizon: horizon, learntUntil: until, vocabulary: history.vocabulary,
            parts: work.map { finished($0, name: history.vocabulary[$0.part] ?? "") })
    }

    /// How much of the record is learnt from: at most some ten thousand rows of a part with something observed.
    package func thinning(of history: History, parts: Int) -> Thinning {
        let remembered = RecencyBins.horizons * horizon.seconds
        var seconds: Int64 = 0
        for asset in history.assets.indices {
            var covered = Timestamp.floorSeconds(from)
            let end = Timestamp.floorSeconds(until)
            for fault in history.faults(of: asset) where fault.time >= from && fault.time <= until {
                let second = Timestamp.floorSeconds(fault.time)
                let reach = min(end, second + remembered)
                seconds += max(0, reach - max(covered, second))
                covered = max(covered, reach)
            }
            // A signal is never forgotten.
            if let first = history.signals(of: asset).first?.time, first <= until {
                seconds = max(seconds, 0) + max(0, end - Timestamp.floorSeconds(max(first, from)))
            }
        }
        let limit = max(20_000, min(Trainer.rowLimit, 10 * Trainer.rowLimit / max(1, parts)))
        return Thinning(rows: Int(seconds / horizon.stepSeconds), limit: limit)
    }

    private func judge(_ work: inout [Work], _ replay: Replay, _ last: Timestamp) {
        let judged = work.indices.filter { !work[$0].trials.isEmpty }
        guard let first = judged.map({ work[$0].judgedFrom }).min() else { return }
        let parts = judged.map { work[$0].part }
        let block = RecencyBins.horizons * horizon.seconds
        for asset in replay.history.assets.indices {
            replay.rows(of: asset, parts: parts, from: Timestamp(seconds: first), through: last) { row, evidence in
                let place = judged[row.part]
                guard row.second >= work[place].judgedFrom else { return }
                for trial in work[place].trials.indices {
                    let full = work[place].trials[trial].full.logOdds(evidence)
                    let prior = work[place].trials[trial].prior.logOdds(evidence)
                    work[place].trials[trial].scores.add(score: full, failed: row.failed)
                    work[place].trials[trial].skill.add(
                        model: AdditiveModel.probability(ofLogOdds: full),
                        prior: AdditiveModel.probability(ofLogOdds: prior), failed: row.failed, asset: row.asset,
                        block: row.second / block)
                }
            }
        }
    }

    /// Where judging begins: the last 3/14 of the time, or earlier if those hold too few failures, but never before half.
    private func work(on part: UInt16, of history: History) -> Work {
        let failures = history.failures(of: part, through: until).filter { $0 > from }.map(Timestamp.floorSeconds)
        let start = Timestamp.floorSeconds(from)
        let length = max(0, Timestamp.floorSeconds(until) - start)
        var judged = start + length / 14 * 11
        if failures.count >= 2 * Trainer.judgedFailures {
            let needed = failures[failures.count - 2 * Trainer.judgedFailures]
            judged = max(start + length / 2, min(judged, needed))
        }
        if let judgedFrom { judged = Timestamp.floorSeconds(judgedFrom) }
        // On a point of the grid.
        judged -= ((judged % horizon.stepSeconds) + horizon.stepSeconds) % horizon.stepSeconds
        let late = failures.count { $0 > judged }
        return Work(part: part, judgedFrom: judged, failures: (failures.count - late, late))
    }

    private func isEnough(_ work: Work) -> Bool {
        work.failures.late >= Trainer.judgedFailures && work.failures.early >= Trainer.learntFailures
            && work.early.failures > 0 && work.early.rows > work.early.failures
    }

    private func models(
        of table: PatternTable, part: String, strength: Double, start: AdditiveModel?
    ) -> (prior: AdditiveModel, full: AdditiveModel) {
        LogisticFit(strength: strength, horizon: horizon, part: part).models(of: table, start: start)
    }

    private func finished(_ work: Work, name: String) -> PartModel {
        var all = work.early
        all.add(work.late)
        var best: (trial: Trial, skill: Skill)?
        for trial in work.trials {
            guard let skill = trial.skill.skill(failures: work.failures.late) else { continue }
            if skill.value > best?.skill.value ?? -.infinity { best = (trial, skill) }
        }
        let strength = best?.trial.strength ?? strengths.last ?? 5
        let final = models(of: all, part: name, strength: strength, start: nil)
        guard let (trial, skill) = best else {
            if let known = PartModel.published(part: work.part, name: name, horizon: horizon) { return known }
            return PartModel(
                part: work.part, prior: final.prior, full: final.full, watch: nil, book: nil, skill: nil,
                advice: .notEnoughFailures, strength: strength, calibration: Calibration())
        }
        let calibration = Calibration(fitting: trial.scores)
        let honest = trial.scores.mapped {
            AdditiveModel.probability(ofLogOdds: calibration.offset + calibration.slope * $0)
        }
        let book = honest.bestCut(beta: Trainer.bookBeta)
        let watch = honest.bestCut(beta: Trainer.watchBeta)
        let advice: Advice =
            skill.lowerBound <= 0 || skill.value < Trainer.leastSkill
            ? .noSkill : (book?.precision ?? 0) < Trainer.bookPrecision ? .watchOnly : .on
        return PartModel(
            part: work.part, prior: final.prior, full: calibration.applied(to: final.full),
            watch: advice == .noSkill ? nil : watch?.threshold, book: advice == .on ? book?.threshold : nil,
            skill: skill, advice: advice, strength: strength, calibration: calibration)
    }
}
