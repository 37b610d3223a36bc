internal import FleetSimulator
internal import Telemetry

/// What a run was, in a few lines for a person.
struct SimulateSummary {
    private(set) var sent = 0
    private(set) var acknowledged = 0
    private(set) var refused = 0
    private(set) var disturbed: [String: Int] = [:]
    private(set) var broke: [LedgerEntry.Broke] = []
    private(set) var ended: [Int: String] = [:]
    private(set) var words: [String: Int] = [:]
    private(set) var texts = 0

    /// Counts what the ledger is told.
    mutating func count(_ entry: LedgerEntry) {
        switch entry {
        case .sent(let message):
            sent += 1
            if let what = message.disturbance { disturbed[what, default: 0] += 1 }
        case .acknowledged: acknowledged += 1
        case .broke(let what): broke.append(what)
        case .ended(let end): ended[end.breakdown] = end.how
        case .unit(let word): words[word.word, default: 0] += 1
        case .text: texts += 1
        default: break
        }
    }

    mutating func countRefusal() { refused += 1 }

    /// The lines, with what was lost before it reached the broker.
    func lines(lost: Int, calls: Int?) -> [String] {
        var lines = ["\(sent) messages sent, \(acknowledged) acknowledged by the broker"]
        if refused > 0 { lines.append("\(refused) refused by the broker") }
        if lost > 0 { lines.append("\(lost) lost before they reached the broker: devices that say a thing once") }
        let done = disturbed.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        if !done.isEmpty { lines.append("of these " + done.joined(separator: ", ")) }
        lines.append("\(broke.count) breakdowns, \(ended.count) over:")
        for one in broke.prefix(20) {
            let fate = ended[one.breakdown]?.wordsOfKey ?? "still stands"
            lines.append("  \(one.asset): \(one.what) (\(one.codes.joined(separator: " "))): \(fate)")
        }
        if broke.count > 20 { lines.append("  and \(broke.count - 20) more; the ledger has them all") }
        let units = words.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.wordsOfKey)" }
        if !units.isEmpty { lines.append("crews: " + units.joined(separator: ", ")) }
        if let calls { lines.append("\(calls) calls by the desks, \(texts) texts and advices by the service") }
        return lines
    }
}
