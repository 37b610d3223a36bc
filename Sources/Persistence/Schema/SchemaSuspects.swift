/// Positions that were refused as impossible jumps: a second one near it proves one right, also after a restart.
enum SchemaSuspects {
    static let tables = """
        CREATE TABLE suspect_position (
            asset_key INTEGER PRIMARY KEY REFERENCES asset (key),
            time INTEGER NOT NULL,
            time_trusted INTEGER NOT NULL CHECK (time_trusted IN (0, 1)),
            lat REAL NOT NULL,
            lon REAL NOT NULL,
            speed REAL,
            heading REAL,
            accuracy REAL
        ) STRICT;

        CREATE TABLE suspect_unit (
            id INTEGER PRIMARY KEY,
            unit_id TEXT NOT NULL UNIQUE,
            time INTEGER NOT NULL,
            lat REAL NOT NULL,
            lon REAL NOT NULL
        ) STRICT;
        """
}
