/// What reaching the right person needs.
enum SchemaContacts {
    static let tables = """
        -- Nothing yet.
        """
}
