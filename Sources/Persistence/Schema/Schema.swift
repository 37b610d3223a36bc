/// The tables, version by version.
///
/// A released version is never edited; a change is a new entry at the end.
enum Schema {
    /// Marks a SQLite file as ours (`PRAGMA application_id`): the letters `CALL`.
    static let applicationID: Int64 = 0x4341_4C4C

    /// The version that this program writes and reads (`PRAGMA user_version`).
    static var version: Int { migrations.count }

    /// What brings a database from each version to the next; the first makes an empty file version 1.
    static let migrations: [String] = [
        [
            SchemaReference.people, SchemaReference.assets, SchemaReference.help, SchemaCasework.cases,
            SchemaCasework.plans, SchemaCasework.tasks, SchemaRecords.conversation, SchemaRecords.messages,
            SchemaRecords.telemetry, SchemaRecords.bookkeeping,
        ].joined(separator: "\n\n"),
        SchemaRetrying.messages,
        [SchemaPromise.plans, SchemaPromise.drives, SchemaPromise.tasks, SchemaPromise.reference]
            .joined(separator: "\n\n"),
        [SchemaDesk.tables, SchemaContacts.tables, SchemaCampaigns.tables, SchemaLookup.tables]
            .joined(separator: "\n\n"),
        [SchemaPrivacy.tables, SchemaSecurity.tables, SchemaOperations.tables, SchemaSuspects.tables]
            .joined(separator: "\n\n"),
        SchemaLasting.tables,
        SchemaPrognosis.tables,
        SchemaForecastOrder.indexes,
        SchemaLearning.tables,
        SchemaSignalDays.tables,
    ]
}
