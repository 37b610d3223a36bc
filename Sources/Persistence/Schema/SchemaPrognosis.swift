/// What is learnt of a fleet, what is remembered of its assets, and what was offered before a part failed.
enum SchemaPrognosis {
    static var tables: String { [learning, forecasts].joined(separator: "\n\n") }

    private static let learning = """
        CREATE TABLE prognosis_model (
            version INTEGER PRIMARY KEY,
            learnt_until INTEGER NOT NULL,
            made_at INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;

        -- What signals have shown of an asset, in the numbers of a model's vocabulary.
        CREATE TABLE prognosis_memory (
            asset_key INTEGER PRIMARY KEY REFERENCES asset (key),
            model_version INTEGER NOT NULL,
            written_at INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;

        -- When a code became active, and each hour in which it was seen again.
        CREATE TABLE code_sight (
            id INTEGER PRIMARY KEY,
            asset_key INTEGER NOT NULL REFERENCES asset (key),
            code TEXT NOT NULL,
            at INTEGER NOT NULL,
            pending INTEGER NOT NULL CHECK (pending IN (0, 1)),
            UNIQUE (asset_key, code, at)
        ) STRICT;
        CREATE INDEX code_sight_at ON code_sight (at);
        CREATE INDEX asset_without_prevent ON asset (key) WHERE instr(purposes, 'prevent') = 0;

        CREATE TABLE repair (
            id INTEGER PRIMARY KEY,
            asset TEXT NOT NULL,
            time INTEGER NOT NULL,
            part TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('failure', 'planned')),
            source TEXT NOT NULL DEFAULT 'import',
            UNIQUE (asset, time, part)
        ) STRICT;
        """

    private static let forecasts = """
        CREATE TABLE forecast (
            asset_key INTEGER NOT NULL REFERENCES asset (key),
            part TEXT NOT NULL,
            level TEXT NOT NULL CHECK (level IN ('watch', 'book')),
            probability REAL NOT NULL,
            horizon_s INTEGER NOT NULL,
            since INTEGER NOT NULL,
            at INTEGER NOT NULL,
            terms TEXT NOT NULL,
            PRIMARY KEY (asset_key, part)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE prevent_offer (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES case_file (id),
            asset_key INTEGER NOT NULL REFERENCES asset (key),
            part TEXT NOT NULL,
            offered_at INTEGER NOT NULL,
            probability REAL NOT NULL,
            horizon_s INTEGER NOT NULL,
            terms TEXT NOT NULL,
            slots TEXT NOT NULL,
            answer TEXT CHECK (answer IN ('accepted', 'declined', 'unreached', 'undecided', 'overtaken')),
            answered_at INTEGER,
            slot_id INTEGER,
            due_at INTEGER NOT NULL,
            result TEXT CHECK (result IN ('prevented', 'wasted', 'failed', 'unknown'))
        ) STRICT;
        CREATE INDEX prevent_offer_asset ON prevent_offer (asset_key);
        CREATE INDEX prevent_offer_case ON prevent_offer (case_id);
        CREATE INDEX prevent_offer_open ON prevent_offer (due_at) WHERE result IS NULL;
        CREATE INDEX prevent_offer_made ON prevent_offer (offered_at);
        """
}
