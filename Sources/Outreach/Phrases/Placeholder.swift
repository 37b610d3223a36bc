/// What a template may insert.
enum Placeholder: Int, CaseIterable, Sendable {
    case company, callback, contact, plate, asset
    case assetWord
    case caseNumber
    case place, age, symptom, part, unit
    case theUnit
    case eta, workshop, when
    case emergencyNumber
    case vin, colour, energy, people
    case provider, approver
    case carriedPart, askedPart, formerUnit
    case visitWhen, broughtWhen, opens
    case wait, tryWhen
    case road, kilometre, towards, latitude, longitude, code, accuracy, heading, earlier
    case make, mass, needs, height, access, destination, reported
    case otherAssets, vehicles
    case share, within, seen, alsoSeen, days, years
    case times, offers

    /// Its name between braces.
    var name: String {
        switch self {
        case .assetWord: "asset_word"
        case .caseNumber: "case"
        case .theUnit: "the_unit"
        case .emergencyNumber: "emergency_number"
        case .carriedPart: "carried_part"
        case .askedPart: "asked_part"
        case .formerUnit: "former_unit"
        case .visitWhen: "visit_when"
        case .broughtWhen: "brought_when"
        case .tryWhen: "try_when"
        case .kilometre: "km"
        case .otherAssets: "other_assets"
        case .alsoSeen: "also_seen"
        default: "\(self)"
        }
    }

    var bit: PlaceholderSet { PlaceholderSet(rawValue: 1 << UInt64(rawValue)) }
}

/// A set of placeholders.
struct PlaceholderSet: OptionSet, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    init(_ placeholders: Placeholder...) {
        self = placeholders.reduce(into: []) { $0.formUnion($1.bit) }
    }

    /// Those that always have a value.
    static let always = PlaceholderSet(.company, .assetWord, .caseNumber, .unit, .theUnit, .emergencyNumber)
    /// Those that are true in some situations only.
    static let special = PlaceholderSet(
        .provider, .approver, .carriedPart, .askedPart, .formerUnit, .visitWhen, .broughtWhen, .opens, .wait, .tryWhen,
        .road, .kilometre, .towards, .latitude, .longitude, .code, .accuracy, .heading, .earlier, .make, .mass, .needs,
        .height, .access, .destination, .reported, .otherAssets, .vehicles, .share, .within, .seen, .alsoSeen, .days,
        .years, .times, .offers)
    static let all = Placeholder.allCases.reduce(into: PlaceholderSet()) { $0.formUnion($1.bit) }

    /// Names between braces, for a message.
    var names: String {
        Placeholder.allCases.filter { contains($0.bit) }.map { "{\($0.name)}" }.joined(separator: ", ")
    }
}

/// The values of one context, by placeholder.
struct Values {
    private var texts = [String?](repeating: nil, count: Placeholder.allCases.count)
    private(set) var present: PlaceholderSet = []

    subscript(placeholder: Placeholder) -> String? {
        get { texts[placeholder.rawValue] }
        set {
            guard let newValue, !newValue.isEmpty else { return }
            texts[placeholder.rawValue] = Values.clean(newValue)
            present.formUnion(placeholder.bit)
        }
    }

    /// One line: a value from outside can't break a script into other blocks.
    private static func clean(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return value }
        return String(value.map { $0.isNewline || ($0.asciiValue ?? 0x20) < 0x20 || $0 == "\u{7F}" ? " " : $0 })
    }
}
