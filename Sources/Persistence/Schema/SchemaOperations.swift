/// What the service tells about itself.
enum SchemaOperations {
    static let tables = """
        -- What the lane read of itself last, at most once a second; JSON, because figures come and go with versions.
        CREATE TABLE lane_reading (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            at INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;

        -- Copies that were made of this database, and the copies that it was made of.
        CREATE TABLE backup (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('backup', 'restore')),
            file TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX event_gap ON event (at) WHERE kind = 'session_gap';
        """
}
