internal import Casework
internal import Persistence
internal import Prognostics
internal import Telemetry

/// What the lane knows of the future of its assets: a model, a memory of each asset, and who is to be judged when.
///
/// It reads nothing and writes nothing. What it wants on disk is in ``record(at:limit:)``, what casework must hear in
/// ``forecasts(limit:)``; both stay until the lane says that they are on disk.
struct Foresight {
    private struct Key: Hashable {
        var asset: Int64
        var part: String
    }

    /// What is shown of a part now.
    private struct Shown {
        var level: Forecast.Level
        var probability: Double
        var since: Timestamp
        var at: Timestamp
    }

    /// At most this many forecasts wait for casework; of more, the oldest stay and the others come with the next round.
    private static let waitingLimit = 5_000
    /// A probability that moved by less is not written again before a step has passed.
    private static let smallChange = 0.02
    /// An asset whose signals are followed is judged again no sooner than after this, seconds.
    private static let signalPause: Int64 = 3_600
    /// Strangers wait no longer than this, also while messages come without a pause, seconds.
    private static let patience: Int64 = 60
    /// The part that a battery's memory begins anew with.
    static let starterBattery = "starter_battery"

    let model: PrognosisModel
    /// The number of the stored model.
    let version: Int64
    /// The coldest that the policy expects, degrees Celsius; `nil` for nothing.
    let coldestExpected: Double?
    private var memories = MemoryTable()
    /// The assets with a memory in the order in which they came: one round goes through them.
    private var order: [Int64] = []
    private var round: (began: Timestamp, next: Int)?
    /// Assets of which something new came.
    private var news: [Int64] = []
    private var unsaved = UnsavedMemories()
    private var strangers = Strangers()
    /// The last batch from which values went into memories.
    private var lastBatch: Int64 = 0
    private let days: DayReadings
    /// The assets whose days are to be read again, in their order; those of `queue` that are not in the set are done.
    private var relived = (queue: [Int64](), next: 0, waiting: Set<Int64>())
    private var shown: [Key: Shown] = [:]
    private var rows: [ForecastRow] = []
    private var gone: [PrognosisRecord.Gone] = []
    private var waiting: [Forecast] = []
    private var scratch = Evidence()
    /// How many assets were judged.
    private(set) var judged = 0

    init(_ model: PrognosisModel, version: Int64, coldestExpected: Double? = nil) {
        self.model = model
        self.version = version
        self.coldestExpected = coldestExpected
        days = DayReadings(of: model)
    }

    /// How many assets are followed.
    var count: Int { order.count }

    /// Whether a code or a part says anything to this model.
    func knows(_ name: String) -> Bool { model.vocabulary.find(name) != nil }

    /// Whether an asset is followed.
    func follows(_ asset: Int64) -> Bool { memories.has(asset) }

    // MARK: What happens

    /// Follows an asset from now on, with what was remembered of it in this model's numbers.
    mutating func follow(_ asset: AssetDescription, _ memory: AssetMemory? = nil, at now: Timestamp) {
        var memory = memory ?? AssetMemory()
        memory.model = asset.model.flatMap { model.vocabulary.find($0) }
        memory.ageBin = AgeBins.asset(years: asset.years(at: now))
        if memories.put(memory, of: asset.asset) { order.append(asset.asset) }
        if usesDays, relived.waiting.insert(asset.asset).inserted { relived.queue.append(asset.asset) }
    }

    // MARK: Who is met for the first time

    /// Remembers what signals tell of an asset from now on; it is judged once ``introduce(_:at:)`` has said who it is.
    mutating func meet(_ asset: Int64, at now: Timestamp) {
        if memories.put(AssetMemory(), of: asset) { strangers.add(asset, at: now) }
    }

    /// Whether assets wait to be introduced, and for so long that no quiet moment can be waited for.
    func strangersWait(at now: Timestamp) -> (Bool, isUrgent: Bool) {
        guard let since = strangers.since else { return (false, false) }
        return (true, now.seconds(since: since) >= Foresight.patience || unsaved.isOverfull)
    }

    /// Whether an asset was met and not introduced yet.
    func isStranger(_ asset: Int64) -> Bool { strangers.has(asset) }

    /// The assets that are to be introduced next.
    func strangers(limit: Int) -> [Int64] { strangers.first(limit) }

    /// Follows an asset that was met, with what signals told of it meanwhile.
    mutating func introduce(_ asset: AssetDescription, at now: Timestamp) {
        guard strangers.has(asset.asset), let memory = memories[asset.asset] else { return }
        strangers.remove(asset.asset)
        order.append(asset.asset)
        follow(asset, memory, at: now)
        note(newsOf: asset.asset)
    }

    /// Forgets an asset that was met and may not be foreseen.
    mutating func dismiss(_ asset: Int64) {
        guard strangers.has(asset), memories.remove(asset) else { return }
        strangers.remove(asset)
    }

    /// A code was seen; one that the model has never met says nothing.
    mutating func see(_ code: String, pending: Bool, of asset: Int64, at time: Timestamp) {
        guard let number = model.vocabulary.find(code), memories.has(asset) else { return }
        memories.change(asset) { $0.see(code: number, at: time, pending: pending) }
        note(newsOf: asset)
    }

    /// A part was replaced.
    mutating func replace(_ part: String, of asset: Int64, at time: Timestamp) {
        guard let number = model.vocabulary.find(part), memories.has(asset) else { return }
        memories.change(asset) { memory in
            memory.replace(part: number, at: time)
            if part == Foresight.starterBattery { memory.replaceBattery(at: time) }
        }
        note(newsOf: asset)
    }

    /// Goes on from what another model remembered: assets with what is usual for their batteries, in their order.
    mutating func follow(_ assets: [AssetDescription], from other: Foresight, at now: Timestamp) {
        for asset in assets { follow(asset, other.memories[asset.asset]?.withoutNumbers, at: now) }
        unsaved = other.unsaved
        lastBatch = other.lastBatch
    }

    /// The store's journal for memories ends with this batch: whatever is written from now on has it.
    mutating func begin(after batch: Int64) { lastBatch = max(lastBatch, batch) }

    /// Whether a memory takes anything from a signal: what only helps to understand a voltage is nothing without one.
    func takes(_ use: SignalUse, of asset: Int64) -> Bool {
        use.opens ? memories.has(asset) : memories.look(asset) { $0.hasBattery } ?? false
    }

    /// The assets that are followed, in the order in which they came, and those that were met.
    var assets: [Int64] { order + strangers.all }

    /// What is remembered of an asset.
    func memory(of asset: Int64) -> AssetMemory? { memories[asset] }

    /// A value was measured, and came with a batch that has it in the journal for memories.
    mutating func measure(
        _ use: SignalUse, _ value: Double, of asset: Int64, at time: Timestamp, batch: Int64, now: Timestamp
    ) {
        guard memories.has(asset) else { return }
        lastBatch = max(lastBatch, batch)
        unsaved.note(asset, batch: batch, at: now)
        let horizon = model.horizon
        memories.change(asset) { memory in
            if let battery = use.battery { memory.measure(battery: battery, value: value, at: time) }
            if let signal = use.signal { memory.measure(signal: signal, value: value, at: time, horizon: horizon) }
        }
        guard use.opens, memories.judgedAt(asset).map({ now.seconds(since: $0) >= Foresight.signalPause }) ?? true
        else {
            return
        }
        note(newsOf: asset)
    }

    /// Whether the model makes anything of the days of signals.
    var usesDays: Bool { !days.isEmpty }

    /// Whether the model makes anything of a signal's days.
    func reads(_ name: String) -> Bool { !days[name].isEmpty }

    /// A day of a signal is over, and on disk; of an asset whose days are yet to be read it comes with those.
    mutating func measure(_ day: SignalDay) {
        guard !relived.waiting.contains(day.asset), !strangers.has(day.asset) else { return }
        var isNews = false
        memories.change(day.asset) { isNews = $0.measure(day, days, horizon: model.horizon) }
        if isNews { note(newsOf: day.asset) }
    }

    /// The next asset whose days are to be read again.
    var nextToRelive: Int64? {
        mutating get {
            while relived.next < relived.queue.count {
                let asset = relived.queue[relived.next]
                if relived.waiting.contains(asset) { return asset }
                relived.next += 1
            }
            relived.queue.removeAll()
            relived.next = 0
            return nil
        }
    }

    /// Takes all days of an asset that are on disk, the earliest first.
    mutating func relive(_ told: [SignalDay], of asset: Int64) {
        guard relived.waiting.remove(asset) != nil, follows(asset) else { return }
        memories.change(asset) { memory in
            for day in told { memory.measure(day, days, horizon: model.horizon) }
        }
        note(newsOf: asset)
    }

    /// Follows an asset no more: its purposes have changed, or its owner was forgotten.
    mutating func drop(_ asset: Int64) {
        guard memories.remove(asset) else { return }
        strangers.remove(asset)
        relived.waiting.remove(asset)
        order.removeAll { $0 == asset }
        waiting.removeAll { $0.asset == asset }
        rows.removeAll { $0.asset == asset }
        for part in shown.keys.filter({ $0.asset == asset }).map(\.part).sorted() {
            shown[Key(asset: asset, part: part)] = nil
            gone.append(PrognosisRecord.Gone(asset: asset, part: part))
        }
        round = nil
    }

    /// What is on disk of the forecasts.
    mutating func load(_ rows: [ForecastRow]) {
        for row in rows {
            // Of another model or another purpose.
            let part = model.vocabulary.find(row.part).flatMap { model.model(of: $0) }
            guard memories.has(row.asset), part?.isOn == true else {
                gone.append(PrognosisRecord.Gone(asset: row.asset, part: row.part))
                continue
            }
            shown[Key(asset: row.asset, part: row.part)] = Shown(
                level: row.level, probability: row.probability, since: row.since, at: row.at)
        }
    }

    private mutating func note(newsOf asset: Int64) {
        if memories.setNews(true, of: asset) { news.append(asset) }
    }

    // MARK: Judging

    /// Whether somebody is to be judged now.
    func isDue(at now: Timestamp) -> Bool { !news.isEmpty || roundTarget(at: now) > (round?.next ?? 0) }

    /// Judges those with news, then those whose turn it is in the round; a round takes a step of the horizon.
    ///
    /// - Parameter limit: At most this many assets.
    mutating func judge(at now: Timestamp, limit: Int) {
        let count = min(limit, news.count)
        for asset in news.prefix(count) {
            _ = memories.setNews(false, of: asset)
            // Whoever is introduced later is news again then.
            if strangers.has(asset) { continue }
            judge(asset, at: now)
        }
        news.removeFirst(count)
        if round == nil || now < (round?.began ?? now) { round = (now, 0) }
        var left = limit - count
        let target = roundTarget(at: now)
        while left > 0, var current = round, current.next < min(target, order.count) {
            judge(order[current.next], at: now)
            current.next += 1
            round = current
            left -= 1
        }
        if let current = round, current.next >= order.count,
            now.seconds(since: current.began) >= model.horizon.stepSeconds
        {
            round = (now, 0)
        }
    }

    /// How far the round should be.
    private func roundTarget(at now: Timestamp) -> Int {
        guard let round else { return order.isEmpty ? 0 : 1 }
        let passed = max(0, now.seconds(since: round.began))
        guard passed < model.horizon.stepSeconds else { return order.count }
        return Int(Double(order.count) * Double(passed) / Double(model.horizon.stepSeconds))
    }

    private mutating func judge(_ asset: Int64, at now: Timestamp) {
        if let coldestExpected {
            let until = now.adding(seconds: 2 * model.horizon.stepSeconds)
            memories.change(asset) { $0.expect(coldest: coldestExpected, at: now, until: until) }
        }
        // Judged by half of what is known, it would lose what was foreseen of it.
        guard let memory = memories[asset], !relived.waiting.contains(asset) else { return }
        judged += 1
        memories.noteJudged(asset, at: now)
        for part in model.parts where part.isOn {
            guard let name = model.vocabulary[part.part] else { continue }
            memory.collect(into: &scratch, part: part.part, at: now, horizon: model.horizon)
            let probability = part.probability(scratch)
            let level: Forecast.Level
            switch part.level(probability) {
            case .none:
                if shown.removeValue(forKey: Key(asset: asset, part: name)) != nil {
                    rows.removeAll { $0.asset == asset && $0.part == name }
                    waiting.removeAll { $0.asset == asset && $0.part == name }
                    gone.append(PrognosisRecord.Gone(asset: asset, part: name))
                }
                continue
            case .watch: level = .watch
            case .book: level = .book
            }
            show(level, part.prognosis(scratch), name, of: asset, memory.batteryReading(at: now), at: now)
        }
    }

    private mutating func show(
        _ level: Forecast.Level, _ prognosis: Prognosis, _ part: String, of asset: Int64, _ battery: BatteryReading?,
        at now: Timestamp
    ) {
        let key = Key(asset: asset, part: part)
        let before = shown[key]
        let terms = prognosis.reasons.prefix(12).map {
            ForecastTerm($0, vocabulary: model.vocabulary, horizon: model.horizon, battery: battery)
        }
        let isNews =
            before?.level != level
            || abs((before?.probability ?? 0) - prognosis.probability) >= Foresight.smallChange
            || now.seconds(since: before?.at ?? now) >= model.horizon.stepSeconds
        if isNews {
            let since = before?.level == level ? before?.since ?? now : now
            shown[key] = Shown(level: level, probability: prognosis.probability, since: since, at: now)
            gone.removeAll { $0.asset == asset && $0.part == part }
            // What was never shown waits nowhere: a fleet of which much is foreseen at once is not searched each time.
            if before != nil { rows.removeAll { $0.asset == asset && $0.part == part } }
            rows.append(
                ForecastRow(
                    asset: asset, part: part, level: level, probability: prognosis.probability,
                    horizon: model.horizon.seconds, since: since, at: now, terms: terms))
        }
        guard level == .book else { return }
        if before != nil { waiting.removeAll { $0.asset == asset && $0.part == part } }
        guard waiting.count < Foresight.waitingLimit else { return }
        waiting.append(
            Forecast(
                asset: asset, part: part, probability: prognosis.probability, level: level,
                horizon: model.horizon.seconds, reasons: terms))
    }

    // MARK: What the lane takes over

    /// Whether something waits for a commit.
    var hasWork: Bool { !waiting.isEmpty || !rows.isEmpty || !gone.isEmpty }

    /// Forecasts for casework, the oldest first.
    func forecasts(limit: Int) -> [Forecast] { Array(waiting.prefix(limit)) }

    /// What is to be on disk: at most `limit` of each kind and half as many memories, so that a commit stays short.
    func record(at now: Timestamp, limit: Int) -> PrognosisRecord {
        var record = PrognosisRecord()
        record.forecasts = Array(rows.prefix(limit))
        record.gone = Array(gone.prefix(limit))
        let due = unsaved.due(at: now, limit: limit / 2).prefix { !strangers.has($0.asset) }
        guard !due.isEmpty else { return record }
        record.memoriesDone = due.count
        for entry in due {
            guard let body = memories[entry.asset]?.stored else { continue }
            record.memories.append(
                PrognosisRecord.Memory(asset: entry.asset, model: version, batch: lastBatch, body: body))
        }
        record.journalFrom = unsaved.firstBatch(after: due.count) ?? lastBatch
        return record
    }

    /// Everything of a record, and so many forecasts, are on disk.
    mutating func noteStored(_ record: PrognosisRecord, forecasts: Int) {
        rows.removeFirst(min(record.forecasts.count, rows.count))
        gone.removeFirst(min(record.gone.count, gone.count))
        waiting.removeFirst(min(forecasts, waiting.count))
        unsaved.removeFirst(record.memoriesDone)
    }

    /// Forgets what waits for casework: a step with it can't be stored.
    mutating func dropWaiting() { waiting.removeAll() }
}
