import Casework
import Outreach
import Telemetry

/// A row with what the database asks of it.
protocol BookRow: VersionedRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { get }
    /// For a sentence about it.
    var name: String { get }
    /// What no other live row may have.
    var keys: [String] { get }
    /// Whether it is over and stays so.
    var isOver: Bool { get }
    /// What a row that is over must not change any more, in words; `nil` if it did not.
    func change(to new: Self) -> String?
}

extension BookRow {
    var keys: [String] { [] }
    var isOver: Bool { false }
    func change(to new: Self) -> String? { nil }
}

extension CaseRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.caseRow }
    var name: String { "case \(id)" }
    var keys: [String] { state.isEnd ? [] : ["the open case of asset \(asset)"] }
    var isOver: Bool { state.isEnd }
    func change(to new: CaseRow) -> String? { "changes after its end" }
}

extension ProblemRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.problem }
    var name: String { "problem \(id)" }
    var keys: [String] { ["component \(component) of case \(caseID)"] }
}

extension FaultRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.fault }
    var name: String { "fault \(id)" }
    var keys: [String] { ["\(code) of asset \(asset) from \(source)"] }
}

extension FaultSourceRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.faultSource }
    var name: String { "source \(id)" }
    var keys: [String] { ["source \(source) of asset \(asset)"] }
}

extension PlanRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.plan }
    var name: String { "plan \(id)" }
    var keys: [String] { ["the plan of case \(caseID)"] }
}

extension LegRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.leg }
    var name: String { "leg \(id)" }
    var keys: [String] { ["leg \(ordinal) of case \(caseID)"] }
}

extension JobRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.job }
    var name: String { "job \(id) of \(unit)" }
    var keys: [String] { ["offer \(offerID)"] }
    var isOver: Bool { state.isFinal }
    func change(to new: JobRow) -> String? { new.state == state ? nil : "goes from \(state) to \(new.state)" }
}

extension HoldRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.hold }
    var name: String { "hold \(id) of case \(caseID)" }
    var keys: [String] { state.isLive ? ["\(kind.rawValue) \(resource)"] : [] }
    var isOver: Bool { !state.isLive }
    func change(to new: HoldRow) -> String? { "ends twice: \(state), then \(new.state)" }
}

extension TaskRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.task }
    var name: String { "task \(id), \(kind.rawValue)" }
    var keys: [String] {
        if isOpen, let group {
            return ["the open \(group.rawValue) call to \(contact ?? "nobody") about \(campaign ?? 0)"]
        }
        guard isOpen, let caseID else { return [] }
        if isCall { return ["the open call of case \(caseID) to \(contact ?? "nobody")"] }
        return ["the open \(kind.rawValue) of case \(caseID) about job \(job ?? 0) and slot \(slot ?? 0)"]
    }
    var isOver: Bool { !isOpen }
    func change(to new: TaskRow) -> String? { "changes after its end" }
}

extension CampaignRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.campaign }
    var name: String { "campaign \(id)" }
    var keys: [String] { isOpen ? ["the open campaign of \(cause.key)"] : [] }
    var isOver: Bool { !isOpen }
    func change(to new: CampaignRow) -> String? { "changes after its end" }
}

extension AddresseeRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.addressee }
    var name: String { "addressee \(contact)" }
    var keys: [String] { ["addressee \(contact) of case \(caseID)"] }
}

extension TimerRow: BookRow {
    static var sequence: WritableKeyPath<Sequences, Int64> { \.timer }
    var name: String { "timer \(id), \(kind.rawValue)" }
}
