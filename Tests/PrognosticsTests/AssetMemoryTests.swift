import Prognostics
import Telemetry
import Testing

@Suite("What is remembered of an asset")
struct AssetMemoryTests {
    private let start = Timestamp(seconds: 1_700_000_000)

    private func terms(_ memory: AssetMemory, part: UInt16 = 0, after seconds: Int64) -> [EvidenceTerm] {
        var evidence = Evidence()
        memory.collect(into: &evidence, part: part, at: start.adding(seconds: seconds), horizon: .day)
        return evidence.terms.filter { !$0.isPrior }
    }

    @Test(
        "A code ages through the bins of recency and is forgotten",
        arguments: [
            (0, 1), (3, 1), (4, 2), (21, 7), (24, 8), (25, 9), (72, 10), (168, 11), (169, nil),
        ] as [(Int64, UInt8?)])
    func ages(hours: Int64, bin: UInt8?) {
        var memory = AssetMemory()
        memory.see(code: 5, at: start)
        let expected = bin.map { [EvidenceTerm(.code, subject: 5, bin: $0)] } ?? []
        #expect(terms(memory, after: hours * 3_600) == expected)
    }

    @Test("A replacement hides what was seen from its own part only")
    func replacement() {
        var memory = AssetMemory()
        memory.see(code: 5, at: start)
        memory.replace(part: 1, at: start)
        #expect(terms(memory, part: 1, after: 3_600).isEmpty)
        #expect(terms(memory, part: 2, after: 3_600) == [EvidenceTerm(.code, subject: 5, bin: 1)])
    }

    @Test(
        "Two codes within the hour are a pair, an hour apart they are not", arguments: [(3_599, true), (3_600, false)])
    func pairs(apart: Int64, isPair: Bool) {
        var memory = AssetMemory()
        memory.see(code: 7, at: start.adding(seconds: apart))
        memory.see(code: 3, at: start)
        #expect(terms(memory, after: 7_200).contains(EvidenceTerm(.pair, subject: 3, other: 7)) == isPair)
    }

    @Test("The order in which observations come decides nothing, and a repeated one changes nothing")
    func order() {
        let sights: [(UInt16, Int64, Bool)] = [
            (1, 0, true), (1, 3_000, false), (2, 3_100, false), (1, 9_000, false), (1, 9_000, true), (1, 20_000, false),
            (1, 30_000, false), (2, 3_100, false),
        ]
        var forwards = AssetMemory()
        var backwards = AssetMemory()
        for (code, second, pending) in sights {
            forwards.see(code: code, at: start.adding(seconds: second), pending: pending)
        }
        for (code, second, pending) in sights.reversed() {
            backwards.see(code: code, at: start.adding(seconds: second), pending: pending)
        }
        #expect(forwards == backwards)
    }
}
