import Prognostics
import Telemetry
import Testing

@testable import Pipeline

@Suite("Where the memories of the assets lie")
struct MemoryTableTests {
    private let noon = Timestamp(seconds: 1_780_000_000)

    @Test("is like a dictionary, over several blocks and with places that are used again")
    func likeADictionary() {
        var table = MemoryTable()
        var known: [Int64: AssetMemory] = [:]
        var random = SeededNumbers(state: 7)
        for step in 0..<12_000 {
            let asset = Int64.random(in: 1...4_000, using: &random)
            switch step % 4 {
            case 0, 1:
                let memory = AssetMemory(model: UInt16(step % 60_000))
                let isNew = table.put(memory, of: asset)
                #expect(isNew == (known.updateValue(memory, forKey: asset) == nil))
            case 2:
                table.change(asset) { $0.see(code: 3, at: noon.adding(seconds: Int64(step))) }
                known[asset]?.see(code: 3, at: noon.adding(seconds: Int64(step)))
            default:
                let wasThere = table.remove(asset)
                #expect(wasThere == (known.removeValue(forKey: asset) != nil))
            }
        }
        #expect(known.count > 1_024)
        let differing = (-1...4_100 as ClosedRange<Int64>).filter { asset in
            table[asset] != known[asset] || table.has(asset) != (known[asset] != nil)
        }
        #expect(differing.isEmpty)
    }
}

/// A generator whose numbers are the same in every run (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
