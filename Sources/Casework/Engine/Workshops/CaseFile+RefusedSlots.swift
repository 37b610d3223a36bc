package import Planning

extension CaseFile {
    /// The slots that this case does not ask for again: refused, or given back unconfirmed, and all of a workshop that
    /// has sent the asset away.
    package func refusedSlots(on board: OperationsBoard) -> Set<Int64> {
        var refused = Set(
            holds.filter { $0.kind == .slot && $0.state == .refused }.compactMap { Int64($0.resource) })
        for word in legs.lazy.flatMap(\.declined) where word.hasPrefix("slot:") {
            if let slot = Int64(word.dropFirst(5)) { refused.insert(slot) }
        }
        let workshops = refusedWorkshops
        guard !workshops.isEmpty else { return refused }
        for slot in board.slots where workshops.contains(slot.workshopID) { refused.insert(slot.id) }
        return refused
    }

    /// The workshops that have sent the asset away.
    package var refusedWorkshops: Set<String> {
        let prefix = CaseFile.refusal(ofWorkshop: "")
        return Set(
            legs.lazy.flatMap(\.declined).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
    }

    /// How a leg remembers a workshop that has sent the asset away, among those who declined.
    static func refusal(ofWorkshop id: String) -> String { "workshop:\(id)" }

    /// How a leg remembers a slot that nobody confirmed in time.
    static func lapse(ofSlot resource: String) -> String { "slot:\(resource)" }
}
