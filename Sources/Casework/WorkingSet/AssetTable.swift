import Diagnostics
package import Telemetry

/// The newest fixes and diagnostic signals of every asset, resident, indexed by the asset's row key.
///
/// Row keys are dense from 1, so arrays serve as the index. A fix costs 24 bytes, a signal 8.
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
    private var values: [Float] = []
    private var valueTimes: [UInt32] = []
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
        values = Array(repeating: .nan, count: signalNames.count)
        valueTimes = Array(repeating: 0, count: signalNames.count)
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
            values.append(contentsOf: repeatElement(.nan, count: missing * signalNames.count))
            valueTimes.append(contentsOf: repeatElement(0, count: missing * signalNames.count))
        }
        symbols[Int(key)] = symbol.index
    }

    /// Makes room for keys up to `count` at once.
    package mutating func reserve(_ count: Int) {
        symbols.reserveCapacity(count + 1)
        fixes.reserveCapacity((count + 1) * AssetTable.fixesKept)
        values.reserveCapacity((count + 1) * signalNames.count)
        valueTimes.reserveCapacity((count + 1) * signalNames.count)
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
        let start = Int(key) * signalNames.count
        for cell in start..<start + signalNames.count {
            values[cell] = .nan
            valueTimes[cell] = 0
            lasting[cell] = nil
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
    package func newestFix(of key: Int64) -> AssetFix? { fixes(of: key).first }

    /// Up to three fixes, newest first.
    package func fixes(of key: Int64) -> [AssetFix] {
        let start = Int(key) * AssetTable.fixesKept
        guard start + AssetTable.fixesKept <= fixes.count else { return [] }
        return fixes[start..<start + AssetTable.fixesKept].compactMap { packed in
            guard packed.time != .min,
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
        let cell = Int(signal.asset) * signalNames.count + Int(columns[index])
        guard cell < values.count else { return }
        let seconds = UInt32(clamping: signal.time.milliseconds / 1_000)
        guard seconds >= valueTimes[cell] else { return }
        values[cell] = number
        valueTimes[cell] = seconds
        guard conditions[Int(columns[index])] != nil else { return }
        lasting[cell] = signal.since.map { UInt32(clamping: $0.milliseconds / 1_000) }
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
        let cell = Int(key) * signalNames.count + Int(columns[index])
        guard cell < values.count, valueTimes[cell] != 0 else { return nil }
        return (Double(values[cell]), Timestamp(seconds: Int64(valueTimes[cell])), since(cell))
    }

    private func since(_ cell: Int) -> Timestamp? { lasting[cell].map { Timestamp(seconds: Int64($0)) } }

    /// The resident signals of an asset with the time of each, in the order of the names.
    package func signals(of key: Int64) -> [(name: String, value: Double, time: Timestamp, since: Timestamp?)] {
        let start = Int(key) * signalNames.count
        guard start + signalNames.count <= values.count else { return [] }
        return signalNames.indices.compactMap { column in
            guard valueTimes[start + column] != 0 else { return nil }
            return (
                signalNames[column], Double(values[start + column]),
                Timestamp(seconds: Int64(valueTimes[start + column])), since(start + column)
            )
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
