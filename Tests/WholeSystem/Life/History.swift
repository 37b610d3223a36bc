/// A history: a script lived without a death, and again with some.
package struct History: Sendable {
    package var seed: UInt64
    /// How often the script is lived with deaths, each time with others.
    package var variants: Int
    /// Instead of drawn ones.
    package var crashes: CrashPlan?
    /// One to make on purpose.
    package var mistake: Mistake?

    package init(seed: UInt64, variants: Int = 1, crashes: CrashPlan? = nil, mistake: Mistake? = nil) {
        self.seed = seed
        self.variants = variants
        self.crashes = crashes
        self.mistake = mistake
    }

    /// What was broken, in words, with what is needed to see it again.
    package struct Failure: Sendable, CustomStringConvertible {
        package var seed: UInt64
        package var crashes: CrashPlan
        package var rule: String
        package var story: [String]

        /// Everything that happened.
        package var wholeStory: String { story.joined(separator: "\n") + "\n\(self)" }

        package var description: String {
            let plan = crashes == CrashPlan() ? "" : " --crashes \(crashes)"
            return """
                seed \(seed), deaths at \(crashes == CrashPlan() ? "none" : "\(crashes)"): \(rule)
                \(story.suffix(40).map { String($0.prefix(240)) }.joined(separator: "\n"))
                again: make histories SEED=\(seed) HISTORIES=1 ARGUMENTS="\(plan.dropFirst())"
                """
        }
    }

    /// What a history was.
    package struct Outcome: Sendable {
        package var lives = 0
        package var deaths = 0
        package var commits = 0
        /// Deaths by place.
        package var deathsAt: [String: Int] = [:]
        package var failure: Failure?
    }

    /// Lives it.
    ///
    /// - Parameter isExhaustive: Dies once at every place that there is, in lives of their own.
    package func run(_ kit: Kit, isExhaustive: Bool = false) -> Outcome {
        var outcome = Outcome()
        let script = ScriptWriter.script(seed)
        var undisturbed: LifeResult?
        var total = 0
        do {
            let life = try Life(script, CrashPlan(), kit: kit, mistake: mistake)
            try life.live()
            total = life.passes
            undisturbed = try life.result(LifeResult.everything)
            count(life, &outcome)
        } catch {
            outcome.failure = tell(script, CrashPlan(), "\(error)", kit)
            return outcome
        }
        var plans =
            crashes.map { [$0] }
            ?? (isExhaustive
                ? (0..<total).map { CrashPlan([$0 + 1]) }
                : (0..<variants).map { CrashPlan(seed: seed, variant: $0, total: total) })
        // The last of several variants reads ahead, at first without a death.
        if crashes == nil, !isExhaustive, variants > 1 {
            var chance = Chance(seed, "ahead")
            plans[variants - 1] = CrashPlan(ahead: chance.among(1...6))
        }
        // What piles up comes later, and together; read ahead or not, the batches are the same.
        var piledUp: LifeResult?
        while !plans.isEmpty {
            let plan = plans.removeFirst()
            do {
                if plan.ahead != nil, piledUp == nil {
                    let life = try Life(
                        script, CrashPlan(), kit: kit, mistake: mistake, batchLimit: plan.ahead ?? .max, pilesUp: true)
                    try life.live()
                    piledUp = try life.result(LifeResult.everything)
                    count(life, &outcome)
                }
                let undisturbed = plan.ahead == nil ? undisturbed : piledUp
                let life = try Life(script, plan, kit: kit, mistake: mistake)
                try life.live()
                let result = try life.result(LifeResult.everything)
                count(life, &outcome)
                if crashes == nil, plan.ahead != nil, plan.passes.isEmpty {
                    plans.append(CrashPlan(seed: seed, variant: variants, total: life.passes, ahead: plan.ahead))
                }
                guard let undisturbed, !undisturbed.hasBuried, !result.hasBuried, !life.hasLost else { continue }
                let allowed = LifeResult.Allowance(
                    retained: life.world.broker.everRetained, repeated: script.repeatedTopics)
                var difference = result.first(life.comparableParts).difference(
                    from: undisturbed.first(life.comparableParts), but: allowed)
                if difference != nil, life.hasIsolated {
                    // What comes and goes within a batch opens no case, and does where messages are taken one by one.
                    let single = try Life(
                        script, CrashPlan(), kit: kit, mistake: mistake, batchLimit: 1, pilesUp: plan.ahead != nil)
                    try single.live()
                    let core = LifeResult.core.count
                    difference = result.first(core).difference(
                        from: undisturbed.first(core), orForAnAsset: try single.result(LifeResult.core).first(core),
                        but: allowed)
                }
                if let difference { throw BrokenRule(difference) }
            } catch {
                outcome.failure = tell(script, plan, "\(error)", kit)
                return outcome
            }
        }
        return outcome
    }

    private func count(_ life: Life, _ outcome: inout Outcome) {
        outcome.lives += 1
        outcome.deaths += life.deaths
        outcome.commits += life.ledger.commits
        outcome.deathsAt.merge(life.deathsAt, uniquingKeysWith: +)
    }

    /// The same life again, with everything written down.
    private func tell(_ script: Script, _ plan: CrashPlan, _ rule: String, _ kit: Kit) -> Failure {
        var story: [String] = []
        if let life = try? Life(script, plan, kit: kit, mistake: mistake, isLogging: true) {
            try? life.live()
            story = life.world.log
        }
        return Failure(seed: seed, crashes: plan, rule: rule, story: story)
    }
}
