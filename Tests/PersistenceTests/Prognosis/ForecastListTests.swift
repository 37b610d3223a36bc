import Casework
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("What commands show of forecasts")
struct ForecastListTests {
    /// Sixty cars with a forecast each, every tenth one worth a call.
    private static let seed = """
        WITH RECURSIVE n(i) AS (SELECT 101 UNION ALL SELECT i + 1 FROM n WHERE i < 160)
        INSERT INTO asset (key, id, known, kind, plate)
        SELECT i, 'car-' || i, 1, 'car', i || ' ABC' FROM n;
        INSERT INTO forecast (asset_key, part, level, probability, horizon_s, since, at, terms)
        SELECT key, 'starter_battery', CASE WHEN key % 10 = 0 THEN 'book' ELSE 'watch' END, key / 1000.0, 604800, 1, 1,
            '[]'
        FROM asset WHERE key > 100;
        INSERT INTO asset (key, id, known, kind, plate) VALUES (200, 'twin', 1, 'car', '101-abc');
        INSERT INTO asset (key, id, known, kind, plate) VALUES (201, '102 ABC', 1, 'car', 'X 1');
        """

    private func withForecasts(_ body: (StoreConnection) throws -> Void) throws {
        try withLane { store, _ in
            try edit(store.path) { try $0.execute(sql: ForecastListTests.seed) }
            let reader = try StoreConnection(path: store.path, role: .reader)
            defer { try? reader.close() }
            try body(reader)
        }
    }

    @Test("as many as are asked for come, those worth a call first, with their plates; the count is of all")
    func limited() throws {
        try withForecasts { reader in
            let some = try reader.forecasts(limit: 7)
            #expect(some.map(\.asset) == [160, 150, 140, 130, 120, 110, 159].map { "car-\($0)" })
            #expect(some.first?.plate == "160 ABC")
            let all = try reader.forecasts()
            #expect(all.count == 60)
            let count = try reader.countOfForecasts()
            #expect(count == 60)
            let one = try reader.forecasts(of: "car-110")
            #expect(one.map(\.row.level) == [.book])
        }
    }

    @Test(
        "an asset is found by its id, else by its plate in any writing",
        arguments: [
            ("car-103", ["car-103"]), ("103 abc", ["car-103"]), ("103АВС", ["car-103"]), ("102 ABC", ["102 ABC"]),
            ("101abc", ["car-101", "twin"]), ("7", []), ("", []), ("999 ZZZ", []),
        ] as [(String, [String])])
    func named(text: String, ids: [String]) throws {
        try withForecasts { reader in
            let found = try reader.assets(named: text)
            #expect(found == ids)
        }
    }
}
