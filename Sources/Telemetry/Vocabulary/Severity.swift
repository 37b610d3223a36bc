/// How bad a fault, problem or case is for whoever uses the asset.
///
/// Not the same as priority.
///
/// Anchors: J1939 lamps, the UDS severity byte, ISO 2575 tell-tale colours, EU 2014/45 minor, major, dangerous.
package enum Severity: String, Sendable, CaseIterable, Comparable {
    case info
    case maintenance
    case serviceSoon = "service_soon"
    /// Nobody can tell yet: a person must look.
    ///
    /// Worse than `serviceSoon`, milder than `limp`.
    case unknown
    case limp
    case stop
    case emergency

    private var rank: Int {
        switch self {
        case .info: 0
        case .maintenance: 1
        case .serviceSoon: 2
        case .unknown: 3
        case .limp: 4
        case .stop: 5
        case .emergency: 6
        }
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
