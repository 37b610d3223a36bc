/// Many cases with one cause, and one call for several of them.
enum SchemaCampaigns {
    static let tables = """
        -- What is counted to find one: the newest sign of each asset for each cause, until it is too old.
        CREATE TABLE cause_sign (
            cause TEXT NOT NULL,
            asset_key INTEGER NOT NULL,
            case_id INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (cause, asset_key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cause_sign_at ON cause_sign (at);

        CREATE TABLE campaign (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('model', 'site', 'depot', 'cold')),
            cause TEXT NOT NULL,
            code TEXT,
            make TEXT,
            model TEXT,
            site_id TEXT,
            opened_at INTEGER NOT NULL,
            first_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            quiet_at INTEGER NOT NULL,
            closed_at INTEGER,
            assets INTEGER NOT NULL,
            lead_case INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX campaign_open ON campaign (cause) WHERE closed_at IS NULL;
        CREATE INDEX campaign_time ON campaign (opened_at);

        ALTER TABLE case_file ADD COLUMN campaign_id INTEGER;
        ALTER TABLE case_file ADD COLUMN group_task INTEGER;
        ALTER TABLE case_file ADD COLUMN grouped_at INTEGER;
        CREATE INDEX case_campaign ON case_file (campaign_id) WHERE campaign_id IS NOT NULL;
        CREATE INDEX case_group ON case_file (group_task) WHERE group_task IS NOT NULL;

        ALTER TABLE task ADD COLUMN urgency TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE task ADD COLUMN call_group TEXT CHECK (call_group IN ('digest', 'campaign'));
        CREATE UNIQUE INDEX task_open_group ON task (contact_id, call_group, ifnull(campaign_id, 0))
            WHERE call_group IS NOT NULL AND state NOT IN (\(Words.endOfTask));
        CREATE INDEX task_group ON task (id) WHERE call_group IS NOT NULL AND state NOT IN (\(Words.endOfTask));
        ALTER TABLE contract ADD COLUMN sla_minutes INTEGER CHECK (sla_minutes > 0);
        """
}
