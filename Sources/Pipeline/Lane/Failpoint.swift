internal import Foundation

/// A place where the process kills itself, so that tests can show what survives: `CALLAHEAD_FAILPOINT=PLACE:N`.
///
/// Present in every build, because what is proved must be what is shipped. `early-ack` does not kill: it acknowledges
/// before the commit, the mistake that every kill test must find.
package struct Failpoint {
    /// Where a process may die.
    package enum Place: String, CaseIterable, Sendable {
        case afterRead = "after-read"
        /// The next messages were read while a batch is brought to disk.
        case afterReadingAhead = "after-reading-ahead"
        case afterStep = "after-step"
        case afterCommit = "after-commit"
        case afterAck = "after-ack"
        case beforeOutbox = "before-outbox"
        /// Dies whenever a payload holds the text after the colon: a message that no code can stand.
        case onPayload = "on-payload"
    }

    private let place: Place?
    private var passes: Int
    /// The text of `on-payload`.
    let poison: String?
    /// Whether PUBACKs leave before the commit.
    let acknowledgesEarly: Bool

    /// - Parameter text: One or several of `PLACE:N`, separated by commas; `nil` and empty are no failpoint.
    /// - Throws: ``FailpointError`` for a place that does not exist.
    init(_ text: String?) throws(FailpointError) {
        var place: Place?
        var passes = 0
        var poison: String?
        var early = false
        for part in (text ?? "").split(separator: ",") {
            let pair = part.split(separator: ":", maxSplits: 1)
            if pair[0] == "early-ack" {
                early = true
                continue
            }
            guard let named = Place(rawValue: String(pair[0])), pair.count == 2 else {
                throw FailpointError(text: String(part))
            }
            place = named
            if named == .onPayload {
                poison = String(pair[1])
            } else {
                guard let count = Int(pair[1]), count > 0 else { throw FailpointError(text: String(part)) }
                passes = count
            }
        }
        self.place = place
        self.passes = passes
        self.poison = poison
        acknowledgesEarly = early
    }

    /// Kills the process at the n-th pass of its place.
    mutating func pass(_ here: Place) {
        guard here == place else { return }
        passes -= 1
        if passes == 0 { Failpoint.die() }
    }

    /// Kills the process if a payload holds the poison.
    func check(_ payload: UnsafeRawBufferPointer) {
        guard let poison else { return }
        if String(decoding: payload, as: UTF8.self).contains(poison) { Failpoint.die() }
    }

    private static func die() {
        kill(getpid(), SIGKILL)
    }
}

/// A failpoint that does not exist.
struct FailpointError: Error, CustomStringConvertible {
    var text: String

    var description: String {
        let places = Failpoint.Place.allCases.map(\.rawValue).joined(separator: ", ")
        return "CALLAHEAD_FAILPOINT=\(text): write PLACE:N with one of \(places), or early-ack"
    }
}
