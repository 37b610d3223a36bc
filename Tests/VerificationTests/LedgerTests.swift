import FleetSimulator
import Foundation
import Testing

@Suite("Ledgers")
struct LedgerTests {
    private static func bytes(_ lines: [LedgerLine]) throws -> [UInt8] {
        let encoder = JSONEncoder()
        var bytes: [UInt8] = []
        for line in lines { bytes += try encoder.encode(line) + [0x0A] }
        return bytes
    }

    @Test("A ledger is read as it was written")
    func whole() throws {
        let run = PerfectRun()
        let ledger = Ledger(bytes: try LedgerTests.bytes(run.ledger.lines))
        let isEqual = ledger == run.ledger
        #expect(isEqual)
        #expect(ledger.isFinished)
        #expect(ledger.run?.scenario == "test")
    }

    @Test("A ledger that is cut off anywhere is read up to there, and says so")
    func cutOff() throws {
        let run = PerfectRun(breakdowns: 1)
        let bytes = try LedgerTests.bytes(run.ledger.lines)
        for end in stride(from: 1, to: bytes.count, by: 61) {
            let ledger = Ledger(bytes: Array(bytes[..<end]))
            let isWhole = bytes[end - 1] == 0x0A
            #expect(ledger.isCutOff != isWhole)
            let isBeginning = run.ledger.lines.starts(with: ledger.lines)
            #expect(isBeginning)
            #expect(!ledger.isFinished || ledger.isCutOff || end == bytes.count)
        }
    }

    @Test("A line that is none is named with its number")
    func nonsense() throws {
        let run = PerfectRun(breakdowns: 1)
        var bytes = try LedgerTests.bytes(Array(run.ledger.lines.prefix(2)))
        bytes += Array("{\"at\":1}\n".utf8)
        bytes += try LedgerTests.bytes(Array(run.ledger.lines.dropFirst(2)))
        let ledger = Ledger(bytes: bytes)
        #expect(ledger.problems == ["line 3 is no line of a ledger"])
        #expect(ledger.isFinished)
        let isRest = ledger.lines == run.ledger.lines
        #expect(isRest)
    }

    @Test("An empty ledger tells of no run")
    func empty() {
        let ledger = Ledger(bytes: [])
        #expect(ledger.problems == ["the first line does not tell of the run"])
        #expect(ledger.run == nil)
    }
}
