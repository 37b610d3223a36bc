internal import Casework
internal import Outreach
internal import Persistence
internal import Planning
internal import Telemetry

/// A task as the demo shows it.
struct QueueRow: Sendable {
    var task: Int64
    var kind: TaskKind
    var state: TaskState
    var asset: String
    var severity: Severity?
    var symptom: String?
    /// Unit, its state and its minutes, or why there is none.
    var help: String
    var unit: String?
    var minutes: String?
    var slot: String?
    var claimedBy: String?
    var isOver: Bool { state.isOver }

    init(_ detail: TaskDetail, at now: Timestamp) {
        let file = detail.caseDetail
        task = detail.entry.row.id
        kind = detail.entry.row.kind
        state = detail.entry.state(at: now)
        asset = detail.assetID ?? "?"
        severity = file?.current.row.severity
        symptom = file?.current.row.symptom.wordsOfKey
        claimedBy = detail.entry.claimedBy
        unit = file?.leg?.unit
        minutes = file?.eta(at: now).map { "\($0.low)-\($0.high) min" }
        if let unit, let state = file?.leg?.state {
            let words = state.rawValue.wordsOfKey
            help = minutes.map { "\(unit) \(words), \($0)" } ?? "\(unit) \(words)"
        } else {
            help = file?.current.plan?.state.rawValue.wordsOfKey ?? "-"
        }
        if let start = file?.slot?.start, let place = file?.workshop?.name {
            slot = "\(place) \(start.iso8601.dropFirst(5).prefix(11).replacing("T", with: " ")) UTC"
        }
    }
}
