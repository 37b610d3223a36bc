internal import Persistence
internal import Prognostics

/// What a model makes of the days of signals: nothing, unless it was learnt from days.
struct DayReadings {
    /// One number of a day, under the number that the model has for it.
    struct Reading: Equatable {
        var kind: DailySignal
        var signal: UInt16
    }

    private var readings: [String: [Reading]] = [:]

    init(of model: PrognosisModel) {
        for name in DailySignal.names {
            let known = DailySignal.allCases.compactMap { kind in
                model.number(ofSignal: kind.name(of: name)).map { Reading(kind: kind, signal: $0) }
            }
            if !known.isEmpty { readings[name] = known }
        }
    }

    var isEmpty: Bool { readings.isEmpty }

    /// What is read of a signal's days.
    subscript(name: String) -> [Reading] { readings[name] ?? [] }
}

extension SignalDay {
    /// One number of the day.
    func value(_ kind: DailySignal) -> Double {
        switch kind {
        case .mean: mean
        case .low: low
        case .high: high
        }
    }
}

extension AssetMemory {
    /// Takes a day that is over, as of the time at which that was known.
    ///
    /// A day that it has taken already changes nothing, so the table can be read again at any time.
    /// - Returns: Whether anything is made of it.
    @discardableResult
    mutating func measure(_ day: SignalDay, _ readings: DayReadings, horizon: Horizon) -> Bool {
        let known = readings[day.name]
        for reading in known {
            measure(signal: reading.signal, value: day.value(reading.kind), at: day.closedAt, horizon: horizon)
        }
        return !known.isEmpty
    }
}
