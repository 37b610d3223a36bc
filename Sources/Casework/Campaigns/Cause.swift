/// Why many assets may fail together.
package struct Cause: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// One code on one make and model.
        case model
        /// Stationary assets of one site: it is dark, or something there fails for all of them.
        case site
        /// Vehicles of one depot: bad fuel, a wash, a night outside.
        case depot
        /// Empty batteries in the cold.
        case cold
    }

    package var kind: Kind
    package var code: String?
    package var make: String?
    package var model: String?
    package var siteID: String?

    package init(
        _ kind: Kind, code: String? = nil, make: String? = nil, model: String? = nil, siteID: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.make = make
        self.model = model
        self.siteID = siteID
    }

    /// The same for equal causes; case and spaces of make and model do not count.
    package var key: String {
        let parts = [
            kind.rawValue, code ?? "", make.map(Cause.plain) ?? "", model.map(Cause.plain) ?? "", siteID ?? "",
        ]
        return parts.joined(separator: "|")
    }

    /// In English for a screen: `Ford Transit with obd/P0217`.
    package var words: String {
        switch kind {
        case .model: "\([make, model].compactMap(\.self).joined(separator: " ")) with \(code ?? "the same code")"
        case .site: "site \(siteID ?? "") out of service"
        case .depot: "vehicles of depot \(siteID ?? "")"
        case .cold: "weak batteries in the cold"
        }
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().split { $0 == " " || $0 == "-" || $0 == "_" }.joined(separator: " ")
    }
}
