/// What keeping a promise needs: how a plan was chosen, where arrivals come from, drives that were made.
enum SchemaPromise {
    static let plans = """
        ALTER TABLE plan ADD COLUMN standby TEXT;
        ALTER TABLE plan ADD COLUMN alternative TEXT;
        ALTER TABLE plan ADD COLUMN gap REAL CHECK (gap >= 0);
        ALTER TABLE plan ADD COLUMN approval TEXT CHECK (approval IN (\(Words.approvalState)));
        ALTER TABLE plan ADD COLUMN repaired_at INTEGER;

        ALTER TABLE leg ADD COLUMN eta_source TEXT CHECK (eta_source IN (\(Words.etaSource)));
        ALTER TABLE leg ADD COLUMN road_factor REAL CHECK (road_factor > 0);
        ALTER TABLE leg ADD COLUMN part TEXT;
        ALTER TABLE leg ADD COLUMN not_before INTEGER;

        CREATE INDEX hold_refused ON hold (kind, resource) WHERE state = 'refused';
        """

    /// Places stand apart from `job`, so that they can be coarsened and forgotten; `to` is where help was needed.
    static let drives = """
        CREATE TABLE job_drive (
            job_id INTEGER PRIMARY KEY REFERENCES job (id),
            from_lat REAL,
            from_lon REAL,
            to_lat REAL,
            to_lon REAL,
            departed_at INTEGER,
            arrived_at INTEGER
        ) STRICT;
        CREATE INDEX job_drive_arrived ON job_drive (arrived_at) WHERE arrived_at IS NOT NULL;

        ALTER TABLE job ADD COLUMN eta_told_at INTEGER;
        ALTER TABLE unit_state ADD COLUMN offline_since INTEGER;
        """

    /// A case may have a call about each job and about each slot; a second one about the same only when the first is
    /// over.
    static let tasks = """
        ALTER TABLE task ADD COLUMN slot_id INTEGER;
        ALTER TABLE task ADD COLUMN changed_at INTEGER;
        DROP INDEX task_open_helper_call;
        CREATE UNIQUE INDEX task_open_helper_call ON task (case_id, kind, ifnull(job_id, 0), ifnull(slot_id, 0))
            WHERE case_id IS NOT NULL AND state NOT IN (\(Words.endOfTask)) AND kind IN (\(Words.helperCallKind));
        """

    static let reference = """
        ALTER TABLE workshop ADD COLUMN country TEXT;
        CREATE INDEX asset_trailer ON asset (trailer) WHERE trailer IS NOT NULL;
        CREATE INDEX contract_asset ON contract (asset_id) WHERE asset_id IS NOT NULL;
        """
}
