import Telemetry
import Testing

@Suite("Places and symbols")
struct PlaceAndSymbolTests {
    @Test("a place is never out of range and never NaN")
    func range() throws {
        #expect(throws: CoordinateError.latitude(90.01)) { try Coordinate(latitude: 90.01, longitude: 0) }
        #expect(throws: CoordinateError.longitude(-181)) { try Coordinate(latitude: 0, longitude: -181) }
        #expect(throws: CoordinateError.self) { try Coordinate(latitude: .nan, longitude: 0) }
        #expect(try Coordinate(latitude: -90, longitude: 180).latitude == -90)
    }

    @Test("distances agree with known ones within half a percent")
    func distances() throws {
        let tallinn = try Coordinate(latitude: 59.437, longitude: 24.7536)
        let tartu = try Coordinate(latitude: 58.378, longitude: 26.729)
        #expect(abs(tallinn.distance(to: tartu) - 163_000) < 1_500)
        #expect(tallinn.distance(to: tallinn) == 0)
        #expect(tallinn.distance(to: tartu) == tartu.distance(to: tallinn))
    }

    @Test("0,0 is recognised as no fix, a place nearby is not")
    func nullIsland() throws {
        #expect(try Coordinate(latitude: 0, longitude: 0).isNullIsland)
        #expect(try !Coordinate(latitude: 0.01, longitude: 0).isNullIsland)
    }

    @Test("equal texts give one symbol, different ones never, through growth of the table")
    func symbols() {
        let table = SymbolTable()
        var known: [String: Symbol] = [:]
        for number in 0..<20_000 {
            let text = "asset-\(number % 7_000)-ä"
            let symbol = table.intern(text)
            #expect(known[text, default: symbol] == symbol)
            known[text] = symbol
            #expect(table[symbol] == text)
        }
        #expect(table.count == 7_000)
        #expect(Set(known.values).count == 7_000)
        #expect(table.find("asset-6999-ä") != nil)
        #expect(table.find("asset-7000-ä") == nil)
    }

    @Test("the bytes of a symbol stay where they are while others are interned on another thread")
    func symbolsStay() async {
        let table = Handed(table: SymbolTable())
        let early = (0..<3_000).map { table.table.intern("early-\($0)") }
        let reader = Task.detached {
            var wrong = 0
            for _ in 0..<20 {
                for (number, symbol) in early.enumerated() where table.table[symbol] != "early-\(number)" { wrong += 1 }
            }
            return wrong
        }
        for number in 0..<60_000 { _ = table.table.intern("late-\(number)") }
        #expect(await reader.value == 0)
        #expect(table.table[table.table.intern("late-59999")] == "late-59999")
    }

    /// The table itself belongs to one thread; what it has interned does not.
    private struct Handed: @unchecked Sendable {
        let table: SymbolTable
    }

    @Test("capabilities keep the words of the list")
    func words() {
        for (word, capability) in Capabilities.words {
            #expect(Capabilities(word: word) == capability)
            #expect(capability.names == [word])
        }
        #expect(Capabilities(word: "rocket") == nil)
        #expect(Capabilities([.winch, .flatbed]).names == ["flatbed", "winch"])
    }
}
