/// What the service tells about itself.
enum SchemaOperations {
    static let tables = """
        """
}
