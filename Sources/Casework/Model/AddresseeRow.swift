package import Telemetry

/// What has been tried with one person in a case: so that nobody is written to twice, or rung at a wrong number.
package struct AddresseeRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var caseID: Int64
    package var contact: String
    /// What the program wrote to them by itself: a word for each reason, never the same twice.
    package var texts: [String] = []
    /// Whether their number leads to somebody else: it is not dialled again in this case.
    package var wrongNumber = false
    /// How often every step of their attempt plan was taken without telling them.
    package var rounds = 0
    /// When somebody tried last to reach them.
    package var triedAt: Timestamp?
    /// When somebody spoke to them last.
    package var spokenAt: Timestamp?

    package init(id: Int64, caseID: Int64, contact: String) {
        self.id = id
        self.caseID = caseID
        self.contact = contact
    }
}
