import Prognostics
import Telemetry

extension MicroCase {
    /// What a part's future costs.
    static var prognosis: [MicroCase] {
        [
            MicroCase(
                name: "prognosis.measure", what: "a voltage that a memory takes", before: 3_000, times: 6_000
            ) { kit in
                var memory = AssetMemory()
                var done = 0
                return { times in
                    for time in done..<done + times {
                        memory.measure(
                            battery: .voltage, value: 12.2 + Double(time % 8) / 10,
                            at: kit.now.adding(seconds: Int64(time) * 300))
                    }
                    done += times
                    guard memory.hasBattery else { throw BenchError("nothing was remembered") }
                }
            },
            MicroCase(
                name: "prognosis.judge", what: "the starter battery of an asset judged", before: 500, times: 1_000
            ) {
                kit in
                guard let horizon = Horizon(seconds: 7 * 86_400, stepSeconds: 6 * 3_600),
                    let part = PartModel.published(part: 0, name: "starter_battery", horizon: horizon)
                else { throw BenchError("there is no model of the starter battery") }
                var memory = AssetMemory()
                for hour in 0..<240 {
                    let at = kit.now.adding(seconds: Int64(hour) * 3_600)
                    memory.measure(battery: .voltage, value: hour % 12 == 0 ? 13.9 : 12.1, at: at)
                    memory.measure(battery: .outsideTemperature, value: -4, at: at)
                }
                let at = kit.now.adding(seconds: 241 * 3_600)
                return { [memory] times in
                    var evidence = Evidence()
                    var sum = 0.0
                    for _ in 0..<times {
                        memory.collect(into: &evidence, part: 0, at: at, horizon: horizon)
                        sum += part.probability(evidence)
                    }
                    guard sum > 0 else { throw BenchError("nothing was judged") }
                }
            },
        ]
    }
}
