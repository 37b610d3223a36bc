import GRDB
import Testing

@testable import Persistence

@Suite("Plates whatever the keyboard")
struct PlateKeyTests {
    @Test(
        "separators, case and alphabet do not matter",
        arguments: [
            ("123 abc", "123ABC"), ("AA-123-BB", "AA123BB"), ("АВ 1234 СЕ", "AB1234CE"), ("ав1234се", "AB1234CE"),
            ("ΑΒΕ-1234", "ABE1234"), ("აბ-123-ცდ", "AB123CD"), ("\u{A0}12·3.a_b/c", "123ABC"), ("МАМА", "MAMA"),
        ])
    func folded(typed: String, key: String) {
        #expect(PlateKey.folded(typed) == key)
    }

    @Test(
        "SQLite computes the key that a query asks for",
        arguments: [
            "123 ABC", "123abc", "AA-123-BB", "АВ 1234 СЕ", "ав1234се", "АВЕКМНОРСТУХІ 77", "авекмнорстухі 77",
            "k.m/1_2",
            "AB\u{A0}12", "AB\u{2011}12",
        ])
    func stored(plate: String) throws {
        try withDesk({ db in
            try db.execute(
                sql: "INSERT INTO asset (key, id, known, plate) VALUES (1, 'car-1', 1, ?)", arguments: [plate])
        }) { _, path in
            let connection = try StoreConnection(path: path, role: .reader)
            defer { try? connection.close() }
            let key = try connection.read { try String.fetchOne($0, sql: "SELECT plate_key FROM asset") }
            #expect(key == PlateKey.folded(plate))
        }
    }
}
