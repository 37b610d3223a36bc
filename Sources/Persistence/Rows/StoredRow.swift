import Casework
import Telemetry

/// A versioned row that the lane writes by hand.
///
/// `insertSQL` takes the columns of `putColumns`, then id and version; `updateSQL` takes the same columns, then the
/// new version, the id and the version that must stand on disk.
protocol StoredRow: VersionedRow {
    static var insertSQL: StaticString { get }
    static var updateSQL: StaticString { get }
    /// Whether the row gives up what a unique index keeps for live rows: written before rows that may take it.
    var isEnded: Bool { get }
    func putColumns(_ statement: Statement)
    init(reading row: Statement) throws(StoreError)
}

extension StoredRow {
    var isEnded: Bool { false }
}

extension Statement {
    /// The word of a column.
    func word<Word: RawRepresentable>(_ column: Int32) throws(StoreError) -> Word where Word.RawValue == String {
        let text = text(column)
        guard let word = Word(rawValue: text) else {
            throw StoreError(.other, "the database holds “\(text)”, which is no \(Word.self)")
        }
        return word
    }

    func wordOrNil<Word: RawRepresentable>(_ column: Int32) throws(StoreError) -> Word?
    where Word.RawValue == String {
        isNull(column) ? nil : try word(column)
    }

    func texts(_ column: Int32) throws(StoreError) -> [String] {
        guard let texts = TextList.decode(text(column)) else {
            throw StoreError(.other, "the database holds “\(text(column).prefix(60))”, which is no list of texts")
        }
        return texts
    }

    /// The place in two columns; `nil` if either is missing or out of range.
    func coordinateOrNil(_ column: Int32) -> Coordinate? {
        guard !isNull(column), !isNull(column + 1) else { return nil }
        return try? Coordinate(latitude: double(column), longitude: double(column + 1))
    }

    func put(_ coordinate: Coordinate?) {
        put(coordinate?.latitude)
        put(coordinate?.longitude)
    }

    /// A promise in four columns.
    func promiseOrNil(_ column: Int32) -> Promise? {
        guard let at = timeOrNil(column) else { return nil }
        return Promise(
            at: at, unit: textOrNil(column + 1), latest: timeOrNil(column + 2), slot: intOrNil(column + 3))
    }

    func put(_ promise: Promise?) {
        put(promise?.at)
        put(promise?.unit)
        put(promise?.latest)
        put(promise?.slot)
    }
}
