/// How people and assets are found by what a caller says, and call sheets on paper.
///
/// The keys are computed by SQLite itself, so they are right whoever writes the row. Frozen with the migration, as
/// everything that the tables are made of.
enum SchemaLookup {
    static let keys =
        ["contact", "customer", "unit", "provider", "workshop", "zone"].map(phoneTail).joined(separator: "\n") + """


            ALTER TABLE asset ADD COLUMN plate_plain TEXT GENERATED ALWAYS AS (\(plain("plate"))) VIRTUAL;
            ALTER TABLE asset ADD COLUMN plate_key TEXT GENERATED ALWAYS AS (
                CASE WHEN plate_plain NOT GLOB '*[^A-Z0-9]*' THEN plate_plain ELSE \(latin("plate_plain")) END) VIRTUAL;
            ALTER TABLE asset ADD COLUMN vin_tail TEXT GENERATED ALWAYS AS (substr(upper(vin), -6)) VIRTUAL;
            CREATE INDEX asset_plate_key ON asset (plate_key) WHERE plate_key IS NOT NULL;
            CREATE INDEX asset_vin_tail ON asset (vin_tail) WHERE vin_tail IS NOT NULL;
            CREATE INDEX task_contact ON task (contact_id) WHERE contact_id IS NOT NULL;
            """

    /// The last six digits of a number.
    private static func phoneTail(_ table: String) -> String {
        let digits = removing([" ", "-", ".", "/", "(", ")", "+", "\u{A0}"], from: "phone")
        return """
            ALTER TABLE \(table) ADD COLUMN phone_tail TEXT GENERATED ALWAYS AS (substr(\(digits), -6)) VIRTUAL;
            CREATE INDEX \(table)_phone_tail ON \(table) (phone_tail) WHERE phone_tail IS NOT NULL;
            """
    }

    /// Without separators, ASCII letters as capitals.
    private static func plain(_ column: String) -> String {
        let separators = [
            " ", "-", ".", "/", "_", "\t", "\u{A0}", "\u{B7}", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2022}",
        ]
        return "upper(\(removing(separators, from: column)))"
    }

    /// Cyrillic letters as the Latin ones that they look like.
    ///
    /// SQLite's `upper` knows ASCII only; its parser admits no deeper nesting than this and a little more.
    private static func latin(_ column: String) -> String {
        let letters = zip("АВЕКМНОРСТУХІавекмнорстухі", "ABEKMHOPCTYXIABEKMHOPCTYXI")
        return letters.reduce(column) { "replace(\($0), '\($1.0)', '\($1.1)')" }
    }

    private static func removing(_ characters: [String], from column: String) -> String {
        characters.reduce(column) { "replace(\($0), '\($1)', '')" }
    }
}
