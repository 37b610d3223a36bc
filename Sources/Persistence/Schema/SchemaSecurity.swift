/// What is known of devices that say too much.
enum SchemaSecurity {
    static let tables = """
        -- Who sent more than the policy allows, and how much of it did not count.
        CREATE TABLE flood (
            -- 'device': its asset or unit; 'quarantine': the topic above its last level.
            kind TEXT NOT NULL CHECK (kind IN ('device', 'quarantine')),
            name TEXT NOT NULL,
            -- The device that began, profile/device.
            source TEXT,
            since INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            -- Messages too many; of a device the newest of each batch counted all the same.
            messages INTEGER NOT NULL,
            -- Codes that were not taken.
            dropped_codes INTEGER NOT NULL DEFAULT 0,
            -- NULL while it goes on.
            ended_at INTEGER,
            PRIMARY KEY (kind, name)
        ) STRICT;
        CREATE INDEX flood_ended ON flood (ended_at);
        """
}
