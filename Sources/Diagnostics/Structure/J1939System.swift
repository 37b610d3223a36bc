internal import Telemetry

/// The part of a vehicle whose control unit has a J1939 source address.
///
/// Source: the preferred addresses that SAE J1939 assigns. A number that is assigned at run time (128 to 158, 208 to
/// 227) or that says nothing about a system has none.
enum J1939System: Sendable, Equatable, CaseIterable {
    case engine, transmission, brakes, steering, suspension, electrical, body, exhaust, restraints, electricDrive
    case tyres, trailerBrakes, trailer, hydraulics, network

    init?(address: Int) {
        switch address {
        case 0, 1, 2, 18, 34, 52, 53, 57, 63, 70, 78, 90: self = .engine
        case 3, 4, 5, 6, 59, 60, 67: self = .transmission
        case 11...16, 41, 44, 45, 48, 80: self = .brakes
        case 8, 19, 56, 77, 165, 166, 228: self = .steering
        case 20...22, 47, 62, 64: self = .suspension
        case 9, 10: self = .transmission
        case 26, 30, 31, 91: self = .electrical
        case 17, 23, 25, 28, 29, 33, 38, 40, 42, 49, 50, 54, 55, 58, 65, 68, 69, 79, 84, 160, 167, 229, 230, 232...234,
            236...238:
            self = .body
        case 61, 81, 82, 85...87, 163: self = .exhaust
        case 83, 88: self = .restraints
        case 73, 239...246: self = .electricDrive
        case 51: self = .tyres
        case 170, 178, 186, 194, 202: self = .trailerBrakes
        case 32, 168, 169, 171...177, 179...185, 187...193, 195...201, 203...207, 235: self = .trailer
        case 7, 35, 36, 46: self = .hydraulics
        case 37, 71, 72, 74...76: self = .network
        default: return nil
        }
    }

    /// What is certain when a unit of this system reports a code that nobody knows.
    var symptom: BuiltInSymptom {
        switch self {
        case .engine: .engineControlFault
        case .transmission: .transmissionFault
        case .brakes, .steering, .suspension, .trailerBrakes, .tyres: .chassisFault
        case .electrical, .body, .restraints, .trailer, .hydraulics: .bodyFault
        case .exhaust: .emissionFault
        case .electricDrive: .hybridFault
        case .network: .networkFault
        }
    }

    /// Brakes and steering are never milder than a generic chassis code.
    var leastSeverity: Severity {
        switch self {
        case .brakes, .steering, .trailerBrakes: .limp
        default: .serviceSoon
        }
    }

    /// A name for the evidence.
    var words: String {
        switch self {
        case .engine: "engine"
        case .transmission: "transmission"
        case .brakes: "brakes"
        case .steering: "steering"
        case .suspension: "suspension"
        case .electrical: "electrical system"
        case .body: "body and cab"
        case .exhaust: "exhaust cleaning"
        case .restraints: "restraints"
        case .electricDrive: "electric drive"
        case .tyres: "tyre monitor"
        case .trailerBrakes: "trailer brakes"
        case .trailer: "trailer"
        case .hydraulics: "hydraulics and power take-off"
        case .network: "vehicle network"
        }
    }
}
