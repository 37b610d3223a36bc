/// A row that the lane owns: written only if its version on disk is the one that was read.
///
/// `version` is 0 for a row that is not on disk yet; every commit that changes the row adds one.
package protocol VersionedRow: Sendable, Equatable {
    /// From a sequence of the working set; never used again.
    var id: Int64 { get }
    var version: Int64 { get set }
}
