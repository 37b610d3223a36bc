import Telemetry
import Testing

@testable import Pipeline

@Suite("Whose memories are written when")
struct UnsavedMemoriesTests {
    private let noon = Timestamp(seconds: 1_780_000_000)

    @Test("an asset waits an hour from the first thing that its row lacks, and stands there once")
    func due() {
        var unsaved = UnsavedMemories()
        for minute in 0..<90 as Range<Int64> {
            unsaved.note(minute % 3, batch: minute + 1, at: noon.adding(seconds: minute * 60))
        }
        #expect(unsaved.count == 3)
        #expect(unsaved.due(at: noon.adding(seconds: 3_599), limit: 9).isEmpty)
        #expect(unsaved.due(at: noon.adding(seconds: 3_660), limit: 9).map(\.asset) == [0, 1])
        #expect(unsaved.due(at: noon.adding(seconds: 9_000), limit: 1).map(\.batch) == [1])
        #expect(unsaved.firstBatch(after: 0) == 1)
        #expect(unsaved.firstBatch(after: 2) == 3)
        #expect(unsaved.firstBatch(after: 3) == nil)
        unsaved.removeFirst(2)
        #expect(unsaved.firstBatch(after: 0) == 3)
        unsaved.note(0, batch: 91, at: noon.adding(seconds: 5_400))
        unsaved.note(2, batch: 92, at: noon.adding(seconds: 5_400))
        #expect(unsaved.due(at: noon.adding(seconds: 9_000), limit: 9).map(\.batch) == [3, 91])
        unsaved.removeFirst(9)
        #expect(unsaved.isEmpty)
        #expect(unsaved.values == 0)
    }

    @Test("of very many values the oldest assets are written before their hour")
    func many() {
        var unsaved = UnsavedMemories()
        for value in 0...UnsavedMemories.valueLimit {
            unsaved.note(Int64(value % 4_000), batch: Int64(value / 2_000 + 1), at: noon)
        }
        #expect(unsaved.due(at: noon, limit: 16).map(\.asset) == Array(0..<16))
        for _ in 0..<200 { unsaved.removeFirst(16) }
        #expect(unsaved.count == 800)
        #expect(unsaved.due(at: noon, limit: 16).isEmpty)
        #expect(unsaved.firstBatch(after: 0) == 2)
    }
}
