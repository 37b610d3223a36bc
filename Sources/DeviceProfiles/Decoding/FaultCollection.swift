internal import Telemetry

/// What one field says about codes in one message.
struct FaultCollection {
    private let limit: Int
    /// What is wrong.
    private(set) var codes: [FaultCode] = []
    /// What is said to be over.
    private(set) var cleared: [FaultCode] = []
    /// False when a part could not be read or said nothing: then it is not a full set.
    var isWhole = true
    /// Whether the value says that nothing is wrong at all.
    var saysNone = false
    /// The part of the device that the codes themselves name.
    var part: String?
    /// Codes of long lists, so that a list costs no more than its length.
    private var seen: Set<String> = []

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds a code once; false when there are too many.
    mutating func add(_ code: FaultCode) -> Bool {
        if codes.count < 16 {
            if codes.contains(where: { $0.code == code.code }) { return true }
        } else {
            if seen.isEmpty { seen = Set(codes.map(\.code)) }
            if seen.contains(code.code) { return true }
        }
        guard codes.count < limit else {
            isWhole = false
            return false
        }
        codes.append(code)
        if codes.count > 16 { seen.insert(code.code) }
        return true
    }

    /// Notes that a code is over; one that is wrong elsewhere in the message stays wrong.
    mutating func clear(_ code: FaultCode) {
        guard cleared.count < limit, !cleared.contains(where: { $0.code == code.code }) else { return }
        cleared.append(code)
    }

    /// Reports that say the same, in the order in which they are to be taken.
    func reports(as effect: FaultField.Effect) -> [(mode: FaultReport.Mode, codes: [FaultCode])] {
        switch effect {
        case .nothing: return []
        case .mode(.set):
            // A list that could not be read whole must not clear what it may have named.
            if isWhole { return [(.set, codes)] }
            return codes.isEmpty ? [] : [(.raise, codes)]
        case .mode(let mode): return codes.isEmpty ? [] : [(mode, codes)]
        case .byValue:
            let active = Set(codes.map(\.code))
            let over = cleared.filter { !active.contains($0.code) }
            if codes.isEmpty, over.isEmpty { return saysNone && isWhole ? [(.set, [])] : [] }
            var reports: [(mode: FaultReport.Mode, codes: [FaultCode])] = []
            if !codes.isEmpty { reports.append((.raise, codes)) }
            if !over.isEmpty { reports.append((.clear, over)) }
            return reports
        }
    }
}
