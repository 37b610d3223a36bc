import Persistence
import Telemetry

extension ReferenceKind {
    /// What a file of this kind may hold, in the order in which mistakes are told.
    var columns: [Column] {
        switch self {
        case .customers, .contacts: people
        case .roles:
            [
                Column("contact_id", .id, .always, of: .person),
                Column("role", .word(ReferenceKind.roleWords), .always),
                Column("of_kind", .word(["asset", "customer", "site", "unit", "workshop", "provider"]), .always),
                Column("of_id", .id, .always), Column("valid_from", .time), Column("valid_to", .time),
                Column("hours", .hours), .flag("may_authorise"),
            ]
        case .assets: assetColumns
        case .devices:
            [
                Column("profile", .id, .always), Column("device", .id, .always),
                Column("asset_id", .topicID, .always, of: .asset),
            ]
        case .sites:
            [
                Column("id", .id, .always), Column("customer_id", .id, of: .customer), Column("name", .text),
                .latitude(.always), .longitude(.always), Column("timezone", .timeZone), Column("access_hours", .hours),
                Column("access_note", .text), Column("height_limit_m", .number(0...100)), Column("country", .text),
            ]
        case .providers:
            [
                Column("id", .id, .always), Column("name", .text, .column), Column("phone", .phone),
                Column("language", .language), Column("timezone", .timeZone), Column("note", .text),
            ]
        case .units: unitColumns
        case .workshops:
            [
                Column("id", .id, .always), Column("name", .text, .column), .latitude(.always), .longitude(.always),
                Column("timezone", .timeZone), Column("country", .country), Column("opening_hours", .hours),
                Column("skills", .list, empty: .text("")), Column("brands", .list, empty: .text("")),
                Column("phone", .phone), .flag("night_drop"), .flag("auto_confirm"), .flag("hv_quarantine"),
                .flag("retired"),
            ]
        case .slots:
            [
                Column("workshop_id", .id, .always, of: .workshop), Column("start", .time, .always),
                Column("minutes", .integer(1...10_080), .always), Column("skills", .list, empty: .text("")),
                Column("bay", .integer(1...1_000), empty: .integer(1)), .flag("retired"),
            ]
        case .stock:
            [
                Column("holder", .id, .always, of: .holder), Column("part", .id, .always),
                Column("quantity", .integer(0...1_000_000), .always),
            ]
        case .zones:
            [
                Column("id", .id, .always), Column("name", .text),
                Column("rule", .word(["own_unit", "concession", "police"]), .always), Column("area", .area),
                Column("road", .text), Column("provider_id", .id, of: .provider), Column("phone", .phone),
                Column("country", .text), Column("note", .text),
            ]
        case .contracts: contractColumns
        case .repairs:
            [
                Column("asset", .topicID, .always, of: .asset), Column("time", .pastTime, .always),
                Column("part", .id, .always), Column("reason", .word(["failure", "planned"]), .always),
            ]
        case .places:
            [
                Column("name", .text, .always), Column("kind", .text), Column("road", .text),
                Column("km", .number(0...100_000)), Column("direction", .text), .latitude(.always),
                .longitude(.always), Column("country", .text),
            ]
        }
    }

    static let roleWords = [
        "driver", "owner", "fleet_manager", "site_contact", "keyholder", "workshop", "provider", "authority",
    ]

    private var people: [Column] {
        let common = [
            Column("id", .id, .always), Column("name", .text, .column), Column("phone", .phone, .column),
            Column("language", .language), Column("timezone", .timeZone), .flag("do_not_call"),
            Column("second_contact", .id, of: .person),
        ]
        guard self == .contacts else { return common }
        return common + [
            Column("channel", .word(["voice", "text", "relay"]), empty: .text("voice")), Column("needs", .text),
        ]
    }

    private var assetColumns: [Column] {
        [
            Column("id", .topicID, .always), Column("customer_id", .id, of: .customer),
            Column("kind", .word(AssetKind.allCases.map(\.rawValue)), .column, empty: .text("other")),
            Column("make", .text), Column("model", .text), Column("year", .integer(1900...2100)),
            Column("energy", .word(Energy.allCases.map(\.rawValue))),
            Column("drivetrain", .word(Drivetrain.allCases.map(\.rawValue))),
            Column("gross_mass_kg", .integer(1...1_000_000)), Column("combination_mass_kg", .integer(1...1_000_000)),
            Column("length_m", .number(0.1...100)), Column("height_m", .number(0.1...100)), Column("plate", .text),
            Column("vin", .text), Column("colour", .text), Column("site_id", .id, of: .site),
            Column("trailer", .topicID, of: .asset),
            Column("impact", .word(["life", "cold_chain", "public", "business", "private", "redundant"])),
            Column("purposes", .words(["assist", "prevent", "improve"]), empty: .text("assist;prevent;improve")),
            Column("note", .text),
        ]
    }

    private var unitColumns: [Column] {
        [
            Column("id", .topicID, .always), Column("name", .text, .column), Column("kind", .text, .column),
            Column("capabilities", .words(Capabilities.words.map(\.word)), .column, empty: .text("")),
            Column("max_mass_kg", .integer(1...1_000_000)), .latitude(.never), .longitude(.never),
            Column("phone", .phone), Column("shift_start", .clock), Column("shift_end", .clock),
            Column("provider_id", .id, of: .provider), Column("reach", .word(["mqtt", "phone"]), empty: .text("mqtt")),
            Column("seats", .integer(0...100)), Column("height_m", .number(0.1...20)),
            Column("readiness_minutes", .number(0...1_440)), .flag("retired"),
        ]
    }

    private var contractColumns: [Column] {
        [
            Column("id", .id, .always), Column("customer_id", .id, of: .customer),
            Column("asset_id", .topicID, of: .asset), Column("territory", .text),
            Column("tow_km", .number(0...100_000)),
            Column("approval", .word(ContractWords.approvals)), Column("limit_amount", .number(0...1e12)),
            Column("currency", .text),
            Column("covers", .text), Column("sla_minutes", .integer(1...100_000)), Column("valid_from", .time),
            Column("valid_to", .time), Column("note", .text),
        ]
    }
}
