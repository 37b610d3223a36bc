/// What was said, done and received: append-only words and events, the outbox, receipts and positions.
enum SchemaRecords {
    static let conversation = """
        -- Append-only. The words are a template with values, never a text with names in it.
        CREATE TABLE said (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            case_id INTEGER,
            task_id INTEGER,
            contact_id TEXT,
            channel TEXT NOT NULL,
            actor TEXT NOT NULL,
            template TEXT NOT NULL,
            promise_at INTEGER,
            promise_unit TEXT,
            promise_latest INTEGER,
            promise_slot INTEGER,
            detail TEXT
        ) STRICT;
        CREATE INDEX said_case ON said (case_id);
        CREATE INDEX said_contact ON said (contact_id) WHERE contact_id IS NOT NULL;

        -- What a person told us about the asset or the place.
        CREATE TABLE fact_told (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            case_id INTEGER,
            asset_key INTEGER,
            contact_id TEXT,
            actor TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL
        ) STRICT;
        CREATE INDEX fact_case ON fact_told (case_id);

        CREATE TABLE note (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            case_id INTEGER,
            task_id INTEGER,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX note_case ON note (case_id);
        CREATE INDEX note_task ON note (task_id);

        -- What a dispatcher asks of the lane; deleted in the transaction that applies it.
        CREATE TABLE action (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            task_id INTEGER,
            case_id INTEGER,
            asset_id TEXT,
            contact_id TEXT,
            until INTEGER,
            outcome TEXT,
            severity TEXT,
            state TEXT,
            key TEXT,
            text TEXT,
            eta_minutes REAL,
            lat REAL,
            lon REAL,
            promise_at INTEGER,
            promise_unit TEXT,
            promise_latest INTEGER,
            promise_slot INTEGER
        ) STRICT;

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT,
            os_user TEXT,
            command TEXT NOT NULL,
            task_id INTEGER,
            case_id INTEGER,
            detail TEXT
        ) STRICT;

        CREATE TABLE lookup_log (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT,
            os_user TEXT,
            kind TEXT NOT NULL,
            contact_id TEXT,
            asset_id TEXT,
            found INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            case_id INTEGER,
            task_id INTEGER,
            detail TEXT
        ) STRICT;
        CREATE INDEX event_case ON event (case_id) WHERE case_id IS NOT NULL;
        """

    static let messages = """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            topic TEXT NOT NULL,
            payload TEXT NOT NULL,
            expires_at INTEGER,
            contact_id TEXT,
            created_at INTEGER NOT NULL,
            sent_at INTEGER
        ) STRICT;
        CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL;

        -- One row for each batch: eight bytes, little-endian, for each QoS 1 message in the order of arrival.
        CREATE TABLE receipt (
            batch INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            messages INTEGER NOT NULL,
            digests BLOB NOT NULL
        ) STRICT;

        -- Positions and signals of a batch that are not in their tables yet.
        CREATE TABLE journal (
            batch INTEGER PRIMARY KEY,
            body BLOB NOT NULL
        ) STRICT;

        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            topic TEXT NOT NULL,
            payload BLOB NOT NULL CHECK (length(payload) <= 16384),
            payload_bytes INTEGER NOT NULL,
            reason TEXT NOT NULL,
            profile TEXT,
            state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'retrying', 'retried', 'dropped'))
        ) STRICT;
        CREATE INDEX quarantine_at ON quarantine (at);
        """

    static let telemetry = """
        -- The last three positions of an asset.
        CREATE TABLE position (
            asset_key INTEGER NOT NULL,
            time INTEGER NOT NULL,
            time_trusted INTEGER NOT NULL,
            lat REAL NOT NULL,
            lon REAL NOT NULL,
            speed REAL,
            heading REAL,
            accuracy REAL,
            PRIMARY KEY (asset_key, time)
        ) STRICT, WITHOUT ROWID;

        -- Where an asset was while its case was open.
        CREATE TABLE track (
            case_id INTEGER NOT NULL,
            time INTEGER NOT NULL,
            lat REAL NOT NULL,
            lon REAL NOT NULL,
            speed REAL,
            heading REAL,
            accuracy REAL,
            PRIMARY KEY (case_id, time)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE signal_name (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        -- The newest value of a signal: REAL a number, INTEGER a flag, TEXT a text.
        CREATE TABLE signal (
            asset_key INTEGER NOT NULL,
            name_id INTEGER NOT NULL,
            time INTEGER NOT NULL,
            time_trusted INTEGER NOT NULL,
            value ANY NOT NULL,
            PRIMARY KEY (asset_key, name_id)
        ) STRICT, WITHOUT ROWID;
        """

    /// `meta` holds single values; `sequence` the next number of rows that are deleted and may not be numbered again.
    static let bookkeeping = """
        CREATE TABLE meta (
            name TEXT PRIMARY KEY,
            value ANY
        ) STRICT, WITHOUT ROWID;
        INSERT INTO meta (name, value) VALUES
            ('epoch', 0), ('reference_change', 0), ('digest_key', randomblob(16)), ('mqtt_session', NULL);

        CREATE TABLE sequence (
            name TEXT PRIMARY KEY,
            next INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO sequence (name, next) VALUES ('timer', 1), ('outbox', 1);
        """
}
