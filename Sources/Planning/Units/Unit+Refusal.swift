import Telemetry

extension Unit {
    /// Whole seconds until it can drive off: the end of its job, then its readiness.
    func secondsToLeave(at now: Timestamp) -> Int64 {
        let wait = secondsUntilFree(at: now)
        let readiness = readinessMinutes > 0 ? Int64((min(readinessMinutes, 100_000) * 60).rounded()) : 0
        return wait + readiness
    }

    /// Whole seconds until its job ends; 0 if that was in the past.
    func secondsUntilFree(at now: Timestamp) -> Int64 {
        guard let freeAt, freeAt > now else { return 0 }
        let wait = freeAt.seconds(since: now)
        return wait >= 0 ? min(wait, 10_000_000) : 10_000_000  // below 0 the difference went beyond the type
    }

    /// Which option it would serve, or why it can't be offered the job, before any travel time is known.
    ///
    /// What never changes is named before what passes, so that the reason shown is the one that matters.
    func option(
        for need: RescueNeed, stock: StockBook, held: Set<String>, excluding: Set<String>, now: Timestamp
    ) -> Result<Int, UnitRefusal> {
        let option: Int
        switch ability(for: need, stock: stock) {
        case .success(let found): option = found
        case .failure(let refusal): return .failure(refusal)
        }
        if excluding.contains(id) { return .failure(UnitRefusal(.declined)) }
        if let shift, shift.end(runningAt: now) == nil { return .failure(UnitRefusal(.offShift)) }
        if reach == .mqtt, !online { return .failure(UnitRefusal(.offline)) }
        if held.contains(id) { return .failure(UnitRefusal(.holdsAnotherJob, option: option)) }
        return .success(option)
    }

    /// Whether it could help if it were free and at work.
    package func canServe(_ need: RescueNeed, stock: StockBook) -> Bool {
        if case .success = ability(for: need, stock: stock) { return true }
        return false
    }

    /// The quickest option that it can serve, or what is nearest to serving.
    private func ability(for need: RescueNeed, stock: StockBook) -> Result<Int, UnitRefusal> {
        if let limit = need.heightLimitM, let height = heightM, height > limit {
            return .failure(UnitRefusal(.tooTall(heightM: height, limitM: limit)))
        }
        var best: (seconds: Int64, option: Int)?
        var least: (rank: Int, reason: UnitReason)?
        for (index, option) in need.options.enumerated() {
            if let (rank, reason) = obstacle(to: option, massKg: need.massKg, stock: stock) {
                if rank < least?.rank ?? .max { least = (rank, reason) }
            } else if option.boundedSeconds < best?.seconds ?? .max {
                best = (option.boundedSeconds, index)
            }
        }
        if let best { return .success(best.option) }
        return .failure(UnitRefusal(least?.reason ?? .lacks([])))
    }

    /// What keeps it from serving an option, and how far that is from serving it: a part can be fetched.
    private func obstacle(
        to option: RescueOption, massKg: Int?, stock: StockBook
    ) -> (rank: Int, reason: UnitReason)? {
        if !option.alternatives.isEmpty, !option.alternatives.contains(where: { $0.isSubset(of: capabilities) }) {
            var least = option.alternatives[0].subtracting(capabilities)
            for other in option.alternatives.dropFirst() {
                let missing = other.subtracting(capabilities)
                if missing.rawValue.nonzeroBitCount < least.rawValue.nonzeroBitCount { least = missing }
            }
            return (2 + least.rawValue.nonzeroBitCount, .lacks(least))
        }
        if let mass = massKg, option.movesAsset {
            if let limit = maxMassKg {
                if mass > limit { return (1, .tooHeavy(massKg: mass, limitKg: limit)) }
            } else if mass > 3_500 {
                return (1, .massLimitUnknown(massKg: mass))
            }
        }
        if let part = option.part, stock.free(part, at: id) <= 0 { return (0, .missingPart(part)) }
        return nil
    }
}

/// Why a unit can't be offered a job.
struct UnitRefusal: Error {
    let reason: UnitReason
    /// The option that it would serve if it were free.
    let option: Int?

    init(_ reason: UnitReason, option: Int? = nil) {
        self.reason = reason
        self.option = option
    }
}
