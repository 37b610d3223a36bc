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

    @Test(
        "a text that is no clock is refused",
        arguments: ["", "1", "1,2", "1,2,0", "1,2,-1", "1,2,nan", "1,2,inf", "a,2,3", "1,2,3,4", "1,2,1e9"])
    func refuses(text: String) { #expect(ServiceClock(text) == nil) }
}
