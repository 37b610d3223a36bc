/// What the queue needs: skills, attempt plans, what was said in which words, and who sits at a desk.
enum SchemaDesk {
    static let tables = """
        ALTER TABLE task ADD COLUMN skills TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE task ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE task ADD COLUMN campaign_id INTEGER;
        ALTER TABLE task ADD COLUMN reserved_for TEXT;
        ALTER TABLE task ADD COLUMN reserved_until INTEGER;
        -- The outcome or the snooze of this task that waits for the lane. Kept by the triggers below, so that neither
        -- the lane nor a command has to.
        ALTER TABLE task ADD COLUMN pending_action INTEGER;
        -- Why a call went out although quiet hours or a wish not to be called spoke against it.
        ALTER TABLE attempt ADD COLUMN override TEXT;
        ALTER TABLE said ADD COLUMN language TEXT;
        ALTER TABLE claim ADD COLUMN shown_language TEXT;
        ALTER TABLE claim ADD COLUMN shown_low INTEGER;
        ALTER TABLE claim ADD COLUMN shown_high INTEGER;

        ALTER TABLE action ADD COLUMN task_kind TEXT;
        ALTER TABLE action ADD COLUMN immobile INTEGER NOT NULL DEFAULT 0 CHECK (immobile IN (0, 1));
        ALTER TABLE action ADD COLUMN claims INTEGER NOT NULL DEFAULT 0 CHECK (claims IN (0, 1));

        \(queue)

        \(presence)

        \(appendOnly)
        """

    /// What is handed out is found without looking at what is claimed, and the other way round.
    private static let queue = """
        CREATE INDEX task_free ON task
            (priority / 2000 DESC, priority * 10 - due_at / 1000 DESC, id, not_before, state)
            WHERE state NOT IN (\(Words.endOfTask)) AND claimed_by IS NULL AND pending_action IS NULL;
        CREATE INDEX task_claimed ON task (lease_until)
            WHERE claimed_by IS NOT NULL AND state NOT IN (\(Words.endOfTask));
        CREATE INDEX task_contact ON task (contact_id)
            WHERE contact_id IS NOT NULL AND state NOT IN (\(Words.endOfTask));
        CREATE INDEX task_asset ON task (asset_key) WHERE case_id IS NULL;
        CREATE INDEX audit_task ON audit (task_id) WHERE task_id IS NOT NULL;
        CREATE INDEX audit_actor ON audit (actor, command);
        CREATE INDEX case_owner ON case_file (owner) WHERE owner IS NOT NULL;

        CREATE TRIGGER action_posted AFTER INSERT ON action
        WHEN new.kind IN ('finish', 'snooze') AND new.task_id IS NOT NULL
        BEGIN
            UPDATE task SET pending_action = new.id WHERE id = new.task_id;
        END;
        CREATE TRIGGER action_consumed AFTER DELETE ON action
        WHEN old.kind IN ('finish', 'snooze') AND old.task_id IS NOT NULL
        BEGIN
            UPDATE task SET pending_action = NULL WHERE id = old.task_id AND pending_action = old.id;
        END;
        UPDATE task SET pending_action = (
            SELECT max(action.id) FROM action WHERE action.task_id = task.id AND action.kind IN ('finish', 'snooze'))
            WHERE id IN (SELECT task_id FROM action WHERE kind IN ('finish', 'snooze'));
        """

    /// When each dispatcher did something last.
    private static let presence = """
        CREATE TABLE desk_seen (
            actor TEXT PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// What was said and done stays as it was written; only somebody's right to be forgotten is above that, and says so
    /// in `meta` for the length of its transaction.
    private static let appendOnly = ["said", "audit"].flatMap { table in
        ["UPDATE", "DELETE"].map { verb in
            """
            CREATE TRIGGER \(table)_no_\(verb.lowercased()) BEFORE \(verb) ON \(table)
            WHEN NOT EXISTS (SELECT 1 FROM meta WHERE name = 'forgetting')
            BEGIN
                SELECT RAISE(ABORT, '\(table) is append-only');
            END;
            """
        }
    }.joined(separator: "\n")
}
