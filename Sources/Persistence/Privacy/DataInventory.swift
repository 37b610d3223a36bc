/// Every table and column, with what it holds about people.
///
/// A test compares it with the schema: a new column must be named here, and with it what happens to it in time and when
/// somebody is forgotten. docs/people-data.md says the same to people.
package enum DataInventory {
    /// Every table, people first.
    package static var tables: [DataTable] { people + assets + help + cases + conversation + messages + machine }

    /// The table of a name.
    package static func table(_ name: String) -> DataTable? { tables.first { $0.name == name } }

    static let asImported = "as long as it is imported"
    static let withCase = "as long as figures are made of cases; it names nobody"

    private static let people = [
        DataTable(
            "customer", "Whose asset it is and whom to call.", kept: "until forgotten",
            personal: ["id": .person, "name": .identity, "phone": .identity, "second_contact": .person],
            plain: "language timezone do_not_call phone_tail", about: "id = :person", forgetting: .delete),
        DataTable(
            "contact", "Whom to call, in which language, and what they need.", kept: "until forgotten",
            personal: [
                "id": .person, "name": .identity, "phone": .identity, "needs": .words, "second_contact": .person,
            ],
            plain: "language channel timezone do_not_call phone_tail", about: "id = :person", forgetting: .delete),
        DataTable(
            "contact_role", "Who may be called about what, and when.", kept: "until forgotten",
            personal: ["contact_id": .person, "of_id": .asset],
            plain: "id role of_kind valid_from valid_to hours "
                + "may_authorise", about: "contact_id = :person",
            touched: """
                contact_id = :person OR (of_kind = 'customer' AND of_id = :person)
                OR (of_kind = 'asset' AND of_id IN (SELECT value FROM json_each(:theirIDs)))
                """,
            forgetting: .delete),
        DataTable(
            "site", "Where a charger or a boiler stands and how to get in.", kept: asImported,
            personal: [
                "customer_id": .person, "name": .identity, "lat": .place, "lon": .place, "access_note": .words,
            ],
            plain: "id timezone access_hours height_limit_m country", about: "customer_id = :person",
            forgetting: .delete),
        DataTable(
            "contract", "What is covered.", kept: asImported,
            personal: ["id": .identity, "customer_id": .person, "asset_id": .asset, "note": .words],
            plain: "territory tow_km approval limit_amount currency covers valid_from valid_to sla_minutes",
            about: "customer_id = :person OR asset_id IN (SELECT value FROM json_each(:theirIDs))",
            forgetting: .delete),
        DataTable(
            "forgotten", "That somebody was forgotten, without saying who.", kept: "always; the terms go with the work",
            personal: ["terms": .words], plain: "id at kind digest alias asset_key"),
    ]

    private static let assets = [
        DataTable(
            "asset", "What has broken down, and how to find it on the road.", kept: asImported,
            personal: [
                "id": .asset, "customer_id": .person, "plate": .identity, "vin": .identity, "colour": .identity,
                "note": .words, "plate_plain": .identity, "plate_key": .identity, "vin_tail": .identity,
                "site_id": .identity, "trailer": .asset,
            ],
            plain: "key known kind make model year energy drivetrain gross_mass_kg combination_mass_kg length_m "
                + "height_m impact purposes",
            about: "key IN (SELECT value FROM json_each(:assets))"),
        DataTable(
            "device", "Which device speaks for which asset.", kept: asImported,
            personal: ["device": .identity, "asset_id": .asset], plain: "profile",
            about: "asset_id IN (SELECT value FROM json_each(:theirIDs))", forgetting: .delete,
            key: ["profile", "device"]),
        DataTable(
            "position", "Where an asset is: its last three positions.", kept: "three; none without the purpose assist",
            personal: ["lat": .place, "lon": .place], plain: "asset_key time time_trusted speed heading accuracy",
            about: "asset_key IN (SELECT value FROM json_each(:assets))", forgetting: .delete,
            key: ["asset_key", "time"]),
        DataTable(
            "suspect_position", "Where an asset said that it was and could not have come so fast.",
            kept: "an hour", personal: ["lat": .place, "lon": .place],
            plain: "asset_key time time_trusted speed heading accuracy",
            about: "asset_key IN (SELECT value FROM json_each(:assets))", forgetting: .delete, key: ["asset_key"]),
        DataTable(
            "track", "Where an asset was while its case was open.", kept: "coarse 30 days after the case's end",
            personal: ["lat": .place, "lon": .place], plain: "case_id time speed heading accuracy",
            about: "case_id IN (SELECT value FROM json_each(:own))", forgetting: .delete, key: ["case_id", "time"]),
        DataTable(
            "signal", "The newest value of each signal, and what some of them were on that day.", kept: "the newest",
            personal: ["value": .words],
            plain: "asset_key name_id time time_trusted since day day_count day_sum day_low day_high",
            about: """
                asset_key IN (SELECT value FROM json_each(:theirs))
                OR (asset_key IN (SELECT value FROM json_each(:assets)) AND typeof(value) = 'text')
                """,
            forgetting: .delete, key: ["asset_key", "name_id"]),
        DataTable(
            "prognosis_model", "What was learnt of the whole fleet; it names codes and parts, and nobody.",
            kept: "the last three", plain: "version learnt_until made_at body"),
        DataTable("signal_name", "The names of signals.", kept: "always", plain: "id name"),
        DataTable(
            "fault", "Which codes an asset reports.", kept: "the newest state of each code",
            personal: ["source": .identity],
            plain: "id version asset_key code status kind active raised_at seen_at cleared_at activations",
            about: "asset_key IN (SELECT value FROM json_each(:theirs))", forgetting: .delete),
        DataTable(
            "fault_source", "When a device sent its whole list last.", kept: "the newest",
            personal: ["source": .identity], plain: "id version asset_key set_at",
            about: "asset_key IN (SELECT value FROM json_each(:theirs))", forgetting: .delete),
        DataTable(
            "code_sight", "When an asset reported a code: what fails next is learnt from it.", kept: "3 years",
            plain: "id asset_key code at pending",
            about: "asset_key IN (SELECT value FROM json_each(:theirs))", forgetting: .delete),
        DataTable(
            "signal_day", "What some signals of an asset were on a day: what fails next is learnt from it.",
            kept: "400 days; none without the purposes improve and prevent",
            plain: "id asset_key day name_id closed_at count mean low high",
            about: "asset_key IN (SELECT value FROM json_each(:theirs))", forgetting: .delete),
        DataTable(
            "repair", "Which part was replaced when, and why.", kept: "until forgotten",
            personal: ["asset": .asset], plain: "id time part reason source",
            about: "asset IN (SELECT value FROM json_each(:theirIDs))", forgetting: .delete),
        DataTable(
            "prognosis_memory", "What the signals of an asset used to be.",
            kept: "the newest; none without the purpose prevent", personal: ["body": .words],
            plain: "asset_key model_version written_at batch",
            about: "asset_key IN (SELECT value FROM json_each(:theirs))", forgetting: .delete, key: ["asset_key"]),
        DataTable(
            "forecast", "Which part may fail soon, and why.",
            kept: "while it is foreseen; none without the purpose prevent",
            plain: "asset_key part level probability horizon_s since at terms",
            about: "asset_key IN (SELECT value FROM json_each(:theirs))", forgetting: .delete,
            key: ["asset_key", "part"]),
        DataTable(
            "driver_answer", "That the driver's app said something, so that it counts once.",
            kept: "30 days after the case's end", personal: ["kind": .words], plain: "asset_key time case_id",
            about: "asset_key IN (SELECT value FROM json_each(:assets))", forgetting: .delete,
            key: ["asset_key", "time", "kind"]),
    ]

    private static let help = [
        DataTable(
            "provider", "Firms that help.", kept: asImported,
            personal: ["name": .business, "phone": .business, "note": .business],
            plain: "id language timezone phone_tail"),
        DataTable(
            "unit", "Who can be sent.", kept: asImported,
            personal: ["name": .business, "phone": .business, "lat": .business, "lon": .business],
            plain: "id version kind capabilities max_mass_kg shift_start shift_end provider_id reach seats height_m "
                + "readiness_minutes retired phone_tail"),
        DataTable(
            "unit_state", "Where a unit is while it works; outside of its shift nothing is written.",
            kept: "the newest, until the unit's shift is over for 12 hours",
            personal: ["lat": .staff, "lon": .staff], plain: "unit_id position_time online offline_since",
            key: ["unit_id"]),
        DataTable(
            "suspect_unit", "The same of a unit.", kept: "an hour", personal: ["lat": .staff, "lon": .staff],
            plain: "id unit_id time"),
        DataTable(
            "workshop", "Where an asset can be brought.", kept: asImported,
            personal: ["name": .business, "phone": .business, "lat": .business, "lon": .business],
            plain: "id timezone opening_hours skills brands night_drop auto_confirm hv_quarantine retired country "
                + "phone_tail"),
        DataTable(
            "slot", "Times of a workshop.", kept: asImported, plain: "id workshop_id start bay minutes skills retired"),
        DataTable("stock", "Parts on the shelf.", kept: asImported, plain: "holder part quantity", key: ["holder"]),
        DataTable(
            "zone", "Who may help where.", kept: asImported, personal: ["name": .business, "phone": .business],
            plain: "id rule area road provider_id country note phone_tail"),
        DataTable(
            "place", "Places by name.", kept: asImported, plain: "id name kind road km direction lat lon country"),
        DataTable(
            "campaign", "That many assets have one fault.", kept: withCase, personal: ["site_id": .identity],
            plain: "id version kind cause code make model opened_at first_at last_at quiet_at closed_at assets "
                + "lead_case"),
        DataTable(
            "cause_sign", "Signs that may become a campaign.", kept: "hours", plain: "cause asset_key case_id at",
            key: ["cause", "asset_key"]),
    ]
}
