/// Whether drives charge the battery: the alternator's or the converter's business, not the battery's.
struct BatteryCharging: Equatable, Codable, Sendable {
    /// How a drive was.
    enum Verdict: UInt8, Codable, Sendable {
        case good = 1
        case undercharged = 2
        case overcharged = 3
    }

    private var began: Int64 = .min
    private var highest: Float = 0
    private var secondHighest: Float = 0
    private var lowest: Float = 0
    private var samples: UInt16 = 0
    /// The last three drives, the newest in the lowest two bits; 0 for none.
    private var verdicts: UInt8 = 0
    /// When the last judged drive was, milliseconds since 1970.
    private(set) var at: Int64 = .min

    /// A drive has to be so long and to have so many samples before it is judged.
    static let shortest: Int64 = 10 * 60_000
    static let fewest: UInt16 = 3
    /// A sensor that shows the same volts through a whole drive is stuck.
    static let stuck: Float = 0.03

    /// A voltage with the engine running.
    mutating func observe(_ volts: Float, at time: Int64) {
        if began == .min {
            began = time
            highest = volts
            secondHighest = 0
            lowest = volts
            samples = 0
        }
        samples = samples == .max ? .max : samples + 1
        lowest = min(lowest, volts)
        if volts > highest {
            secondHighest = highest
            highest = volts
        } else {
            secondHighest = max(secondHighest, volts)
        }
    }

    /// The drive is over.
    mutating func end(at time: Int64) {
        guard began != .min else { return }
        defer { began = .min }
        guard samples >= BatteryCharging.fewest, time &- began >= BatteryCharging.shortest,
            highest - lowest >= BatteryCharging.stuck
        else { return }
        let verdict: Verdict =
            Double(secondHighest) < BatteryTables.undercharged
            ? .undercharged : Double(lowest) > BatteryTables.overcharged ? .overcharged : .good
        verdicts = (verdicts << 2 | verdict.rawValue) & 0b111111
        at = time
    }

    /// What the last drives say together: two of the same in a row that are not good; `nil` if none was judged.
    var verdict: Verdict? {
        guard let last = Verdict(rawValue: verdicts & 0b11) else { return nil }
        let before = Verdict(rawValue: verdicts >> 2 & 0b11)
        return last == before || last == .good ? last : .good
    }
}
