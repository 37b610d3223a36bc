/// What a J1939 failure mode identifier (0 to 31) says, whatever the parameter.
///
/// Source: SAE J1939-73, whose numbers RV-C shares.
enum J1939FailureMode: Sendable, Equatable {
    /// How far a valid value is outside its range.
    enum Level: Int, Sendable, CaseIterable {
        case least, moderate, most
    }

    /// A valid value is too high.
    case above(Level)
    /// A valid value is too low.
    case below(Level)
    /// The signal, its circuit or the message that carries it is faulty: the value is worthless.
    case circuit
    /// Something doesn't move, respond or work as it should.
    case component
    /// A condition exists that only the parameter explains.
    case condition
    /// Nothing: special instructions, or a number that the standard keeps for later.
    case none

    init(_ identifier: Int) {
        self =
            switch identifier {
            case 0: .above(.most)
            case 16: .above(.moderate)
            case 15: .above(.least)
            case 1: .below(.most)
            case 18: .below(.moderate)
            case 17: .below(.least)
            case 2...6, 8...10, 12, 13, 19...21: .circuit
            case 7, 11: .component
            case 31: .condition
            default: .none
            }
    }

    /// How far outside its range a valid value is; `nil` if the mode tells of something else.
    var level: Level? {
        switch self {
        case .above(let level), .below(let level): level
        default: nil
        }
    }

    /// Under which suffix a catalogue may have a row for a valid value out of range, `SPN110.above`.
    var suffix: String? {
        switch self {
        case .above: ".above"
        case .below: ".below"
        default: nil
        }
    }

    /// A few plain words for each identifier.
    static func words(_ identifier: Int) -> String {
        switch identifier {
        case 0: "far too high"
        case 1: "far too low"
        case 2: "signal erratic"
        case 3: "voltage too high or short to supply"
        case 4: "voltage too low or short to ground"
        case 5: "current too low or circuit open"
        case 6: "current too high or grounded"
        case 7: "mechanical part does not respond"
        case 8: "abnormal frequency"
        case 9: "abnormal update rate"
        case 10: "abnormal rate of change"
        case 11: "cause not known"
        case 12: "device or component faulty"
        case 13: "out of calibration"
        case 14: "special instructions"
        case 15: "somewhat too high"
        case 16: "too high"
        case 17: "somewhat too low"
        case 18: "too low"
        case 19: "received data in error"
        case 20: "drifted high"
        case 21: "drifted low"
        case 31: "condition exists"
        default: "failure mode \(identifier)"
        }
    }
}
