package import Telemetry

/// Lives through a fleet's record again, asset by asset, and asks at every point of the grid what is known of each part.
///
/// At a point only records at or before it have been taken; the answer that comes with it, whether the part fails
/// within the horizon, is for learning and judging and is the only thing from later.
package struct Replay {
    package let history: History
    package let horizon: Horizon

    /// A question about one part of one asset at one point of the grid.
    package struct Row {
        /// Place in ``History/assets``.
        package let asset: Int
        /// Place in the list of parts that was asked for.
        package let part: Int
        /// Seconds since 1970.
        package let second: Int64
        /// Whether the part fails after this point and at most a horizon later.
        package let failed: Bool
    }

    /// Signals that say something of the starter battery, by their numbers.
    private let roles: [UInt16: BatterySignal]

    package init(history: History, horizon: Horizon) {
        self.history = history
        self.horizon = horizon
        var roles: [UInt16: BatterySignal] = [:]
        for id in 0..<UInt16(history.vocabulary.count) {
            if let name = history.vocabulary[id], let role = BatterySignal(name: name) { roles[id] = role }
        }
        self.roles = roles
    }

    /// The first point of the grid at or after a time, in seconds since 1970.
    package func gridStart(at time: Timestamp) -> Int64 {
        let floor = Timestamp.floorSeconds(time)
        let second = floor.addingReportingOverflow(time.milliseconds == floor &* 1_000 ? 0 : 1).partialValue
        let step = horizon.stepSeconds
        let rest = ((second % step) + step) % step
        return rest == 0 ? second : second + step - rest
    }

    /// Asks about every part at every point of the grid from `start` through `end`.
    ///
    /// Nothing is asked of an asset before anybody knew of it: else its mere presence would tell of the future.
    ///
    /// - Parameters:
    ///   - asset: Place in ``History/assets``.
    ///   - parts: Numbers of the parts.
    ///   - body: Takes the row and its facts, in order of time, then of parts.
    package func rows(
        of asset: Int, parts: [UInt16], from start: Timestamp, through end: Timestamp,
        _ body: (Row, Evidence) throws -> Void
    ) rethrows {
        let about = history.assets[asset]
        var memory = AssetMemory(model: about.model, ageBin: about.ageBin)
        var faults = history.faults(of: asset)
        var repairs = history.repairs(of: asset)
        var signals = history.signals(of: asset)
        var evidence = Evidence()
        var failures = parts.map { part in
            history.repairs(of: asset).filter { $0.failed && $0.part == part }.map(\.time)[...]
        }
        let last = Timestamp.floorSeconds(end)
        var second = gridStart(at: max(start, about.knownSince))
        while second <= last {
            let now = Timestamp(seconds: second)
            while let fault = faults.first, fault.time <= now {
                memory.see(code: fault.code, at: fault.time, pending: fault.pending)
                faults.removeFirst()
            }
            while let signal = signals.first, signal.time <= now {
                if let role = roles[signal.name] { memory.measure(battery: role, value: signal.value, at: signal.time) }
                memory.measure(signal: signal.name, value: signal.value, at: signal.time, horizon: horizon)
                signals.removeFirst()
            }
            while let repair = repairs.first, repair.time <= now {
                memory.replace(part: repair.part, at: repair.time)
                if history.vocabulary[repair.part] == "starter_battery" { memory.replaceBattery(at: repair.time) }
                repairs.removeFirst()
            }
            let limit = Timestamp(seconds: second + horizon.seconds)
            for part in parts.indices {
                while let failure = failures[part].first, failure <= now { failures[part].removeFirst() }
                memory.collect(into: &evidence, part: parts[part], at: now, horizon: horizon)
                let failed = failures[part].first.map { $0 <= limit } ?? false
                try body(Row(asset: asset, part: part, second: second, failed: failed), evidence)
            }
            second += horizon.stepSeconds
        }
    }
}
