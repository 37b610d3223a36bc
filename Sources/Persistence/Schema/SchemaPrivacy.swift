/// What people's data needs: purposes, retention, and what was forgotten.
enum SchemaPrivacy {
    static let tables = """
        """
}
