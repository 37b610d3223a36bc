import MQTT
import Testing

@Suite("Back-off")
struct BackoffTests {
    @Test(
        "waits stay between half of a step and the step, which doubles up to the limit",
        arguments: 0..<50 as Range<UInt64>)
    func bounds(_ seed: UInt64) {
        var backoff = Backoff(first: .milliseconds(200), limit: .seconds(30), seed: seed)
        var step = Duration.milliseconds(200)
        for _ in 0..<40 {
            let wait = backoff.next()
            #expect(wait >= step / 2 && wait <= step)
            step = min(step * 2, .seconds(30))
        }
    }

    @Test("a reset starts with the first waits again")
    func reset() {
        var backoff = Backoff(first: .milliseconds(200), limit: .seconds(30), seed: 1)
        let waits = (0..<20).map { _ in backoff.next() }
        backoff.reset()
        let again = (0..<20).map { _ in backoff.next() }
        #expect(again == waits)
        #expect(waits[0] <= .milliseconds(200))
    }

    @Test("equal seeds give equal waits and different seeds different ones")
    func seeds() {
        func waits(_ seed: UInt64) -> [Duration] {
            var backoff = Backoff(seed: seed)
            return (0..<10).map { _ in backoff.next() }
        }
        #expect(waits(7) == waits(7))
        #expect(waits(7) != waits(8))
    }

    @Test("a limit below the first wait counts as the first wait")
    func smallLimit() {
        var backoff = Backoff(first: .seconds(2), limit: .seconds(1), seed: 3)
        for _ in 0..<5 {
            let wait = backoff.next()
            #expect(wait >= .seconds(1) && wait <= .seconds(2))
        }
    }
}
