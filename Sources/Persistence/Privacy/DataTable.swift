/// A table in the inventory of people's data: what it is for, how long it is kept, and what forgetting does to it.
package struct DataTable: Sendable {
    /// What becomes of the rows about somebody who is forgotten.
    ///
    /// Whatever it says, ids are replaced and texts cleaned wherever the person is named in them.
    package enum Forgetting: Sendable, Equatable {
        /// The row stays.
        case keep
        /// The row goes.
        case delete
        /// These columns get these values, SQL expressions.
        case set([String: String])
    }

    package let name: String
    /// Why it is kept.
    package let purpose: String
    /// How long, and what happens then.
    package let kept: String
    /// Columns with personal data.
    package let personal: [String: DataColumn]
    /// Columns without.
    package let plain: Set<String>
    /// Which rows are about a person, as an SQL condition with the parameters of ``PersonScope``; `nil` if none is.
    package let about: String?
    /// Which rows forgetting looks at, if not those of `about`.
    package let touched: String?
    package let forgetting: Forgetting
    /// The columns that tell one row from another; SQLite's own number in most tables.
    package let key: [String]

    init(
        _ name: String, _ purpose: String, kept: String, personal: [String: DataColumn] = [:], plain: String,
        about: String? = nil, touched: String? = nil, forgetting: Forgetting = .keep, key: [String] = ["rowid"]
    ) {
        self.name = name
        self.purpose = purpose
        self.kept = kept
        self.personal = personal
        self.plain = Set(plain.split(separator: " ").map(String.init))
        self.about = about
        self.touched = touched ?? about
        self.forgetting = forgetting
        self.key = key
    }

    /// Whether anything in it can be about a person outside of the desk.
    package var isPersonal: Bool { personal.values.contains { $0 != .staff && $0 != .business } }

    /// Columns in which a person can be named, by name.
    var searched: [String] {
        personal.filter { $0.value != .place && $0.value != .staff && $0.value != .business }.map(\.key).sorted()
    }
}
