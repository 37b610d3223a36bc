import Testing

@testable import Pipeline

@Suite("Messages that come again")
struct ReceiptsTests {
    private func aligned(_ known: [UInt64], _ batches: [[UInt64]], retained: Set<UInt64> = []) -> [Int] {
        func marked(_ numbers: [UInt64]) -> [UInt64] {
            numbers.map { Receipts.marked($0 << 1, isRetained: retained.contains($0)) }
        }
        var receipts = Receipts(marked(known))
        receipts.beginAlignment()
        return batches.map { batch in
            let count = receipts.known(leading: marked(batch))
            if count < batch.count { receipts.append(marked(batch).dropFirst(count)) }
            return count
        }
    }

    @Test("the unacknowledged tail comes first and is known, what follows is new")
    func tail() {
        #expect(aligned([1, 2, 3, 4, 5], [[4, 5, 6, 7]]) == [2])
    }

    @Test("a redelivered run over several batches is known to its end")
    func overBatches() {
        let known = (1...100).map(UInt64.init)
        #expect(aligned(known, [Array(known[20..<40]), Array(known[40..<100]) + [200], [41]]) == [20, 60, 0])
    }

    @Test("what the broker keeps for its topics does not end a run that goes on behind it")
    func retainedAmid() {
        let known = (1...20).map(UInt64.init)
        let batches: [[UInt64]] = [Array(1...8) + [100], [101], Array(9...20) + [30]]
        #expect(aligned(known, batches, retained: [100, 101]) == [8, 0, 12])
    }

    @Test("a message like an older one is new if the run neither is long nor reaches the end")
    func chance() {
        #expect(aligned([1, 2, 3, 4, 5], [[2, 9, 10]]) == [0])
    }

    @Test("the same payload several times in a row is aligned with the longest run to the end")
    func repeats() {
        #expect(aligned([7, 7, 7], [[7, 7]]) == [2])
        #expect(aligned([1, 7, 7], [[7, 7, 7]]) == [2])
    }

    @Test("a message that was taken for the one before it does not end a run")
    func twins() {
        // Of two equal messages the second was acknowledged as the first, delivered again.
        #expect(aligned([1, 2, 3, 4], [[1, 2, 2, 3, 4, 5]]) == [5])
        #expect(aligned([1, 2, 3, 4], [[3, 3, 4]]) == [3])
        // With nothing known behind it, it is new.
        #expect(aligned([1, 2], [[1, 2, 2]]) == [2])
        #expect(aligned([1, 2, 3], [[1, 2, 2, 9]]) == [0])
    }

    @Test("it takes more messages as long as few of them are like a run that goes on")
    func open() {
        func isOpen(_ known: [UInt64], _ batch: [UInt64], retained: Set<UInt64> = [], mayBeOld: Bool = true) -> Bool {
            func marked(_ numbers: [UInt64]) -> [UInt64] {
                numbers.map { Receipts.marked($0 << 1, isRetained: retained.contains($0)) }
            }
            var receipts = Receipts(marked(known))
            let before = receipts.isOpen(leading: marked(batch), orOf: mayBeOld)
            receipts.beginAlignment()
            return !before && receipts.isOpen(leading: marked(batch), orOf: mayBeOld)
        }
        let known = (1...100).map(UInt64.init)
        #expect(isOpen(known, [40]))
        #expect(isOpen(known, [40, 41, 42]))
        // It can't be chance any more; it reaches the end; it is no run.
        #expect(!isOpen(known, Array(40...47)))
        #expect(!isOpen(known, [99, 100]))
        #expect(!isOpen(known, [40, 42]))
        #expect(!isOpen(known, [200]))
        // What the broker keeps for its topics tells nothing.
        #expect(isOpen(known, [40], retained: [40]))
        #expect(!isOpen(known, [40], retained: [40], mayBeOld: false))
        #expect(isOpen(known, [39, 40], retained: [39]))
    }

    @Test("without a reconnect nothing is known")
    func noReconnect() {
        var receipts = Receipts([1, 2, 3])
        #expect(receipts.known(leading: [3, 4]) == 0)
    }

    @Test("a broker that forgot much redelivers a long run from before the tail")
    func forgetfulBroker() {
        let known = (1...1_000).map(UInt64.init)
        #expect(aligned(known, [Array(known[100..<900]) + [5_000]]) == [800])
    }

    @Test("what the broker keeps comes with every connection and is no sign of what was delivered again")
    func retained() {
        let kept = (1...20).map(UInt64.init)
        // A car said something else in between, and the broker's word of it may have changed back unheard.
        #expect(aligned(kept + [90, 91], [kept + [92]], retained: Set(kept)) == [0])
        #expect(aligned([90] + kept, [kept], retained: Set(kept)) == [0])
        // Before a message that is known they are known too, however often they came in between.
        #expect(aligned(kept + [90], [kept + [90] + kept], retained: Set(kept)) == [21])
        #expect(aligned([90] + kept + kept + [91], [[90] + kept + [91, 92]], retained: Set(kept)) == [22])
    }

    @Test("digests differ by topic, payload, their border and the key")
    func digests() {
        func digest(_ topic: String, _ payload: String, key: UInt64 = 1) -> UInt64 {
            Array(topic.utf8).withUnsafeBytes { topic in
                Array(payload.utf8).withUnsafeBytes { MessageDigest.digest(topic: topic, payload: $0, key: key) }
            }
        }
        let all = [
            digest("a/b", "12345678"), digest("a/b1", "2345678"), digest("a/b", "12345679"), digest("", "a/b12345678"),
            digest("a/b", "12345678", key: 2), digest("a/b", "12345678\0"),
        ]
        #expect(Set(all).count == all.count)
        #expect(digest("a/b", "12345678") == digest("a/b", "12345678"))
    }
}
