/// What signals were on each day.
enum SchemaSignalDays {
    static let tables = """
        -- What is known of the day of the newest value so far, of signals whose days are kept: the day's number since
        -- 1970 in UTC, how many values, their sum, the lowest and the highest.
        ALTER TABLE signal ADD COLUMN day INTEGER;
        ALTER TABLE signal ADD COLUMN day_count INTEGER;
        ALTER TABLE signal ADD COLUMN day_sum REAL;
        ALTER TABLE signal ADD COLUMN day_low REAL;
        ALTER TABLE signal ADD COLUMN day_high REAL;

        -- Days that are over: closed_at is the time of the first value of a later day.
        CREATE TABLE signal_day (
            id INTEGER PRIMARY KEY,
            asset_key INTEGER NOT NULL REFERENCES asset (key),
            day INTEGER NOT NULL,
            name_id INTEGER NOT NULL REFERENCES signal_name (id),
            closed_at INTEGER NOT NULL,
            count INTEGER NOT NULL CHECK (count > 0),
            mean REAL NOT NULL,
            low REAL NOT NULL,
            high REAL NOT NULL,
            UNIQUE (asset_key, day, name_id)
        ) STRICT;
        CREATE INDEX signal_day_day ON signal_day (day);
        """
}
