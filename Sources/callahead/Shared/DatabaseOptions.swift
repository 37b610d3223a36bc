import ArgumentParser
import Foundation
import Persistence

/// Which database.
struct DatabaseOptions: ParsableArguments {
    @Option(
        name: .customLong("db"), help: "The database file; else CALLAHEAD_DB, else callahead.db.",
        completion: .file(extensions: ["db"]))
    var database: String?

    var path: String { database ?? Environment.value("CALLAHEAD_DB") ?? "callahead.db" }

    /// A desk that can claim and finish.
    func writingDesk() throws -> Desk { Desk(try StoreConnection(path: path, role: .command(create: false))) }

    /// A desk that only shows.
    func readingDesk() throws -> Desk { Desk(try StoreConnection(path: path, role: .reader)) }
}

/// Variables of the process; an empty one counts as not set.
enum Environment {
    static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
