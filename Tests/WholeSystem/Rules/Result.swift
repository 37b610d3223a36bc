import Foundation
import GRDB

/// What a life left on disk, in an order that does not depend on ids: equal for lives that came to the same.
struct LifeResult: Equatable {
    /// A part of it with its rows as texts, sorted.
    struct Part: Equatable {
        var name: String
        var rows: [String]
    }

    var parts: [Part]
    /// Whether a message was set aside because processes died of it, as it seemed, or because it could not be stored,
    /// as was simulated: then what it said is not there.
    var hasBuried = false

    /// What every life of a script must agree on, however often it died: DESIGN's cases, severities, codes and tasks,
    /// and with them faults, answers and quarantine.
    static let core: [(name: String, sql: String)] = [
        (
            "cases",
            """
            SELECT a.id || ' ' || c.severity || iif(c.immobile, ' immobile ', ' ') || c.state || ' ' || c.codes
            FROM case_file c JOIN asset a ON a.key = c.asset_key
            """
        ),
        (
            "problems",
            """
            SELECT a.id || ' ' || p.component || ' ' || p.severity || ' ' || p.codes
            FROM problem p JOIN case_file c ON c.id = p.case_id JOIN asset a ON a.key = c.asset_key
            """
        ),
        (
            "faults",
            """
            SELECT a.id || ' ' || f.source || ' ' || f.code || ' active ' || f.active || ', ' || f.activations ||
                ' times'
            FROM fault f JOIN asset a ON a.key = f.asset_key
            """
        ),
        (
            "calls",
            """
            SELECT ifnull(a.id, '') || ' ' || t.kind || ' to ' || ifnull(t.contact_id, 'nobody') || ' ' || t.state ||
                ' ' || ifnull(t.outcome, '')
            FROM task t LEFT JOIN asset a ON a.key = t.asset_key
            WHERE t.kind NOT IN ('provider_call', 'workshop_call')
            """
        ),
        (
            "app",
            """
            SELECT ifnull(a.id, '') || ' ' || f.key || ' ' || f.value || ' ' || f.at
            FROM fact_told f LEFT JOIN asset a ON a.key = f.asset_key WHERE f.actor NOT IN ('Mari', 'Ott')
            """
        ),
        ("quarantine", "SELECT topic || ' ' || CAST(payload AS TEXT) FROM quarantine"),
    ]

    /// When faults were: of a message without a time of its own that is when it came, to the process that dealt with
    /// it.
    static let times: [(name: String, sql: String)] = [
        (
            "raised",
            "SELECT a.id || ' ' || f.source || ' ' || f.code || ' at ' || f.raised_at "
                + "FROM fault f JOIN asset a ON a.key = f.asset_key"
        ),
        (
            "seen",
            "SELECT a.id || ' ' || f.source || ' ' || f.code || ' at ' || f.seen_at "
                + "FROM fault f JOIN asset a ON a.key = f.asset_key"
        ),
    ]

    /// What may differ with the boundaries of batches, and must be equal where these are.
    static let assignments: [(name: String, sql: String)] = [
        (
            "jobs",
            """
            SELECT a.id || ' ' || j.unit || ' ' || j.state || ' ' || j.offered_at
            FROM job j JOIN case_file c ON c.id = j.case_id JOIN asset a ON a.key = c.asset_key
            """
        ),
        (
            "holds",
            """
            SELECT a.id || ' ' || h.kind || ' ' || h.resource || ' ' || h.state
            FROM hold h JOIN case_file c ON c.id = h.case_id JOIN asset a ON a.key = c.asset_key
            """
        ),
        (
            "words",
            "SELECT s.channel || ' ' || s.template || ' to ' || ifnull(s.contact_id, 'nobody') || ' at ' || s.at FROM said s"
        ),
    ]

    /// All of them, what always must be equal first.
    static let everything = core + times + assignments

    /// Reads what is on disk.
    init(_ path: String, _ queries: [(name: String, sql: String)]) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        parts = try queue.read { db in
            try queries.map { Part(name: $0.name, rows: try String.fetchAll(db, sql: $0.sql).sorted()) }
        }
        hasBuried = try queue.read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT 1 FROM quarantine WHERE reason LIKE 'the process died%' OR reason LIKE '%simulated%'")
                ?? false
        }
        try queue.close()
    }

    /// Its first parts alone; all without a number.
    func first(_ count: Int?) -> LifeResult {
        var result = self
        if let count { result.parts.removeLast(max(0, parts.count - count)) }
        return result
    }

    /// What may differ, with the reason.
    struct Allowance {
        /// Topic and payload of what the broker kept: every process meets it again, and sets it aside again.
        var retained: Set<String>
        /// Topics on which a message was followed by one that is equal to the byte.
        ///
        /// Where the first was acknowledged and the second was not, nobody can tell the second from the first, delivered
        /// again: without a time of its own it was seen when the first was.
        var repeated: Set<String>

        /// Whether a fault may have been seen before the time that the undisturbed life knows.
        func isEarlier(_ row: String, than other: String) -> Bool {
            guard let (fault, time) = LifeResult.Allowance.parts(row),
                let (same, later) = LifeResult.Allowance.parts(other), fault == same, time < later,
                let device = fault.split(separator: " ").dropFirst().first?.split(separator: "/").dropFirst().first
            else { return false }
            return repeated.contains { $0.contains(device) }
        }

        private static func parts(_ row: String) -> (fault: Substring, time: Int64)? {
            guard let place = row.range(of: " at ", options: .backwards), let time = Int64(row[place.upperBound...])
            else { return nil }
            return (row[..<place.lowerBound], time)
        }
    }

    /// The first part in which it differs from both of two, in words: what is told of each asset must be in all parts
    /// what one of the two tells of it.
    func difference(from one: LifeResult, orForAnAsset other: LifeResult, but allowed: Allowance) -> String? {
        var expected = one
        let assets = Set((parts + other.parts).flatMap { $0.rows.map(LifeResult.asset) })
        for asset in assets.sorted() where rows(of: asset) == other.rows(of: asset) {
            for index in expected.parts.indices {
                expected.parts[index].rows.removeAll { LifeResult.asset($0) == asset }
                expected.parts[index].rows += other.rows(of: asset)[index]
                expected.parts[index].rows.sort()
            }
        }
        return difference(from: expected, but: allowed)
    }

    private func rows(of asset: Substring) -> [[String]] {
        parts.map { $0.rows.filter { LifeResult.asset($0) == asset } }
    }

    /// A row begins with the asset.
    private static func asset(_ row: String) -> Substring { row.prefix { $0 != " " } }

    /// The first part in which two differ, in words.
    func difference(from undisturbed: LifeResult, but allowed: Allowance) -> String? {
        for (mine, other) in zip(parts, undisturbed.parts) where mine != other {
            var missing = other.rows
            var extra: [String] = []
            for row in mine.rows {
                if let place = missing.firstIndex(of: row) { missing.remove(at: place) } else { extra.append(row) }
            }
            if mine.name == "quarantine" {
                extra.removeAll(where: allowed.retained.contains)
                // Equal to the byte to the one dealt with just before, so taken for the same, delivered again: it must
                // be there once.
                missing.removeAll(where: mine.rows.contains)
                if missing.isEmpty, extra.isEmpty { continue }
            }
            if mine.name == "seen" {
                for row in extra {
                    guard let later = missing.firstIndex(where: { allowed.isEarlier(row, than: $0) }) else { continue }
                    missing.remove(at: later)
                    extra.removeAll { $0 == row }
                }
                if missing.isEmpty, extra.isEmpty { continue }
            }
            return """
                \(mine.name) are not those of the undisturbed life:
                  only with the crashes: \(extra.isEmpty ? "nothing" : extra.joined(separator: "; "))
                  only undisturbed: \(missing.isEmpty ? "nothing" : missing.joined(separator: "; "))
                """
        }
        return nil
    }
}
