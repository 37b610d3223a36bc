import Foundation
package import Telemetry

/// A JSON document with keys in the order of the alphabet; what is unknown stands as `null`, never missing.
package indirect enum JSONValue: Encodable, Sendable, Equatable {
    case null
    case flag(Bool)
    case whole(Int64)
    case number(Double)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The document as text.
    ///
    /// - Parameter indented: For people; programs read one line.
    package func text(indented: Bool = false) throws -> String { try jsonText(indented: indented) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let value): try container.encode(value)
        case .whole(let value): try container.encode(value)
        case .number(let value): try value.isFinite ? container.encode(value) : container.encodeNil()
        case .text(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }

    /// The member of an object; `null` for anything else.
    package subscript(_ key: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }
}

extension Encodable {
    /// The value as a JSON document with keys in the order of the alphabet.
    ///
    /// - Parameter indented: For people; programs read one line.
    package func jsonText(indented: Bool = false) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if indented { encoder.outputFormatting.insert(.prettyPrinted) }
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension JSONValue {
    package init(_ value: String?) { self = value.map { .text($0) } ?? .null }
    package init(_ value: Int64?) { self = value.map { .whole($0) } ?? .null }
    package init(_ value: Int?) { self = value.map { .whole(Int64($0)) } ?? .null }
    package init(_ value: Double?) { self = value.map { .number($0) } ?? .null }
    /// ISO 8601, UTC.
    package init(_ value: Timestamp?) { self = value.map { .text($0.iso8601) } ?? .null }
    /// The word of a closed list.
    package init<Word: RawRepresentable>(word: Word?) where Word.RawValue == String { self.init(word?.rawValue) }
    package init(_ values: [String]) { self = .array(values.map { .text($0) }) }
}
