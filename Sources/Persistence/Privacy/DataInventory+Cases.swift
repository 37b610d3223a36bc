/// Cases, what was said in them, messages, and what the machine keeps for itself.
extension DataInventory {
    private static let ownCase = "case_id IN (SELECT value FROM json_each(:own))"
    private static let theirTask = "task_id IN (SELECT value FROM json_each(:tasks))"

    /// The word of an event that figures are made of, without the reason that somebody typed beside it.
    static let eventWord = """
        CASE WHEN kind IN ('open_question', 'rule_overridden', 'case_closed', 'job_stood_down', 'severity_raised',
            'approval_needed', 'approval_refused', 'message_not_sent', 'call_not_allowed', 'case_opened')
        THEN CASE WHEN instr(detail, ':') > 0 THEN substr(detail, 1, instr(detail, ':') - 1)
            WHEN kind = 'case_opened' THEN detail END
        ELSE detail END
        """
    /// The same of what the desk did.
    static let auditWord = """
        CASE WHEN command IN ('close', 'dial', 'claim', 'severity')
        THEN CASE WHEN instr(detail, ':') > 0 THEN substr(detail, 1, instr(detail, ':') - 1) END ELSE detail END
        """

    static let cases = [
        DataTable(
            "case_file", "What went wrong, how it was judged and how it ended.", kept: withCase,
            personal: ["owner": .staff, "evidence": .words],
            plain: "id version asset_key state severity immobile charging_only symptom part system capabilities codes "
                + "opened_at closed_at fault_at told_at promise_at promise_unit promise_latest promise_slot parent "
                + "campaign_id group_task grouped_at kept_stage",
            about: "id IN (SELECT value FROM json_each(:own))"),
        DataTable(
            "problem", "One thing wrong in a case.", kept: withCase,
            plain: "id version case_id component symptom part severity immobile codes opened_at cleared_at",
            about: ownCase),
        DataTable(
            "prevent_offer", "That somebody was offered to have a part replaced, and what came of it.", kept: withCase,
            plain: "id version case_id asset_key part offered_at probability horizon_s terms slots answer answered_at "
                + "slot_id due_at result",
            about: ownCase),
        DataTable(
            "plan", "What was going to be done.", kept: withCase, personal: ["reasons": .words, "alternative": .words],
            plain: "id version case_id current state reason next_try_at standby gap approval repaired_at",
            about: ownCase),
        DataTable(
            "plan_place", "The place for which a plan was made.", kept: "coarse 30 days after the case's end",
            personal: ["lat": .place, "lon": .place], plain: "plan_id time accuracy source confirmed speed",
            about: "plan_id IN (SELECT id FROM plan WHERE \(ownCase))", forgetting: .delete),
        DataTable(
            "leg", "One step of a plan.", kept: withCase,
            plain: "id version case_id plan_id ordinal kind state unit provider workshop eta_at eta_low eta_high "
                + "declined eta_source road_factor part not_before", about: ownCase),
        DataTable(
            "leg_place", "From where to where.", kept: "coarse 30 days after the case's end",
            personal: ["from_lat": .place, "from_lon": .place, "to_lat": .place, "to_lon": .place], plain: "leg_id",
            about: "leg_id IN (SELECT id FROM leg WHERE \(ownCase))", forgetting: .delete),
        DataTable(
            "job", "Which unit was asked and what it answered.", kept: withCase, personal: ["reason": .words],
            plain: "id version case_id leg_id offer_id unit state offered_at expires_at answered_at eta_at eta_told_at",
            about: ownCase, forgetting: .set(["reason": "NULL"])),
        DataTable(
            "job_drive", "The drive to the place of help, by which travel times are estimated.",
            kept: "coarse 30 days after the case's end",
            personal: ["from_lat": .place, "from_lon": .place, "to_lat": .place, "to_lon": .place],
            plain: "job_id departed_at arrived_at", about: "job_id IN (SELECT id FROM job WHERE \(ownCase))",
            forgetting: .set([
                "from_lat": "NULL", "from_lon": "NULL", "to_lat": "NULL", "to_lon": "NULL",
            ])),
        DataTable(
            "hold", "Which unit, time or part was reserved.", kept: withCase,
            plain: "id version case_id kind resource state since ended_at", about: ownCase),
        DataTable(
            "timer", "What is due.", kept: "until it is", plain: "id version kind due_at case_id asset_key reference"),
        DataTable(
            "case_addressee", "Whom a case tried to reach, and how often.", kept: "3 years after the case's end",
            personal: ["contact_id": .person, "texts": .words],
            plain: "id version case_id wrong_number rounds tried_at spoken_at", about: "contact_id = :person"),
        DataTable(
            "task", "What is to be done, for whom and until when.",
            kept: "with the case; whom it was for, 3 years after the case's end",
            personal: [
                "contact_id": .person, "reasons": .words, "change": .words, "claimed_by": .staff,
                "reserved_for": .staff, "urgency": .words,
            ],
            plain: "id version kind state case_id asset_key priority due_at not_before created_at unit job_id alarm "
                + "outcome closed_at claimed_at lease_until token attempts dialled_at slot_id changed_at skills step "
                + "campaign_id reserved_until pending_action call_group",
            about: "contact_id = :person"),
        DataTable(
            "claim", "Who had a task, under which number.", kept: "2 years",
            personal: ["actor": .staff, "os_user": .staff, "ended_by": .staff],
            plain: "token task_id at ended_at shown_at shown_unit shown_latest shown_slot shown_language shown_low "
                + "shown_high"),
        DataTable(
            "attempt", "Each try to reach somebody.",
            kept: "with the case; whom, 3 years after the case's end",
            personal: ["actor": .staff, "contact_id": .person, "override": .words],
            plain: "id task_id token channel at ended_at outcome", about: "contact_id = :person",
            touched: "contact_id = :person OR \(theirTask)", forgetting: .set(["override": "NULL"])),
    ]

    static let conversation = [
        DataTable(
            "said", "What was promised to whom, to keep it and to compare with it.",
            kept: "with the case; to whom, 3 years after the case's end",
            personal: ["contact_id": .person, "actor": .staff, "detail": .words],
            plain: "id at case_id task_id channel template promise_at promise_unit promise_latest promise_slot "
                + "language",
            about: "contact_id = :person", touched: "contact_id = :person OR \(ownCase)",
            forgetting: .set(["detail": "NULL"])),
        DataTable(
            "fact_told", "What somebody told us about the asset, the place and themselves.",
            kept: "empty a year after the case's end",
            personal: ["contact_id": .person, "actor": .staff, "value": .words], plain: "id at case_id asset_key key",
            about: "contact_id = :person OR \(ownCase)", forgetting: .set(["value": "''"])),
        DataTable(
            "note", "What a dispatcher wrote down.", kept: "empty a year after the case's end",
            personal: ["actor": .staff, "text": .words], plain: "id at case_id task_id kind",
            about: "\(ownCase) OR \(theirTask)", forgetting: .set(["text": "''"])),
        DataTable(
            "action", "What the desk asks of the service.", kept: "until the service has read it, milliseconds",
            personal: [
                "actor": .staff, "asset_id": .asset, "contact_id": .person, "text": .words, "lat": .place,
                "lon": .place,
            ],
            plain: "id at kind task_id case_id until outcome severity state key eta_minutes promise_at promise_unit "
                + "promise_latest promise_slot task_kind immobile claims",
            about: "contact_id = :person"),
        DataTable(
            "audit", "Who did what at the desk.", kept: "2 years",
            personal: ["actor": .staff, "os_user": .staff, "detail": .words], plain: "id at command task_id case_id",
            touched: "(\(ownCase) OR \(theirTask)) AND detail IS NOT NULL", forgetting: .set(["detail": auditWord])),
        DataTable(
            "lookup_log", "Who looked at whose data.", kept: "2 years",
            personal: [
                "actor": .staff, "os_user": .staff, "contact_id": .person, "asset_id": .asset,
                "reason": .words,
            ],
            plain: "id at kind found",
            about: "contact_id = :person OR asset_id IN (SELECT value FROM json_each(:theirIDs))",
            forgetting: .set(["reason": "NULL"])),
        DataTable(
            "event", "What happened when: of it the figures are made.", kept: "always; it names nobody",
            personal: ["detail": .words], plain: "id at kind case_id task_id",
            touched: "(\(ownCase) OR \(theirTask)) AND detail IS NOT NULL", forgetting: .set(["detail": eventWord])),
        DataTable(
            "desk_seen", "Who is at a desk now.", kept: "30 days", personal: ["actor": .staff], plain: "at",
            key: ["actor"]),
        DataTable(
            "sheet", "Which sheets were printed.", kept: "90 days", personal: ["actor": .staff, "os_user": .staff],
            plain: "id printed_at"),
        DataTable(
            "sheet_task", "What stood on them, so that it can be taken over once.", kept: "90 days",
            personal: ["contact_id": .person],
            plain: "sheet_id task_id promise_at promise_unit promise_latest promise_slot",
            about: "contact_id = :person", forgetting: .delete, key: ["sheet_id", "task_id"]),
        DataTable(
            "sheet_entry", "What came back.", kept: "90 days", personal: ["actor": .staff, "os_user": .staff],
            plain: "id sheet_id task_id digest at token result"),
    ]

    static let messages = [
        DataTable(
            "outbox", "What is to be published; a text message without the number.",
            kept: "a text message an hour, everything else 2 days after it was sent",
            personal: ["topic": .payload, "payload": .payload, "contact_id": .person],
            plain: "id expires_at created_at sent_at",
            about: """
                contact_id = :person OR topic IN (SELECT 'callahead/v1/assets/' || id || '/advice' FROM asset
                    WHERE key IN (SELECT value FROM json_each(:assets)))
                """, forgetting: .delete),
        DataTable(
            "receipt", "Which messages were received: keyed digests.", kept: "the last 65,536 messages",
            plain: "batch at messages digests"),
        DataTable(
            "journal", "Positions and signals on their way into their tables.", kept: "seconds",
            personal: ["body": .place], plain: "batch"),
        DataTable(
            "memory_journal", "What signals told that is not in `prognosis_memory` yet.",
            kept: "about an hour of service; the newest batch until there is another", personal: ["body": .words],
            plain: "batch", key: ["batch"]),
        DataTable(
            "quarantine", "Messages that were not understood.", kept: "14 days",
            personal: ["topic": .payload, "payload": .payload, "reason": .words],
            plain: "id at payload_bytes profile state"),
    ]

    static let machine = [
        DataTable("meta", "Single values.", kept: "always", plain: "name value", key: ["name"]),
        DataTable(
            "flood", "Which device or topic said too much.", kept: "14 days after it ended",
            personal: ["name": .identity, "source": .identity],
            plain: "kind since last_at messages dropped_codes ended_at",
            about: "name IN (SELECT value FROM json_each(:theirIDs))", forgetting: .delete),
        DataTable("lane_reading", "What the service read of itself last.", kept: "the newest", plain: "id at body"),
        DataTable(
            "backup", "Copies that were made of the database.", kept: "the newest hundred",
            plain: "id at kind file bytes milliseconds"),
        DataTable("sequence", "Next numbers.", kept: "always", plain: "name next", key: ["name"]),
    ]
}
