/// Cases and everything that hangs on them: written by the lane, except for the columns of `task` named below.
enum SchemaCasework {
    static let cases = """
        CREATE TABLE case_file (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            asset_key INTEGER NOT NULL REFERENCES asset (key),
            state TEXT NOT NULL CHECK (state IN (\(Words.caseState))),
            severity TEXT NOT NULL CHECK (severity IN (\(Words.severity))),
            immobile INTEGER NOT NULL CHECK (immobile IN (0, 1)),
            charging_only INTEGER NOT NULL CHECK (charging_only IN (0, 1)),
            symptom TEXT NOT NULL,
            part TEXT,
            system TEXT,
            capabilities TEXT NOT NULL,
            codes TEXT NOT NULL,
            evidence TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            closed_at INTEGER,
            fault_at INTEGER NOT NULL,
            told_at INTEGER,
            promise_at INTEGER,
            promise_unit TEXT,
            promise_latest INTEGER,
            promise_slot INTEGER,
            owner TEXT,
            parent INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX case_open ON case_file (asset_key) WHERE state NOT IN (\(Words.endOfCase));
        CREATE INDEX case_asset ON case_file (asset_key, opened_at);
        CREATE INDEX case_parent ON case_file (parent) WHERE parent IS NOT NULL;

        CREATE TABLE problem (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES case_file (id),
            component TEXT NOT NULL,
            symptom TEXT NOT NULL,
            part TEXT,
            severity TEXT NOT NULL CHECK (severity IN (\(Words.severity))),
            immobile INTEGER NOT NULL CHECK (immobile IN (0, 1)),
            codes TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            cleared_at INTEGER,
            UNIQUE (case_id, component)
        ) STRICT;

        CREATE TABLE fault (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            asset_key INTEGER NOT NULL REFERENCES asset (key),
            source TEXT NOT NULL,
            code TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('confirmed', 'pending', 'history', 'unknown')),
            kind TEXT NOT NULL CHECK (kind IN ('active', 'stored')),
            active INTEGER NOT NULL CHECK (active IN (0, 1)),
            raised_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            cleared_at INTEGER,
            activations INTEGER NOT NULL,
            UNIQUE (asset_key, source, code)
        ) STRICT;

        CREATE TABLE fault_source (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            asset_key INTEGER NOT NULL REFERENCES asset (key),
            source TEXT NOT NULL,
            set_at INTEGER NOT NULL,
            UNIQUE (asset_key, source)
        ) STRICT;

        -- What the driver's app said, once for each (asset, time, kind).
        CREATE TABLE driver_answer (
            asset_key INTEGER NOT NULL REFERENCES asset (key),
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            case_id INTEGER,
            PRIMARY KEY (asset_key, time, kind)
        ) STRICT, WITHOUT ROWID;
        """

    /// Places stand apart in `plan_place` and `leg_place`, so that they can be coarsened and forgotten.
    static let plans = """
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES case_file (id),
            current INTEGER NOT NULL CHECK (current IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN (\(Words.planState))),
            reason TEXT,
            next_try_at INTEGER,
            reasons TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX plan_current ON plan (case_id) WHERE current = 1;

        CREATE TABLE plan_place (
            plan_id INTEGER PRIMARY KEY REFERENCES plan (id),
            lat REAL NOT NULL,
            lon REAL NOT NULL,
            time INTEGER NOT NULL,
            accuracy REAL,
            source TEXT NOT NULL CHECK (source IN (\(Words.placeSource))),
            confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
            speed REAL
        ) STRICT;

        CREATE TABLE leg (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES case_file (id),
            plan_id INTEGER NOT NULL REFERENCES plan (id),
            ordinal INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN (\(Words.legKind))),
            state TEXT CHECK (state IN (\(Words.jobState))),
            unit TEXT,
            provider TEXT,
            workshop TEXT,
            eta_at INTEGER,
            eta_low INTEGER,
            eta_high INTEGER,
            declined TEXT NOT NULL
        ) STRICT;
        CREATE INDEX leg_case ON leg (case_id);

        CREATE TABLE leg_place (
            leg_id INTEGER PRIMARY KEY REFERENCES leg (id),
            from_lat REAL,
            from_lon REAL,
            to_lat REAL,
            to_lon REAL
        ) STRICT;

        CREATE TABLE job (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES case_file (id),
            leg_id INTEGER NOT NULL REFERENCES leg (id),
            offer_id INTEGER NOT NULL UNIQUE,
            unit TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN (\(Words.jobState))),
            offered_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            answered_at INTEGER,
            eta_at INTEGER,
            reason TEXT
        ) STRICT;
        CREATE INDEX job_case ON job (case_id);

        CREATE TABLE hold (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES case_file (id),
            kind TEXT NOT NULL CHECK (kind IN ('unit', 'slot', 'stock')),
            resource TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN (\(Words.holdState))),
            since INTEGER NOT NULL,
            ended_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX hold_live ON hold (kind, resource) WHERE state IN (\(Words.liveHold));
        CREATE INDEX hold_case ON hold (case_id);

        CREATE TABLE timer (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            kind TEXT NOT NULL,
            due_at INTEGER NOT NULL,
            case_id INTEGER NOT NULL,
            asset_key INTEGER NOT NULL,
            reference INTEGER
        ) STRICT;
        CREATE INDEX timer_case ON timer (case_id);

        CREATE TABLE unit_state (
            unit_id TEXT PRIMARY KEY,
            lat REAL,
            lon REAL,
            position_time INTEGER,
            online INTEGER NOT NULL CHECK (online IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        """

    /// Commands write only `claimed_by, claimed_at, lease_until, token, attempts, dialled_at`; the lane writes only
    /// the others.
    static let tasks = """
        CREATE TABLE task (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN (\(Words.callKind), \(Words.helperCallKind))),
            state TEXT NOT NULL CHECK (state IN (\(Words.taskState))),
            case_id INTEGER REFERENCES case_file (id),
            asset_key INTEGER REFERENCES asset (key),
            contact_id TEXT,
            priority INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            not_before INTEGER,
            created_at INTEGER NOT NULL,
            reasons TEXT NOT NULL,
            unit TEXT,
            job_id INTEGER,
            alarm INTEGER NOT NULL CHECK (alarm IN (0, 1)),
            outcome TEXT CHECK (outcome IN (\(Words.outcome))),
            closed_at INTEGER,
            change TEXT,
            claimed_by TEXT,
            claimed_at INTEGER,
            lease_until INTEGER,
            token INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            dialled_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX task_open_call ON task (case_id, ifnull(contact_id, ''))
            WHERE case_id IS NOT NULL AND state NOT IN (\(Words.endOfTask)) AND kind IN (\(Words.callKind));
        CREATE UNIQUE INDEX task_open_helper_call ON task (case_id, kind, ifnull(job_id, 0))
            WHERE case_id IS NOT NULL AND state NOT IN (\(Words.endOfTask)) AND kind IN (\(Words.helperCallKind));
        CREATE INDEX task_open ON task (priority DESC, due_at, id) WHERE state NOT IN (\(Words.endOfTask));
        CREATE INDEX task_case ON task (case_id);

        -- Every claim; its key is the fencing token, never used again in this database.
        CREATE TABLE claim (
            token INTEGER PRIMARY KEY AUTOINCREMENT,
            task_id INTEGER NOT NULL,
            actor TEXT NOT NULL,
            os_user TEXT,
            at INTEGER NOT NULL,
            ended_at INTEGER,
            ended_by TEXT,
            -- What its screen promised when it was shown last.
            shown_at INTEGER,
            shown_unit TEXT,
            shown_latest INTEGER,
            shown_slot INTEGER
        ) STRICT;
        CREATE INDEX claim_task ON claim (task_id);

        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY,
            task_id INTEGER NOT NULL,
            token INTEGER,
            actor TEXT NOT NULL,
            contact_id TEXT,
            channel TEXT NOT NULL,
            at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT
        ) STRICT;
        CREATE INDEX attempt_task ON attempt (task_id);
        """
}
