import Casework
import Telemetry

/// The positions and signals of one batch in one blob: an upsert for each would cost more than all the rest.
///
/// Layout, version 1: version byte · number of signal names, each a text · base time · number of positions, each
/// asset, time less base, flags, latitude, longitude and what the flags name · number of signals, each asset, name,
/// time less base, flags, value, and since when less base if the flags name it. Numbers are 7-bit groups; floating point is kept bit by bit.
enum Journal {
    static let version: UInt8 = 1

    /// A signal as it stands in a journal: its name is an index into the journal's own names.
    struct Signal: Equatable {
        var asset: Int64
        var name: Int
        var time: Timestamp
        var timeTrusted: Bool
        var value: SignalValue
        var since: Timestamp?
    }

    struct Content: Equatable {
        var names: [String] = []
        var positions: [AssetFix] = []
        var signals: [Signal] = []
    }

    private enum FixFlag {
        static let trusted: UInt8 = 1
        static let speed: UInt8 = 2
        static let heading: UInt8 = 4
        static let accuracy: UInt8 = 8
    }

    private enum SignalFlag {
        static let trusted: UInt8 = 1
        static let number: UInt8 = 0 << 1
        static let off: UInt8 = 1 << 1
        static let on: UInt8 = 2 << 1
        static let text: UInt8 = 3 << 1
        static let since: UInt8 = 1 << 3
    }

    /// Writes a batch's positions and signals; what stood in `writer` is dropped.
    static func encode(
        positions: [AssetFix], signals: [AssetSignal], symbols: SymbolTable, into writer: ByteWriter
    ) {
        writer.removeAll()
        writer.put(byte: version)
        var numbers = NameNumbers()
        let places = signals.map { numbers.number(of: $0.name) }
        writer.put(varint: UInt64(numbers.names.count))
        for name in numbers.names { writer.put(text: symbols[name]) }
        let base = positions.first?.time.milliseconds ?? signals.first?.time.milliseconds ?? 0
        writer.put(zigzag: base)
        writer.put(varint: UInt64(positions.count))
        for fix in positions { put(fix, since: base, into: writer) }
        writer.put(varint: UInt64(signals.count))
        for (signal, place) in zip(signals, places) { put(signal, name: place, since: base, into: writer) }
    }

    /// Numbers the names of a batch's signals in the order in which they come.
    ///
    /// A batch has thousands of signals and a few names: those met last are found without a hash.
    private struct NameNumbers {
        private static let slots = 256

        private(set) var names: [Symbol] = []
        private var numbers: [Symbol: UInt64] = [:]
        /// By the low bits of a name, the name that was met last with them and its number.
        private var last = [(name: Symbol, number: UInt64)?](repeating: nil, count: slots)

        mutating func number(of name: Symbol) -> UInt64 {
            let slot = Int(name.index) % NameNumbers.slots
            if let met = last[slot], met.name == name { return met.number }
            let number: UInt64
            if let known = numbers[name] {
                number = known
            } else {
                number = UInt64(names.count)
                numbers[name] = number
                names.append(name)
            }
            last[slot] = (name, number)
            return number
        }
    }

    private static func put(_ fix: AssetFix, since base: Int64, into writer: ByteWriter) {
        let position = fix.position
        writer.put(zigzag: fix.asset)
        writer.put(zigzag: fix.time.milliseconds &- base)
        writer.put(
            byte: (fix.timeTrusted ? FixFlag.trusted : 0) | (position.speed == nil ? 0 : FixFlag.speed)
                | (position.heading == nil ? 0 : FixFlag.heading) | (position.accuracy == nil ? 0 : FixFlag.accuracy))
        writer.put(fixed: position.coordinate.latitude.bitPattern)
        writer.put(fixed: position.coordinate.longitude.bitPattern)
        if let speed = position.speed { writer.put(fixed: speed.bitPattern) }
        if let heading = position.heading { writer.put(fixed: heading.bitPattern) }
        if let accuracy = position.accuracy { writer.put(fixed: accuracy.bitPattern) }
    }

    private static func put(_ signal: AssetSignal, name: UInt64, since base: Int64, into writer: ByteWriter) {
        writer.put(zigzag: signal.asset)
        writer.put(varint: name)
        writer.put(zigzag: signal.time.milliseconds &- base)
        let marks = (signal.timeTrusted ? SignalFlag.trusted : 0) | (signal.since == nil ? 0 : SignalFlag.since)
        switch signal.value {
        case .number(let number):
            writer.put(byte: SignalFlag.number | marks)
            writer.put(fixed: number.bitPattern)
        case .flag(let flag): writer.put(byte: (flag ? SignalFlag.on : SignalFlag.off) | marks)
        case .text(let text):
            writer.put(byte: SignalFlag.text | marks)
            writer.put(text: text)
        }
        if let since = signal.since { writer.put(zigzag: since.milliseconds &- base) }
    }

    /// - Throws: ``JournalError``; nothing is read past the end.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(JournalError) -> Content {
        var reader = ByteReader(bytes)
        var content = Content()
        let found = try reader.byte()
        guard found == version else { throw .version(found) }
        for _ in 0..<(try reader.countOfEntries()) { content.names.append(try reader.text()) }
        let base = try reader.zigzag()
        for _ in 0..<(try reader.countOfEntries()) {
            content.positions.append(try fix(from: &reader, since: base))
        }
        for _ in 0..<(try reader.countOfEntries()) {
            content.signals.append(try signal(from: &reader, since: base, names: content.names.count))
        }
        guard reader.isAtEnd else { throw .malformed("bytes after the end") }
        return content
    }

    private static func fix(from reader: inout ByteReader, since base: Int64) throws(JournalError) -> AssetFix {
        let asset = try reader.zigzag()
        let time = Timestamp(milliseconds: base &+ (try reader.zigzag()))
        let flags = try reader.byte()
        let latitude = Double(bitPattern: try reader.fixed64())
        let longitude = Double(bitPattern: try reader.fixed64())
        guard let coordinate = try? Coordinate(latitude: latitude, longitude: longitude) else {
            throw .malformed("a place that is not on earth")
        }
        var position = Position(coordinate: coordinate)
        if flags & FixFlag.speed != 0 { position.speed = Float(bitPattern: try reader.fixed32()) }
        if flags & FixFlag.heading != 0 { position.heading = Float(bitPattern: try reader.fixed32()) }
        if flags & FixFlag.accuracy != 0 { position.accuracy = Float(bitPattern: try reader.fixed32()) }
        return AssetFix(asset: asset, time: time, timeTrusted: flags & FixFlag.trusted != 0, position: position)
    }

    private static func signal(
        from reader: inout ByteReader, since base: Int64, names: Int
    ) throws(JournalError) -> Signal {
        let asset = try reader.zigzag()
        let name = try reader.varint()
        guard name < UInt64(names) else { throw .malformed("a signal without a name") }
        let time = Timestamp(milliseconds: base &+ (try reader.zigzag()))
        let flags = try reader.byte()
        let value: SignalValue
        switch flags & ~(SignalFlag.trusted | SignalFlag.since) {
        case SignalFlag.number: value = .number(Double(bitPattern: try reader.fixed64()))
        case SignalFlag.off: value = .flag(false)
        case SignalFlag.on: value = .flag(true)
        case SignalFlag.text: value = .text(try reader.text())
        default: throw .malformed("a value of no known kind")
        }
        let since =
            flags & SignalFlag.since == 0 ? nil : Timestamp(milliseconds: base &+ (try reader.zigzag()))
        return Signal(
            asset: asset, name: Int(name), time: time, timeTrusted: flags & SignalFlag.trusted != 0, value: value,
            since: since)
    }
}
