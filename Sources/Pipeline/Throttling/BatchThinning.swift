internal import Telemetry

/// What a device that floods says in one batch: of everything the newest.
///
/// So the newest is on disk with the batch that brought it, and nothing waits in memory.
struct BatchThinning {
    /// What two observations of one source can be about, so that the newer makes the older one superfluous.
    enum Matter: Hashable {
        case position, liveness
        case signal(Symbol)
        case codeSet(FaultReport.Kind)
        case code(String)
        case driver(DriverMessage.Kind)
        case job(offer: Int64, JobState)

        /// What an observation is about; for reports of single codes see ``code(_:)``.
        init(_ body: Observation.Body) {
            switch body {
            case .position, .unitPosition: self = .position
            case .liveness, .unitLiveness: self = .liveness
            case .signal(let name, _): self = .signal(name)
            case .faults(let report): self = .codeSet(report.kind)
            case .driver(let message): self = .driver(message.kind)
            case .job(let report): self = .job(offer: report.offerID, report.state)
            }
        }
    }

    private struct Key: Hashable {
        var source: Symbol
        var matter: Matter
    }

    private var newest: [Key: (index: Int, time: Timestamp)] = [:]
    /// Indexes of inputs that something newer has replaced.
    private(set) var superseded: Set<Int> = []

    /// Notes that an observation became an input.
    mutating func note(_ matter: Matter, of source: Symbol, at time: Timestamp, index: Int) {
        let key = Key(source: source, matter: matter)
        guard let known = newest[key] else {
            newest[key] = (index, time)
            return
        }
        if known.time > time {
            superseded.insert(index)
        } else {
            superseded.insert(known.index)
            newest[key] = (index, time)
        }
    }
}
