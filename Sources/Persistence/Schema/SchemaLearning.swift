/// What keeps what was learnt of an asset through a crash, and repairs that two sources tell of.
enum SchemaLearning {
    static let tables = """
        -- The last batch of memory_journal that is in the memory.
        ALTER TABLE prognosis_memory ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;

        -- What signals told since memories were last written, in the form of journal.
        CREATE TABLE memory_journal (
            batch INTEGER PRIMARY KEY,
            body BLOB NOT NULL
        ) STRICT;

        CREATE INDEX repair_of_case ON repair (asset, part, time) WHERE source <> 'import';

        -- Repairs, each once. A finished case writes one, and the workshop's list that is imported has it too, at the
        -- day or hour of its invoice: of the same asset and part, at most seven days apart, and each the nearest to the
        -- other. The time is the case's, by the service's clock like the codes before it; the reason is the workshop's,
        -- which has seen the part.
        CREATE VIEW repair_known AS
        WITH near AS (
            SELECT own.id AS own_id, told.id AS told_id, told.reason AS reason,
                row_number() OVER (PARTITION BY own.id ORDER BY abs(told.time - own.time), told.id) AS of_own,
                row_number() OVER (PARTITION BY told.id ORDER BY abs(told.time - own.time), own.id) AS of_told
            FROM repair own JOIN repair told ON told.asset = own.asset AND told.part = own.part
                AND told.time BETWEEN own.time - 604800000 AND own.time + 604800000
            WHERE own.source <> 'import' AND told.source = 'import'
        ),
        pair AS (SELECT own_id, told_id, reason FROM near WHERE of_own = 1 AND of_told = 1)
        SELECT id, asset, time, part,
            ifnull((SELECT pair.reason FROM pair WHERE own_id = repair.id), reason) AS reason, source
        FROM repair WHERE id NOT IN (SELECT told_id FROM pair);
        """
}
