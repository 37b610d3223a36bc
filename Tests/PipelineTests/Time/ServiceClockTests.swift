import Pipeline
import Telemetry
import Testing

@Suite("The service's clock")
struct ServiceClockTests {
    @Test("a simulated clock shows its own date and runs at its own speed")
    func runs() throws {
        let clock = try #require(ServiceClock("1000,500000,60"))
        #expect(clock.reading(at: Timestamp(milliseconds: 1_000)).milliseconds == 500_000)
        #expect(clock.reading(at: Timestamp(milliseconds: 2_000)).milliseconds == 560_000)
        #expect(ServiceClock(clock.text) == clock)
    }

    @Test("a clock that turns goes on from where it is, at its other speed")
    func turns() throws {
        let clock = try #require(ServiceClock("1000,500000,4000,8500000,20"))
        #expect(clock.machineTurn?.milliseconds == 3_000)
        for (machine, service, speed) in [
            (1_000, 500_000, 4_000.0), (2_000, 4_500_000, 4_000), (3_000, 8_500_000, 4_000), (4_000, 8_520_000, 20),
        ] {
            let time = Timestamp(milliseconds: Int64(machine))
            #expect(clock.reading(at: time).milliseconds == Int64(service))
            #expect(clock.speed(at: time) == speed)
        }
        #expect(ServiceClock(clock.text) == clock)
    }

    @Test(
        "a text that is no clock is refused",
        arguments: [
            "", "1", "1,2", "1,2,0", "1,2,-1", "1,2,nan", "1,2,inf", "a,2,3", "1,2,3,4", "1,2,1e9", "1,2,3,2,1",
            "1,2,3,4,0", "1,2,3,x,5", "1,2,3,4,5,6",
        ])
    func refuses(text: String) { #expect(ServiceClock(text) == nil) }
}
