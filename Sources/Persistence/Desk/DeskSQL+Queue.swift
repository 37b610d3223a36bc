import Casework
import Outreach
import Telemetry

/// Which task is handed out next.
///
/// Two small indexes carry it: `task_free` holds in the order of the queue what nobody has and no outcome waits for,
/// `task_claimed` what somebody has, to find leases that have ended.
extension DeskSQL {
    /// The open task that is to be done next by `actor`, of those that nobody has.
    func next(_ filter: TaskFilter, for actor: String, at now: Timestamp) throws -> TaskEntry? {
        let isAlone = try liveDesks(besides: actor, at: now).isEmpty
        let places = try Source.allCases.compactMap { source in
            try first(DeskSQL.query(source, filter)) { statement in
                statement.put(now)
                statement.put(actor)
                statement.put(isAlone)
                statement.put(TextList.encode(filter.languages))
                statement.put(TextList.encode(filter.skills.map(\.rawValue)))
            } row: {
                (id: $0.int(0), band: $0.int(1), rank: $0.int(2))
            }
        }
        let best = places.min { left, right in
            (right.band, right.rank, left.id) < (left.band, left.rank, right.id)
        }
        return try best.flatMap { try task($0.id) }
    }

    /// Where a task that may be handed out is found; the word is its index.
    ///
    /// Named in the query: SQLite would as well walk all open tasks in their order, also those that somebody has.
    enum Source: String, CaseIterable {
        case free = "task_free"
        case expired = "task_claimed"
    }

    /// Parameters of every query here: 1 now, 2 the actor, 3 whether nobody else is at a desk, 4 languages, 5 skills.
    static func query(_ source: Source, _ filter: TaskFilter) -> String {
        var conditions = [source == .free ? free : expired, readiness, reservation, oneConversation, twoPeople]
        if !filter.kinds.isEmpty { conditions.append("task.kind IN (\(words(filter.kinds)))") }
        if !filter.severities.isEmpty {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM case_file
                    WHERE case_file.id = task.case_id AND case_file.severity IN (\(words(filter.severities))))
                """)
        }
        if !filter.languages.isEmpty { conditions.append("(task.alarm OR \(speaks("?4")))") }
        if !filter.skills.isEmpty {
            conditions.append(
                """
                (task.alarm OR NOT EXISTS (SELECT 1 FROM json_each(task.skills) AS needed
                    WHERE needed.value NOT IN (SELECT value FROM json_each(?5))))
                """)
        }
        // Named even where a filter does not need them, so that every query has the same parameters.
        conditions.append("(?3 + length(?4) + length(?5) >= 0)")
        return """
            SELECT task.id, \(band), \(rank) FROM task INDEXED BY \(source.rawValue)
            WHERE \(conditions.joined(separator: "\n    AND "))
            \(queueOrder) LIMIT 1
            """
    }

    /// What nobody has, and no outcome or snooze waits for the lane.
    private static let free = """
        task.state NOT IN ('done', 'withdrawn') AND task.claimed_by IS NULL AND task.pending_action IS NULL
        """

    /// What somebody had.
    ///
    /// A call that was dialled stays away for a while: they may still be on the telephone.
    private static let expired = """
        task.state NOT IN ('done', 'withdrawn') AND task.claimed_by IS NOT NULL AND task.pending_action IS NULL
            AND (task.lease_until <= ?1 OR task.claimed_at > ?1 + \(Desk.clockTolerance * 1_000))
            AND (task.alarm OR task.dialled_at IS NULL OR task.dialled_at < task.claimed_at
                OR task.lease_until + \(Desk.dialGrace * 1_000) <= ?1)
        """

    private static let readiness = """
        (task.state = 'ready' OR task.not_before IS NOT NULL)
            AND (task.not_before IS NULL OR task.not_before <= ?1)
        """

    /// The owner of the case first, as long as they are there; an alarm is everybody's.
    private static let reservation = """
        (task.reserved_for IS NULL OR task.reserved_for = ?2 OR task.alarm OR task.reserved_until <= ?1
            OR task.reserved_until > ?1 + \(Desk.longestReservation * 1_000)
            OR NOT EXISTS (SELECT 1 FROM desk_seen WHERE desk_seen.actor = task.reserved_for
                AND desk_seen.at BETWEEN ?1 - \(Desk.presence * 1_000) AND ?1 + \(Desk.clockTolerance * 1_000)))
        """

    /// Nobody is rung by two desks at once.
    private static let oneConversation = """
        (task.contact_id IS NULL OR NOT EXISTS (\(busy(with: "task.contact_id", of: "task.id", besides: "?2", at: "?1"))))
        """

    /// Those in danger and the authorities are called by two people, unless there is only one: then after a while.
    private static let twoPeople = """
        (task.case_id IS NULL OR (?3 AND task.created_at + \(Desk.aloneAfter * 1_000) <= ?1)
            OR NOT EXISTS (SELECT 1 FROM task AS other
                WHERE other.case_id = task.case_id AND other.id != task.id AND other.claimed_by = ?2
                    AND other.lease_until > ?1 AND other.state NOT IN ('done', 'withdrawn')
                    AND (other.kind = 'authority_call' AND task.kind IN (\(Words.callKind))
                        OR task.kind = 'authority_call' AND other.kind IN (\(Words.callKind)))))
        """

    /// Claims of others that are a conversation with the contact of a task, or with somebody of the same number.
    private static func busy(
        with contact: String, of task: String, besides actor: String, at now: String
    ) -> String {
        let live = """
            talk.claimed_by IS NOT NULL AND talk.claimed_by != \(actor) AND talk.lease_until > \(now)
                AND talk.state NOT IN ('done', 'withdrawn') AND talk.id != \(task)
            """
        let others = ["contact", "customer"].map { table in
            """
            SELECT talk.id, talk.claimed_by FROM \(table) AS same JOIN task AS talk ON talk.contact_id = same.id
            WHERE same.phone = (\(number(of: contact))) AND \(live)
            """
        }
        let same =
            "SELECT talk.id, talk.claimed_by FROM task AS talk WHERE talk.contact_id = \(contact) AND \(live)"
        return ([same] + others).joined(separator: " UNION ALL ")
    }

    private static func number(of contact: String) -> String {
        """
        SELECT ifnull((SELECT phone FROM contact WHERE contact.id = \(contact)),
            (SELECT phone FROM customer WHERE customer.id = \(contact))) AS phone
        """
    }

    /// Whether the addressee of a task speaks one of the languages in a JSON list, or nobody knows.
    ///
    /// The view `person` would be read as a whole for every row.
    static func speaks(_ languages: String) -> String {
        """
        ifnull((SELECT max(spoken.tongue IS NULL OR spoken.tongue = wanted.value
                OR spoken.tongue LIKE wanted.value || '-%')
            FROM json_each(\(languages)) AS wanted,
                (SELECT ifnull((SELECT language FROM contact WHERE contact.id = task.contact_id),
                    (SELECT language FROM customer WHERE customer.id = task.contact_id)) AS tongue) AS spoken), 1)
        """
    }

    private static let conversation = """
        SELECT * FROM (\(busy(with: "?3", of: "?4", besides: "?2", at: "?1"))) LIMIT 1
        """

    /// Who else is in conversation with the contact of a task, if anybody is.
    func conversation(of task: TaskRow, besides actor: String, at now: Timestamp) throws -> (task: Int64, with: String)?
    {
        guard task.contact != nil else { return nil }
        return try first(DeskSQL.conversation) {
            $0.put(now)
            $0.put(actor)
            $0.put(task.contact)
            $0.put(task.id)
        } row: {
            ($0.int(0), $0.text(1))
        }
    }

    /// Dispatchers who did something a little while ago, by name.
    func liveDesks(besides actor: String, at now: Timestamp) throws -> [String] {
        try all("SELECT actor FROM desk_seen WHERE actor != ? AND at BETWEEN ? AND ? ORDER BY actor") {
            $0.put(actor)
            $0.put(now.adding(seconds: -Desk.presence))
            $0.put(now.adding(seconds: Desk.clockTolerance))
        } row: {
            $0.text(0)
        }
    }

    /// Notes that somebody is at their desk.
    func see(_ actor: DeskActor, at now: Timestamp) throws {
        try run("INSERT INTO desk_seen (actor, at) VALUES (?, ?) ON CONFLICT (actor) DO UPDATE SET at = excluded.at") {
            $0.put(actor.name)
            $0.put(now)
        }
    }

    /// The words of closed enums as SQL literals; nothing that a person typed comes here.
    private static func words<Word: RawRepresentable>(_ words: [Word]) -> String where Word.RawValue == String {
        words.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}
