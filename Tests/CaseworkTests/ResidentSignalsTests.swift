import Casework
import Telemetry
import Testing

@Suite("Resident signals of a fleet")
struct ResidentSignalsTests {
    private let noon = Timestamp(seconds: 1_780_000_000)

    @Test("each asset has what it told, also one that came after the signal was first told")
    func columns() {
        let symbols = SymbolTable()
        let names = ["Vehicle.Speed", "Vehicle.Voltage", "Vehicle.Lamp"]
        var table = AssetTable(signalNames: names, symbols: symbols)
        func tell(_ asset: Int64, _ column: Int, _ value: SignalValue, at second: Int64) {
            table.apply(
                AssetSignal(
                    asset: asset, name: symbols.intern(names[column]), time: noon.adding(seconds: second),
                    timeTrusted: true, value: value))
        }
        func told(_ asset: Int64) -> [String] {
            table.signals(of: asset).map { "\($0.name) \($0.value) \($0.time.seconds(since: noon))" }
        }
        table.insert(key: 1, symbol: symbols.intern("a"))
        table.insert(key: 3, symbol: symbols.intern("c"))
        tell(3, 1, .number(12.5), at: 5)
        tell(9, 1, .number(1), at: 5)
        table.insert(key: 9, symbol: symbols.intern("i"))
        #expect(told(9).isEmpty)
        tell(9, 1, .number(13), at: 6)
        tell(9, 2, .flag(true), at: 7)
        tell(9, 1, .number(9), at: 4)
        tell(1, 0, .number(50), at: 8)
        #expect(told(1) == ["Vehicle.Speed 50.0 8"])
        #expect(told(2).isEmpty)
        #expect(told(3) == ["Vehicle.Voltage 12.5 5"])
        #expect(told(9) == ["Vehicle.Voltage 13.0 6", "Vehicle.Lamp 1.0 7"])
        #expect(told(-1).isEmpty && told(100).isEmpty)
        let lamp = symbols.intern(names[2])
        #expect(table.value(of: lamp, asset: 9)?.value == 1)
        #expect(table.value(of: lamp, asset: 3) == nil)
        #expect(table.value(of: lamp, asset: 12) == nil)
    }
}
