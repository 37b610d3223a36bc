import Telemetry
import Testing

@testable import Pipeline

@Suite("The clocks of a lane")
struct LaneClockTests {
    @Test(
        "a wait is as short as the clock is quick, and never nothing before its end",
        arguments: [
            (1.0, 20, 20), (1.0, 90, 50), (1.0, 0, 0), (1.0, -5, 0), (10, 200, 20), (100, 200, 2), (100, 3, 1),
            (0.5, 20, 40), (0.001, 10_000, 50),
        ] as [(Double, Int64, Int64)])
    func wait(speed: Double, left: Int64, machine: Int64) {
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        let clock = LaneClock(now: { now }, machine: { now }, speed: { speed })
        let waits = clock.wait(until: now.adding(milliseconds: left), atMost: 50)
        #expect(waits == machine)
    }
}
