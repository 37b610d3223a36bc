import Diagnostics
package import Telemetry

/// The newest fixes and diagnostic signals of every asset, resident, indexed by the asset's row key.
///
/// Row keys are dense from 1, so arrays serve as the index. A fix costs 24 bytes; a signal 8 for every asset, once any of
/// them has told it: diagnosis reads some fifty signals, and a fleet tells few of them.
package struct AssetTable: Sendable {
    /// A fix in 24 bytes: 1e-7 degrees (about 1 cm), tenths of km/h, tenths of degrees, metres; -1 is missing.
    struct PackedFix: Sendable {
        var time: Int64 = .min
        var latitude: Int32 = 0
        var longitude: Int32 = 0
        var speed: Int16 = -1
        var heading: Int16 = -1
        var accuracy: Int32 = -1
    }

    /// The last three fixes stay; more only with an open case.
    static let fixesKept = 3

    private var keys: [UInt32] = []
    private var symbols: [UInt32] = [0]
    private var fixes: [PackedFix] = Array(repeating: PackedFix(), count: AssetTable.fixesKept)
    /// By column and key; a column is empty until an asset tells it.
    private var values: [[Float]]
    private var valueTimes: [[UInt32]]
    private var columns: [Int16] = []
    private let signalNames: [String]
    /// The rules' conditions by column, and by cell since when they hold, seconds: few assets have any.
    private var conditions: [LastingCondition?] = []
    private var lasting: [Int: UInt32] = [:]
    /// A fix that was refused as an impossible jump; a second one near it proves it right.
    private var suspects: [Int64: AssetFix] = [:]
    /// Assets of which no position may be kept.
    private var unwanted = AssetFlags()

    /// - Parameters:
    ///   - signalNames: The signals that diagnosis reads; others are not resident.
    ///   - symbols: Where the names are interned.
    package init(signalNames: [String], symbols: SymbolTable) {
        self.signalNames = signalNames
        values = Array(repeating: [], count: signalNames.count)
        valueTimes = Array(repeating: [], count: signalNames.count)
        conditions = signalNames.map { LastingCondition.on(signal: $0) }
        for (column, name) in signalNames.enumerated() {
            let index = Int(symbols.intern(name).index)
            while columns.count <= index { columns.append(-1) }
            columns[index] = Int16(column)
        }
    }

    /// How many keys there can be, unused ones included.
    package var count: Int { symbols.count }

    /// The key of an asset's symbol, or `nil` if it has not been seen.
    package func key(of symbol: Symbol) -> Int64? {
        let index = Int(symbol.index)
        guard index < keys.count, keys[index] != 0 else { return nil }
        return Int64(keys[index])
    }

    /// The symbol of a known key.
    package func symbol(of key: Int64) -> Symbol { Symbol(index: symbols[Int(key)]) }

    /// Makes an asset known.
    package mutating func insert(key: Int64, symbol: Symbol) {
        precondition(key > 0 && key < 1 << 31, "Row keys of assets are positive and below 2^31")
        while keys.count <= Int(symbol.index) { keys.append(0) }
        keys[Int(symbol.index)] = UInt32(key)
        let missing = Int(key) + 1 - symbols.count
        if missing > 0 {
            symbols.append(contentsOf: repeatElement(0, count: missing))
            fixes.append(contentsOf: repeatElement(PackedFix(), count: missing * AssetTable.fixesKept))
        }
        symbols[Int(key)] = symbol.index
    }

    /// Makes room for keys up to `count` at once.
    package mutating func reserve(_ count: Int) {
        symbols.reserveCapacity(count + 1)
        fixes.reserveCapacity((count + 1) * AssetTable.fixesKept)
    }

    /// Whether no position of this asset may be kept: it lacks the purpose `assist`.
    func keepsNoFixes(_ key: Int64) -> Bool { unwanted.has(key) }

    /// Says of which assets no position may be kept, and drops those that are there.
    mutating func keepNoFixes(of keys: [Int64]) {
        unwanted = AssetFlags()
        for key in keys {
            unwanted.set(key, true)
            dropFixes(of: key)
        }
    }

    /// Drops what is known of an asset, and gives it another name.
    mutating func forget(_ key: Int64, as symbol: Symbol) {
        guard key > 0, key < symbols.count else { return }
        let old = Int(symbols[Int(key)])
        if old < keys.count, keys[old] == UInt32(key) { keys[old] = 0 }
        dropFixes(of: key)
        for column in values.indices where Int(key) < values[column].count {
            values[column][Int(key)] = .nan
            valueTimes[column][Int(key)] = 0
            lasting[cell(key, column)] = nil
        }
        insert(key: key, symbol: symbol)
    }

    private mutating func dropFixes(of key: Int64) {
        suspects[key] = nil
        let start = Int(key) * AssetTable.fixesKept
        guard start >= 0, start + AssetTable.fixesKept <= fixes.count else { return }
        for place in start..<start + AssetTable.fixesKept { fixes[place] = PackedFix() }
    }

    /// The newest fix, if there is one.
    package func newestFix(of key: Int64) -> AssetFix? { fix(of: key, at: Int(key) * AssetTable.fixesKept) }

    /// The newest place that the asset was said to be at: also one that was refused as too far to have been reached.
    package func newestReport(of key: Int64) -> AssetFix? {
        guard let fix = newestFix(of: key) else { return suspects[key] }
        guard let suspect = suspects[key], suspect.time > fix.time else { return fix }
        return suspect
    }

    /// Up to three fixes, newest first.
    package func fixes(of key: Int64) -> [AssetFix] {
        let start = Int(key) * AssetTable.fixesKept
        return (start..<start + AssetTable.fixesKept).compactMap { fix(of: key, at: $0) }
    }

    /// The fix in a place of the table, if there is one.
    private func fix(of key: Int64, at place: Int) -> AssetFix? {
        guard place < fixes.count, fixes[place].time != .min else { return nil }
        let packed = fixes[place]
        guard
            let coordinate = try? Coordinate(
                latitude: Double(packed.latitude) / 1e7, longitude: Double(packed.longitude) / 1e7)
        else { return nil }
        return AssetFix(
            asset: key, time: Timestamp(milliseconds: packed.time), timeTrusted: true,
            position: Position(
                coordinate: coordinate,
                speed: packed.speed < 0 ? nil : Float(packed.speed) / 10,
                heading: packed.heading < 0 ? nil : Float(packed.heading) / 10,
                accuracy: packed.accuracy < 0 ? nil : Float(packed.accuracy)))
    }

    /// Whether a fix says something new: later than the newest one, or the first.
    package func isNews(_ key: Int64, at time: Timestamp) -> Bool {
        let start = Int(key) * AssetTable.fixesKept
        return start >= fixes.count || time.milliseconds > fixes[start].time
    }

    /// Whether the asset would have had to move faster than 500 km/h since its newest fix, and no earlier refused
    /// fix speaks for the new place.
    package func isImpossibleJump(_ fix: AssetFix) -> Bool {
        let start = Int(fix.asset) * AssetTable.fixesKept
        guard start < fixes.count, fixes[start].time != .min else { return false }
        let last = fixes[start]
        let latitude = fix.position.coordinate.latitude - Double(last.latitude) / 1e7
        let longitude = fix.position.coordinate.longitude - Double(last.longitude) / 1e7
        // Under a kilometre or two nothing is a jump: this decides almost every fix without trigonometry.
        if abs(latitude) < 0.01 && abs(longitude) < 0.01 { return false }
        guard let before = newestFix(of: fix.asset), AssetTable.isTooFast(from: before, to: fix) else { return false }
        guard let suspect = suspects[fix.asset] else { return true }
        return AssetTable.isTooFast(from: suspect, to: fix)
    }

    /// Remembers a refused jump.
    package mutating func suspect(_ fix: AssetFix) { suspects[fix.asset] = fix }

    /// Takes a fix over; an older one is passed over.
    package mutating func apply(_ fix: AssetFix) {
        guard isNews(fix.asset, at: fix.time) else { return }
        let start = Int(fix.asset) * AssetTable.fixesKept
        guard start + AssetTable.fixesKept <= fixes.count else { return }
        fixes[start + 2] = fixes[start + 1]
        fixes[start + 1] = fixes[start]
        let position = fix.position
        fixes[start] = PackedFix(
            time: fix.time.milliseconds,
            latitude: Int32((position.coordinate.latitude * 1e7).rounded()),
            longitude: Int32((position.coordinate.longitude * 1e7).rounded()),
            speed: AssetTable.tenths(position.speed),
            heading: AssetTable.tenths(position.heading),
            accuracy: position.accuracy.map { Int32(min(max($0, 0), 1e6)) } ?? -1)
        if !suspects.isEmpty { suspects[fix.asset] = nil }
    }

    /// Takes a signal over if diagnosis reads it; an older value is passed over.
    package mutating func apply(_ signal: AssetSignal) {
        let index = Int(signal.name.index)
        guard index < columns.count, columns[index] >= 0 else { return }
        let number: Float
        switch signal.value {
        case .number(let value): number = Float(value)
        case .flag(let value): number = value ? 1 : 0
        case .text: return
        }
        let column = Int(columns[index])
        let key = Int(signal.asset)
        guard key >= 0, key < symbols.count else { return }
        if key >= values[column].count {
            let missing = symbols.count - values[column].count
            values[column].append(contentsOf: repeatElement(.nan, count: missing))
            valueTimes[column].append(contentsOf: repeatElement(0, count: missing))
        }
        let seconds = UInt32(clamping: signal.time.milliseconds / 1_000)
        guard seconds >= valueTimes[column][key] else { return }
        values[column][key] = number
        valueTimes[column][key] = seconds
        guard conditions[column] != nil else { return }
        lasting[cell(signal.asset, column)] = signal.since.map { UInt32(clamping: $0.milliseconds / 1_000) }
    }

    /// What a rule asks of a signal for a time, if one does.
    func condition(on name: Symbol) -> LastingCondition? {
        isDiagnostic(name) ? conditions[Int(columns[Int(name.index)])] : nil
    }

    /// Whether diagnosis reads this signal.
    package func isDiagnostic(_ name: Symbol) -> Bool {
        Int(name.index) < columns.count && columns[Int(name.index)] >= 0
    }

    /// The newest value of a resident signal of an asset, if it told one, and since when it has been beyond the limit of
    /// a rule that asks for how long.
    package func value(of name: Symbol, asset key: Int64) -> (value: Double, time: Timestamp, since: Timestamp?)? {
        let index = Int(name.index)
        guard index < columns.count, columns[index] >= 0 else { return nil }
        let column = Int(columns[index])
        return told(column, by: key).map { ($0.value, $0.time, since(key, column)) }
    }

    /// What an asset has told of a column.
    private func told(_ column: Int, by key: Int64) -> (value: Double, time: Timestamp)? {
        guard key >= 0, Int(key) < valueTimes[column].count, valueTimes[column][Int(key)] != 0 else { return nil }
        return (Double(values[column][Int(key)]), Timestamp(seconds: Int64(valueTimes[column][Int(key)])))
    }

    private func cell(_ key: Int64, _ column: Int) -> Int { Int(key) * signalNames.count + column }

    private func since(_ key: Int64, _ column: Int) -> Timestamp? {
        lasting[cell(key, column)].map { Timestamp(seconds: Int64($0)) }
    }

    /// The resident signals of an asset with the time of each, in the order of the names.
    package func signals(of key: Int64) -> [(name: String, value: Double, time: Timestamp, since: Timestamp?)] {
        signalNames.indices.compactMap { column in
            told(column, by: key).map { (signalNames[column], $0.value, $0.time, since(key, column)) }
        }
    }

    private static func isTooFast(from: AssetFix, to: AssetFix) -> Bool {
        let metres = from.position.coordinate.distance(to: to.position.coordinate)
        let seconds = max(1, Double(to.time.seconds(since: from.time)))
        return metres > 2_000 && metres / seconds * 3.6 > 500
    }

    private static func tenths(_ value: Float?) -> Int16 {
        guard let value, value >= 0 else { return -1 }
        return Int16(min(value * 10, 32_000).rounded())
    }
}
