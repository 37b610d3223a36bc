/// Since when a value has been beyond the limit of a rule that asks for how long.
enum SchemaLasting {
    static let tables = """
        ALTER TABLE signal ADD COLUMN since INTEGER;
        """
}
