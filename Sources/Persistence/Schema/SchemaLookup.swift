/// Finding who rings.
enum SchemaLookup {
    static let tables = """
        -- Nothing yet.
        """
}
