/// How people and assets are found by what a caller says, and call sheets on paper.
///
/// The keys are computed by SQLite itself, so they are right whoever writes the row. Frozen with the migration, as
/// everything that the tables are made of.
enum SchemaLookup {
    static var tables: String { [keys, sheets].joined(separator: "\n\n") }

    private static let keys =
        ["contact", "customer", "unit", "provider", "workshop", "zone"].map(phoneTail).joined(separator: "\n") + """


            ALTER TABLE asset ADD COLUMN plate_plain TEXT GENERATED ALWAYS AS (\(plain("plate"))) VIRTUAL;
            ALTER TABLE asset ADD COLUMN plate_key TEXT GENERATED ALWAYS AS (
                CASE WHEN plate_plain NOT GLOB '*[^A-Z0-9]*' THEN plate_plain ELSE \(latin("plate_plain")) END) VIRTUAL;
            ALTER TABLE asset ADD COLUMN vin_tail TEXT GENERATED ALWAYS AS (substr(upper(vin), -6)) VIRTUAL;
            CREATE INDEX asset_plate_key ON asset (plate_key) WHERE plate_key IS NOT NULL;
            CREATE INDEX asset_vin_tail ON asset (vin_tail) WHERE vin_tail IS NOT NULL;
            CREATE INDEX task_of_contact ON task (contact_id) WHERE contact_id IS NOT NULL;
            """

    /// What stood on paper, so that what comes back from it is taken over once and as it was told.
    private static let sheets = """
        CREATE TABLE sheet (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            printed_at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            os_user TEXT
        ) STRICT;

        CREATE TABLE sheet_task (
            sheet_id INTEGER NOT NULL REFERENCES sheet (id),
            task_id INTEGER NOT NULL,
            contact_id TEXT,
            promise_at INTEGER NOT NULL,
            promise_unit TEXT,
            promise_latest INTEGER,
            promise_slot INTEGER,
            PRIMARY KEY (sheet_id, task_id)
        ) STRICT, WITHOUT ROWID;

        -- Every row that came back; `digest` tells one from another, `token` is the claim under which it was taken over.
        CREATE TABLE sheet_entry (
            id INTEGER PRIMARY KEY,
            sheet_id INTEGER NOT NULL,
            task_id INTEGER NOT NULL,
            digest INTEGER NOT NULL,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            os_user TEXT,
            token INTEGER,
            result TEXT NOT NULL CHECK (result IN ('taking', 'applied', 'kept')),
            UNIQUE (sheet_id, task_id, digest)
        ) STRICT;
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
