/// A form that a counted word can take, by the names of CLDR.
enum PluralCategory: String, Sendable, CaseIterable {
    case zero, one, two, few, many, other
}

/// Which form of a word stands beside a whole number (Unicode CLDR, cardinal rules, integers alone).
enum PluralRule: Sendable {
    /// One, and everything else: English, Estonian, Finnish, Georgian and most others.
    case oneOther
    /// By the last digits: Ukrainian, Russian.
    case eastSlavic
    /// One alone, then by the last digits.
    case polish
    case lithuanian
    case latvian

    /// The rule of a language; the part after its first hyphen does not matter.
    init(language: String) {
        switch language.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init) ?? "" {
        case "uk", "ru", "be": self = .eastSlavic
        case "pl": self = .polish
        case "lt": self = .lithuanian
        case "lv": self = .latvian
        default: self = .oneOther
        }
    }

    /// The forms that whole numbers take: a file has every one of them.
    var required: [PluralCategory] {
        switch self {
        case .oneOther: [.one, .other]
        case .eastSlavic, .polish: [.one, .few, .many]
        case .lithuanian: [.one, .few, .other]
        case .latvian: [.zero, .one, .other]
        }
    }

    /// Forms of the language that only fractions take: a file may have them.
    var optional: [PluralCategory] {
        switch self {
        case .oneOther, .latvian: []
        case .eastSlavic, .polish: [.other]
        case .lithuanian: [.many]
        }
    }

    /// The form beside `count`; a negative number has that of its amount.
    func category(of count: Int64) -> PluralCategory {
        let amount = count.magnitude
        let tens = amount % 100
        let units = amount % 10
        switch self {
        case .oneOther: return amount == 1 ? .one : .other
        case .eastSlavic:
            if units == 1, tens != 11 { return .one }
            return (2...4).contains(units) && !(12...14).contains(tens) ? .few : .many
        case .polish:
            if amount == 1 { return .one }
            return (2...4).contains(units) && !(12...14).contains(tens) ? .few : .many
        case .lithuanian:
            if (11...19).contains(tens) || units == 0 { return .other }
            return units == 1 ? .one : .few
        case .latvian:
            if (11...19).contains(tens) || units == 0 { return .zero }
            return units == 1 ? .one : .other
        }
    }
}
