/// What reaching the right person needs.
enum SchemaContacts {
    static let tables = """
        -- What was tried with each person in a case; `texts` is a list of the reasons for which they were written to.
        CREATE TABLE case_addressee (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES case_file (id),
            contact_id TEXT NOT NULL,
            texts TEXT NOT NULL,
            wrong_number INTEGER NOT NULL CHECK (wrong_number IN (0, 1)),
            rounds INTEGER NOT NULL,
            tried_at INTEGER,
            spoken_at INTEGER,
            UNIQUE (case_id, contact_id)
        ) STRICT;
        CREATE INDEX case_addressee_contact ON case_addressee (contact_id);
        """
}
