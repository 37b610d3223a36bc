import Telemetry

extension Unit {
    /// Whole seconds until it can drive off: the end of its job, then its readiness.
    func secondsToLeave(at now: Timestamp) -> Int64 {
        let wait = freeAt.map { max(0, $0.seconds(since: now)) } ?? 0
        let readiness = readinessMinutes > 0 ? Int64((min(readinessMinutes, 100_000) * 60).rounded()) : 0
        return min(wait, 10_000_000) + readiness
    }

    /// Why it can't be offered the job, before any travel time is known; `nil` if it can.
    ///
    /// What never changes is named before what passes, so that the reason shown is the one that matters.
    func refusal(
        of need: RescueNeed, held: Set<String>, excluding: Set<String>, now: Timestamp
    ) -> UnitReason? {
        if let reason = incapacity(for: need) { return reason }
        if excluding.contains(id) { return .declined }
        if let shift, shift.end(runningAt: now) == nil { return .offShift }
        if reach == .mqtt, !online { return .offline }
        if held.contains(id) { return .holdsAnotherJob }
        return nil
    }

    /// What it lacks for a need, whatever it is doing; `nil` if it can help.
    func incapacity(for need: RescueNeed) -> UnitReason? {
        if !need.alternatives.isEmpty, !need.alternatives.contains(where: { $0.isSubset(of: capabilities) }) {
            var least = need.alternatives[0].subtracting(capabilities)
            for other in need.alternatives.dropFirst() {
                let missing = other.subtracting(capabilities)
                if missing.rawValue.nonzeroBitCount < least.rawValue.nonzeroBitCount { least = missing }
            }
            return .lacks(least)
        }
        if let mass = need.massKg, need.movesAsset {
            if let limit = maxMassKg {
                if mass > limit { return .tooHeavy(massKg: mass, limitKg: limit) }
            } else if mass > 3_500 {
                return .massLimitUnknown(massKg: mass)
            }
        }
        if let limit = need.heightLimitM, let height = heightM, height > limit {
            return .tooTall(heightM: height, limitM: limit)
        }
        return nil
    }
}
