/// What the queue needs: skills, attempt plans, what was said in which words.
enum SchemaDesk {
    static let tables = """
        ALTER TABLE task ADD COLUMN skills TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE task ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE task ADD COLUMN campaign_id INTEGER;
        -- Why a call went out although quiet hours or a wish not to be called spoke against it.
        ALTER TABLE attempt ADD COLUMN override TEXT;
        ALTER TABLE said ADD COLUMN language TEXT;
        """
}
