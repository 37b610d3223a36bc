package import Persistence
internal import Telemetry

extension PersonRecords {
    /// One object: who, when, and each table with its purpose, how long it is kept, and its rows.
    package var json: JSONValue {
        .object([
            "contact_id": .text(person), "exported_at": .init(at),
            "source": .text("imported by the service centre, told on the telephone, or sent by a device or an app"),
            "tables": .array(
                parts.map { part in
                    .object([
                        "table": .text(part.table.name), "purpose": .text(part.table.purpose),
                        "kept": .text(part.table.kept),
                        "rows": .array(
                            part.rows.map { row in
                                .object(
                                    Dictionary(
                                        row.map { ($0.column, PersonRecords.value($0.value, of: $0.column)) },
                                        uniquingKeysWith: { first, _ in first }))
                            }),
                    ])
                }),
        ])
    }

    /// The same for reading: a heading for each table, a paragraph for each row.
    package var lines: [String] {
        var lines = ["Everything stored about \(person) at \(at.iso8601)"]
        for part in parts {
            lines += ["", "\(part.table.name.uppercased()): \(part.table.purpose) Kept: \(part.table.kept)."]
            for row in part.rows {
                let words = row.map { "\($0.column) \(PersonRecords.word($0.value, of: $0.column))" }
                lines.append("- " + words.joined(separator: ", "))
            }
        }
        return lines
    }

    private static func value(_ value: StoredValue, of column: String) -> JSONValue {
        switch value {
        case .null: .null
        case .integer(let number):
            isTime(column) ? .init(Timestamp(milliseconds: number)) : .whole(number)
        case .real(let number): .number(number)
        case .text(let text): .text(text)
        }
    }

    private static func word(_ value: StoredValue, of column: String) -> String {
        switch value {
        case .null: ""
        case .integer(let number):
            isTime(column) ? Timestamp(milliseconds: number).iso8601 : String(number)
        case .real(let number): String(number)
        case .text(let text): text
        }
    }

    private static func isTime(_ column: String) -> Bool {
        column == "at" || column == "time" || column.hasSuffix("_at") || column == "valid_from" || column == "valid_to"
            || column == "not_before" || column.hasSuffix("_until") || column == "promise_latest"
            || column == "eta_low" || column == "eta_high"
    }
}
