/// Many cases with one cause.
enum SchemaCampaigns {
    static let tables = """
        -- Nothing yet.
        """
}
