import Foundation
import GRDB
import Testing

@testable import Persistence

@Suite("The inventory of people's data")
struct InventoryTests {
    @Test("it names every table and every column of the schema, and no others")
    func complete() throws {
        try withStorePath { path in
            let schema = try edit(path) { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT m.name, c.name FROM sqlite_schema m, pragma_table_xinfo(m.name) c
                        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
                        """
                ).map { "\($0[0] as String).\($0[1] as String)" }
            }
            let named = DataInventory.tables.flatMap { table in
                (Array(table.personal.keys) + Array(table.plain)).map { "\(table.name).\($0)" }
            }
            let missing = Set(schema).subtracting(named).sorted()
            let gone = Set(named).subtracting(schema).sorted()
            #expect(missing == [], "say in DataInventory what these hold about people")
            #expect(gone == [])
            #expect(named.count == Set(named).count)
        }
    }

    @Test("each of its conditions and changes is good SQL", arguments: DataInventory.tables.map(\.name))
    func goodSQL(_ name: String) throws {
        let table = try #require(DataInventory.table(name))
        try withStorePath { path in
            try edit(path) { db in
                let scope = try PersonScope("nobody", in: db)
                for condition in [table.about, table.touched].compactMap(\.self) {
                    _ = try Row.fetchAll(
                        db, sql: "SELECT \(table.key.joined(separator: ", ")) FROM \(name) WHERE \(condition)",
                        arguments: scope.arguments)
                }
                guard case .set(let values) = table.forgetting else { return }
                for (column, value) in values {
                    _ = try Row.fetchAll(db, sql: "SELECT \(column), \(value) FROM \(name)")
                }
            }
        }
    }

    @Test("the page about people's data says what the inventory says")
    func page() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/people-data.md"), encoding: .utf8)
        for table in DataInventory.tables where !table.personal.isEmpty {
            let line = "| `\(table.name)` | \(table.purpose) | \(table.kept) |"
            #expect(page.contains(line), "docs/people-data.md lacks: \(line)")
        }
    }

    @Test("a table that can be about somebody has rows to show them, or a reason not to")
    func shown() {
        let silent = DataInventory.tables.filter { $0.isPersonal && $0.about == nil }.map(\.name)
        // Of other things than people, or of words about them that an export does not search.
        #expect(
            silent.sorted() == ["audit", "campaign", "event", "forgotten", "journal", "memory_journal", "quarantine"])
    }
}
