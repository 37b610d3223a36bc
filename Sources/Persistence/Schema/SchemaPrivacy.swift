/// What people's data needs: purposes, retention, and what was forgotten.
enum SchemaPrivacy {
    static var tables: String { [forgotten, retention, purposes].joined(separator: "\n\n") }

    /// Who and which assets were forgotten, without saying who: a keyed digest of the id, and what stands in its place.
    ///
    /// `terms` is what is still being looked for; it goes when the work is done, so that an interrupted one can be taken
    /// up again. `compact` in `meta` asks the lane to rewrite the file, because freed pages keep old bytes.
    private static let forgotten = """
        CREATE TABLE forgotten (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('person', 'asset')),
            digest TEXT NOT NULL,
            alias TEXT NOT NULL,
            asset_key INTEGER,
            terms TEXT
        ) STRICT;
        CREATE INDEX forgotten_digest ON forgotten (digest);
        INSERT INTO meta (name, value) VALUES ('compact', 0);
        -- Why somebody looked.
        ALTER TABLE lookup_log ADD COLUMN reason TEXT;
        """

    /// How far the keeping of an ended case has come: 0 as it was, 1 its places are coarse, 2 its words are gone, 3 its
    /// people are gone.
    private static let retention = """
        ALTER TABLE case_file ADD COLUMN kept_stage INTEGER NOT NULL DEFAULT 0 CHECK (kept_stage IN (0, 1, 2, 3));
        CREATE INDEX case_kept ON case_file (kept_stage, closed_at) WHERE closed_at IS NOT NULL AND kept_stage < 3;
        CREATE INDEX plan_case ON plan (case_id);
        CREATE INDEX task_without_case ON task (closed_at) WHERE case_id IS NULL AND contact_id IS NOT NULL;
        CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
        CREATE INDEX outbox_text_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL AND contact_id IS NOT NULL;
        """

    private static let purposes = """
        CREATE INDEX asset_without_assist ON asset (key) WHERE instr(purposes, 'assist') = 0;
        """
}
