/// How the words reach somebody.
package enum Channel: String, Sendable, CaseIterable {
    case voice
    /// In writing.
    case text
    /// Spoken to an interpreter or a relay service.
    case relay
}
