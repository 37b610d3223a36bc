/// What is known of devices that say too much.
enum SchemaSecurity {
    static let tables = """
        """
}
