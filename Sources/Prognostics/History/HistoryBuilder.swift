package import Telemetry

/// Takes records in any order and makes a ``History`` of them.
///
/// Names get their numbers only at the end: those known until the end of learning first, each group by name. So what
/// comes later can change no number, and with it no sum, of what was learnt before.
package struct HistoryBuilder {
    private struct Raw<Value> {
        var asset: UInt32
        var time: Timestamp
        var value: Value
    }

    /// Names with the earliest time at which they were met.
    private struct Names {
        private(set) var texts: [String] = []
        private(set) var met: [Timestamp] = []
        private var places: [String: UInt32] = [:]

        mutating func place(of text: String, at time: Timestamp) -> UInt32 {
            if let known = places[text] {
                let place = Int(known)
                if time < met[place] { met[place] = time }
                return known
            }
            let place = UInt32(texts.count)
            texts.append(text)
            met.append(time)
            places[text] = place
            return place
        }
    }

    private var assets = Names()
    private var names = Names()
    private var described: [UInt32: (model: UInt32?, ageBin: UInt8)] = [:]
    private var faults: [Raw<(code: UInt32, pending: Bool)>] = []
    private var signals: [Raw<(name: UInt32, value: Double)>] = []
    private var repairs: [Raw<(part: UInt32, failed: Bool)>] = []
    private var partNames: Set<UInt32> = []
    private var outOfOrder = 0

    private let known: Vocabulary

    /// - Parameter known: Names that keep the numbers that they have; new ones come after them.
    package init(known: Vocabulary = Vocabulary()) {
        self.known = known
    }

    /// How many records were taken.
    package var count: Int { faults.count + signals.count + repairs.count }

    /// The first and the last record, or `nil` without any.
    package var reach: (first: Timestamp, last: Timestamp)? {
        let first = [faults.lazy.map(\.time).min(), signals.lazy.map(\.time).min(), repairs.lazy.map(\.time).min()]
        let last = [faults.lazy.map(\.time).max(), signals.lazy.map(\.time).max(), repairs.lazy.map(\.time).max()]
        guard let first = first.compactMap(\.self).min(), let last = last.compactMap(\.self).max() else { return nil }
        return (first, last)
    }

    /// The assets of which a file tells.
    package func assets(in file: HistoryFile) -> Set<String> {
        var isMet = [Bool](repeating: false, count: assets.texts.count)
        switch file {
        case .faults: for raw in faults { isMet[Int(raw.asset)] = true }
        case .signals: for raw in signals { isMet[Int(raw.asset)] = true }
        case .repairs: for raw in repairs { isMet[Int(raw.asset)] = true }
        case .assets: for place in described.keys { isMet[Int(place)] = true }
        }
        return Set(zip(assets.texts, isMet).lazy.filter(\.1).map(\.0))
    }

    /// An asset's model and age, known from the beginning; the last word on an asset stands.
    package mutating func describe(asset: String, model: String?, years: Double?) {
        let place = assets.place(of: asset, at: Timestamp(milliseconds: .min))
        let model = model.map { names.place(of: $0, at: Timestamp(milliseconds: .min)) }
        described[place] = (model, AgeBins.asset(years: years))
    }

    /// A code was seen.
    package mutating func fault(asset: String, at time: Timestamp, code: String, pending: Bool = false) {
        if let last = faults.last, last.time > time { outOfOrder += 1 }
        faults.append(
            Raw(
                asset: assets.place(of: asset, at: time), time: time,
                value: (names.place(of: code, at: time), pending)))
    }

    /// A value was measured.
    package mutating func signal(asset: String, at time: Timestamp, name: String, value: Double) {
        if let last = signals.last, last.time > time { outOfOrder += 1 }
        let known = names.texts.count
        let place = names.place(of: name, at: time)
        signals.append(Raw(asset: assets.place(of: asset, at: time), time: time, value: (place, value)))
        // Of a battery that nobody has replaced yet there is something to say already.
        if names.texts.count > known, BatterySignal(name: name)?.isVoltage == true {
            for part in BatteryPrior.parts { partNames.insert(names.place(of: part, at: time)) }
        }
    }

    /// A part was replaced, because it failed or by plan.
    package mutating func repair(asset: String, at time: Timestamp, part: String, failed: Bool) {
        if let last = repairs.last, last.time > time { outOfOrder += 1 }
        let place = names.place(of: part, at: time)
        partNames.insert(place)
        repairs.append(Raw(asset: assets.place(of: asset, at: time), time: time, value: (place, failed)))
    }

    /// The record, sorted, without doubles.
    ///
    /// A failure and a planned replacement of one part at one time are the failure.
    ///
    /// - Parameter learntUntil: Names first met later get later numbers.
    package consuming func history(learntUntil: Timestamp) -> History {
        var notes = History.Notes()
        notes.outOfOrder = outOfOrder
        let (vocabulary, ids) = numbers(learntUntil: learntUntil)
        let order = assets.texts.indices.sorted { assets.texts[$0] < assets.texts[$1] }
        var rank = [Int](repeating: 0, count: order.count)
        for (position, place) in order.enumerated() { rank[place] = position }
        let known = order.map { place in
            let description = described[UInt32(place)]
            return History.Asset(
                id: assets.texts[place], model: description?.model.flatMap { ids[Int($0)] },
                ageBin: description?.ageBin ?? AgeBins.unknown, knownSince: assets.met[place])
        }
        let faults = HistoryBuilder.group(self.faults, rank: rank, notes: &notes) { raw in
            ids[Int(raw.value.code)].map { History.Fault(time: raw.time, code: $0, pending: raw.value.pending) }
        } order: {
            ($0.time, $0.code, $0.pending ? 1 : 0) < ($1.time, $1.code, $1.pending ? 1 : 0)
        } same: {
            $0 == $1
        }
        let signals = HistoryBuilder.group(self.signals, rank: rank, notes: &notes) { raw in
            ids[Int(raw.value.name)].map { History.Signal(time: raw.time, name: $0, value: raw.value.value) }
        } order: {
            ($0.time, $0.name, $0.value) < ($1.time, $1.name, $1.value)
        } same: {
            $0 == $1
        }
        let repairs = HistoryBuilder.group(self.repairs, rank: rank, notes: &notes) { raw in
            ids[Int(raw.value.part)].map { History.Repair(time: raw.time, part: $0, failed: raw.value.failed) }
        } order: {
            ($0.time, $0.part, $0.failed ? 0 : 1) < ($1.time, $1.part, $1.failed ? 0 : 1)
        } same: {
            $0.time == $1.time && $0.part == $1.part
        }
        let parts = partNames.compactMap { ids[Int($0)] }.sorted { (vocabulary[$0] ?? "") < (vocabulary[$1] ?? "") }
        return History(
            vocabulary: vocabulary, assets: known, parts: parts, notes: notes, faults: faults, signals: signals,
            repairs: repairs)
    }

    private func numbers(learntUntil: Timestamp) -> (Vocabulary, [UInt16?]) {
        let order = names.texts.indices.sorted { left, right in
            let late = (names.met[left] > learntUntil, names.met[right] > learntUntil)
            if late.0 != late.1 { return late.1 }
            return names.texts[left] < names.texts[right]
        }
        var vocabulary = known
        var ids = [UInt16?](repeating: nil, count: names.texts.count)
        for place in order { ids[place] = vocabulary.id(of: names.texts[place]) }
        return (vocabulary, ids)
    }

    private static func group<Value, Record: Sendable>(
        _ raw: [Raw<Value>], rank: [Int], notes: inout History.Notes, record: (Raw<Value>) -> Record?,
        order: (Record, Record) -> Bool, same: (Record, Record) -> Bool
    ) -> History.Grouped<Record> {
        var counts = [Int](repeating: 0, count: rank.count + 1)
        for entry in raw { counts[rank[Int(entry.asset)] + 1] += 1 }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
        var next = counts
        var places = [Int32](repeating: 0, count: raw.count)
        for (index, entry) in raw.enumerated() {
            let asset = rank[Int(entry.asset)]
            places[next[asset]] = Int32(index)
            next[asset] += 1
        }
        var records: [Record] = []
        records.reserveCapacity(raw.count)
        var starts = [0]
        for asset in rank.indices {
            var own: [Record] = []
            for place in places[counts[asset]..<counts[asset + 1]] {
                if let made = record(raw[Int(place)]) { own.append(made) } else { notes.nameless += 1 }
            }
            own.sort(by: order)
            for made in own {
                if records.count > starts[asset], let last = records.last, same(last, made) {
                    notes.duplicates += 1
                } else {
                    records.append(made)
                }
            }
            starts.append(records.count)
        }
        return History.Grouped(records: records, starts: starts)
    }
}
