import ArgumentParser
import Casework
import Foundation
import Outreach
import Persistence
import Telemetry

/// What a shell may complete from the database: a tab must never fail, nor keep anybody waiting.
enum Completing {
    /// Numbers of open tasks, most urgent first.
    static let openTasks = CompletionKind.custom { arguments, _, _ in
        read(arguments) { desk in
            var filter = TaskFilter()
            filter.states = [.ready, .claimed, .waiting]
            filter.limit = 50
            return try desk.tasks(filter, at: .now).map { String($0.row.id) }
        }
    }

    /// Numbers of cases, open ones first.
    static let cases = CompletionKind.custom { arguments, _, _ in
        read(arguments) { try $0.cases(limit: 50).map { String($0) } }
    }

    private static func read(_ arguments: [String], _ body: (Desk) throws -> [String]) -> [String] {
        let given = arguments.firstIndex(of: "--db").flatMap { arguments[($0 + 1)...].first }
        let path = given ?? Environment.value("CALLAHEAD_DB") ?? "callahead.db"
        guard FileManager.default.fileExists(atPath: path),
            let connection = try? StoreConnection(path: path, role: .reader)
        else { return [] }
        return (try? body(Desk(connection))) ?? []
    }
}
