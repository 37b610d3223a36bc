import Prognostics
import Telemetry
import Testing

/// Whole winters of invented cars whose truth is known, judged by the published weights alone.
@Suite("A starter battery's prognosis without any training")
struct BatteryPrognosisTests {
    private let week = Horizon.day

    private struct Verdict {
        var died: Int?
        var firstWatch: Int?
        var firstBook: Int?
        var firstAlternator: Int?
        var highest = 0.0
    }

    private func probability(_ evidence: Evidence, of part: String) -> Double {
        let model = BatteryPrior.model(ofPart: part, horizonSeconds: 7 * 86_400)
        return AdditiveModel.probability(ofLogOdds: model?.logOdds(evidence) ?? .infinity)
    }

    /// Lives days until one brings no start.
    private func live(
        _ car: InventedCar, days: Int = 70, coldest: Double? = nil, _ day: (Int) -> InventedCar.Day
    ) -> Verdict {
        var car = car
        var verdict = Verdict()
        var evidence = Evidence()
        for number in 0..<days {
            if let coldest { car.memory.expect(coldest: coldest, until: car.time.adding(seconds: 7 * 86_400)) }
            guard car.live(day(number)) else {
                verdict.died = number
                break
            }
            evidence.removeAll()
            car.memory.append(to: &evidence, at: car.time, replaced: nil, horizon: week)
            let battery = probability(evidence, of: "starter_battery")
            let alternator = probability(evidence, of: "alternator")
            verdict.highest = max(verdict.highest, battery)
            if battery >= BatteryPrior.watch, verdict.firstWatch == nil { verdict.firstWatch = number }
            if battery >= BatteryPrior.book, verdict.firstBook == nil { verdict.firstBook = number }
            if alternator >= BatteryPrior.book, verdict.firstAlternator == nil { verdict.firstAlternator = number }
        }
        return verdict
    }

    @Test(
        "a good battery goes through a hard winter without a word, whatever the device",
        arguments: InventedCar.Device.allCases, [1.0, 2.0])
    func healthy(device: InventedCar.Device, voltsPerBattery: Double) {
        var car = InventedCar(device)
        car.voltsPerBattery = voltsPerBattery
        let verdict = live(car, coldest: -25) { InventedCar.Day(celsius: 12 - Double($0) * 0.5, health: 0.95) }
        #expect(verdict.died == nil)
        #expect(verdict.firstWatch == nil)
        #expect(verdict.firstAlternator == nil)
    }

    @Test("a good battery is not booked because its sensor reads 0.4 V low", arguments: InventedCar.Device.allCases)
    func sensorOffset(device: InventedCar.Device) {
        var car = InventedCar(device)
        car.sensorOffset = -0.4
        let verdict = live(car) { InventedCar.Day(celsius: 12 - Double($0) * 0.4, health: 0.95) }
        #expect(verdict.died == nil)
        #expect(verdict.firstBook == nil)
    }

    @Test("without a thermometer frost is no alarm")
    func noThermometer() {
        var car = InventedCar(.fast)
        car.hasThermometer = false
        let verdict = live(car) { InventedCar.Day(celsius: 12 - Double($0) * 0.4, health: 0.95) }
        #expect(verdict.firstBook == nil)
    }

    @Test("a battery that wears out is booked days before the morning on which it fails", arguments: 1...3)
    func dying(seed: Int) throws {
        let verdict = live(InventedCar(.fast, seed: UInt64(seed))) {
            InventedCar.Day(celsius: 12 - Double($0) * 0.4, health: max(0.25, 1 - Double($0) * 0.011))
        }
        let died = try #require(verdict.died)
        let watch = try #require(verdict.firstWatch)
        let book = try #require(verdict.firstBook)
        #expect((3...14).contains(died - book))
        #expect(watch < book)
    }

    @Test("what draws the parked car's battery flat is seen by every device", arguments: InventedCar.Device.allCases)
    func drain(device: InventedCar.Device) throws {
        let verdict = live(InventedCar(device), days: 36) {
            InventedCar.Day(celsius: 10, health: 0.9, drain: $0 > 28 ? 0.25 : 0.03, drives: $0 <= 28)
        }
        #expect(try #require(verdict.firstBook) > 28)
    }

    @Test(
        "an alternator that no longer charges is the alternator's call and comes before the flat battery",
        arguments: [InventedCar.Device.fast, .slow])
    func alternator(device: InventedCar.Device) throws {
        let verdict = live(InventedCar(device)) { InventedCar.Day(celsius: 10, health: 0.9, charges: $0 < 30) }
        let alternator = try #require(verdict.firstAlternator)
        #expect(try #require(verdict.died) - alternator >= 5)
        if let book = verdict.firstBook { #expect(book > alternator) }
    }

    @Test("a forecast frost weighs on a weak battery and not on a good one")
    func forecast() {
        func highest(health: Double, coldest: Double?) -> Double {
            live(InventedCar(.fast), days: 30, coldest: coldest) { day in
                InventedCar.Day(celsius: 15, health: day < 20 ? 1 : health)
            }.highest
        }
        #expect(highest(health: 0.55, coldest: -22) > 2 * highest(health: 0.55, coldest: 15))
        #expect(highest(health: 1, coldest: -22) < BatteryPrior.watch)
    }

    @Test("the hardest frost that anybody may expect books no good battery", arguments: InventedCar.Device.allCases)
    func hardestFrost(device: InventedCar.Device) {
        var car = InventedCar(device)
        car.sensorOffset = -0.1
        let verdict = live(car, days: 40, coldest: -60) {
            InventedCar.Day(celsius: max(-18, 5 - Double($0)), health: 0.95)
        }
        #expect(verdict.died == nil)
        #expect(verdict.firstBook == nil)
        #expect(verdict.firstWatch == nil)
    }

    @Test("the reasons are said in volts")
    func words() throws {
        var car = InventedCar(.fast)
        for day in 0..<40 where car.live(InventedCar.Day(celsius: -5, health: max(0.4, 1 - Double(day) * 0.02))) {}
        let reading = car.memory.reading(at: car.time)
        #expect(try #require(reading.words(of: .charge)).hasPrefix("resting at 12."))
        #expect(try #require(reading.words(of: .cranking)).contains("below the limit for the temperature"))
        #expect(try #require(reading.words(of: .crankingBelowUsual)).contains("lower at a start than usual"))
        #expect(try #require(reading.words(of: .cold)).contains("−5 °C"))
        #expect(reading.words(of: .charging) == "the last drives charged it")
    }

    @Test("the base grows with the horizon and stays a probability")
    func base() {
        #expect(abs(AdditiveModel.probability(ofLogOdds: BatteryPrior.base(horizonSeconds: 604_800)) - 0.001) < 1e-6)
        #expect(BatteryPrior.base(horizonSeconds: 86_400) < BatteryPrior.base(horizonSeconds: 604_800))
        #expect(BatteryPrior.base(horizonSeconds: .max).isFinite)
        #expect(BatteryPrior.base(horizonSeconds: .min).isFinite)
        #expect(BatteryPrior.model(ofPart: "turbocharger", horizonSeconds: 604_800) == nil)
    }
}
