/// Which kept messages are meant.
package enum QuarantineSelection: Sendable, Equatable {
    case all
    /// By their numbers.
    case ids([Int64])
}
