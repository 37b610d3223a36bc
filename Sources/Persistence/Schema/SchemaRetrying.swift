/// Messages that wait to be decoded again, found without looking at all that are kept.
enum SchemaRetrying {
    static let messages = """
        CREATE INDEX quarantine_retrying ON quarantine (id) WHERE state = 'retrying';
        """
}
