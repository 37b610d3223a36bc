import Persistence
import Telemetry
import Testing

@testable import Pipeline

@Suite("Why somebody probably rings")
struct CallReasonTests {
    /// What has happened, and what is the likeliest reason then.
    struct Story: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sql: String
        var rule: CallReason.Rule
        var words: String
    }

    private static func attempt(_ minutes: Int64, _ outcome: String?, channel: String = "voice") -> String {
        """
        INSERT INTO attempt (task_id, actor, contact_id, channel, at, outcome) VALUES (3, 'Mari', 'kadri', '\(channel)',
            \(LookupSeed.at(minutes)), \(outcome.map { "'\($0)'" } ?? "NULL"));
        """
    }

    private static let stories = [
        Story(
            testDescription: "help comes in time", sql: "", rule: .helpComing,
            words: "asks where the help is: Flatbed 1 comes in 5 to 15 minutes; they were told by 00:10"),
        Story(
            testDescription: "the promise has passed",
            sql: "UPDATE case_file SET promise_latest = \(LookupSeed.at(-12));", rule: .helpLate,
            words: """
                rings because at 23:40 they were told that Flatbed 1 comes by 23:48, and it has not come: 12 minutes \
                late; now 5 to 15 minutes
                """),
        Story(
            testDescription: "late by less than a minute is not late",
            sql: "UPDATE case_file SET promise_latest = \(LookupSeed.at(0) - 30_000);", rule: .helpComing, words: "asks"
        ),
        Story(
            testDescription: "the promise has passed, but the crew is there",
            sql: """
                UPDATE case_file SET promise_latest = \(LookupSeed.at(-12));
                UPDATE leg SET state = 'on_scene';
                """, rule: .helpThere, words: "Flatbed 1 is with them"),
        Story(
            testDescription: "an emergency that nobody has spoken about",
            sql: LookupSeed.untold + "UPDATE case_file SET severity = 'emergency';"
                + LookupSeed.task("breakdown_call"), rule: .danger, words: "EMERGENCY, and nobody has reached them"),
        Story(
            testDescription: "we tried twice",
            sql: LookupSeed.untold + LookupSeed.task("breakdown_call") + attempt(-9, "no_answer")
                + attempt(-4, "voicemail"), rule: .missedCall,
            words: "returns our call: Mari tried to reach them twice, last at 23:56: voicemail"),
        Story(
            testDescription: "we tried, and reached them later",
            sql: LookupSeed.task("breakdown_call", state: "done")
                + attempt(-25, "no_answer") + attempt(-20, "reached"), rule: .helpComing, words: "asks where"),
        Story(
            testDescription: "a message is no missed call",
            sql: LookupSeed.untold + LookupSeed.task("breakdown_call") + attempt(-4, "no_answer", channel: "text"),
            rule: .notToldYet, words: "rings before we did"),
        Story(
            testDescription: "they wished to be called back",
            sql: LookupSeed.task("breakdown_call") + attempt(-4, "call_back"), rule: .missedCall,
            words: "wanted to be called back (23:56)"),
        Story(
            testDescription: "something has changed",
            sql: LookupSeed.task("call_again", reason: "the flatbed has refused"), rule: .changed,
            words: "rings before we could call again: the flatbed has refused"),
        Story(
            testDescription: "the crew did not find them",
            sql: "UPDATE job SET state = 'gone_on_arrival'; UPDATE leg SET state = NULL, eta_at = NULL;",
            rule: .crewWithoutThem, words: "was there and did not find them"),
        Story(
            testDescription: "nobody knows where they are",
            sql: "UPDATE plan SET state = 'needs_location'; UPDATE leg SET state = NULL;", rule: .placeUnknown,
            words: "can tell us where they are"),
        Story(
            testDescription: "the help waits for a yes that they may not give",
            sql: "UPDATE plan SET state = 'needs_approval', approval = 'needed'; UPDATE leg SET state = NULL;",
            rule: .approval, words: "waits for an approval"),
        Story(
            testDescription: "the help waits for their yes",
            sql: """
                UPDATE plan SET state = 'needs_approval', approval = 'needed';
                UPDATE leg SET state = NULL;
                UPDATE contact_role SET may_authorise = 1;
                """, rule: .approval, words: "may approve the help"),
        Story(
            testDescription: "they ring before we did", sql: LookupSeed.untold + LookupSeed.task("breakdown_call"),
            rule: .notToldYet, words: "oil pressure too low since 23:30; task 3 is open"),
        Story(
            testDescription: "no truck is free",
            sql: """
                UPDATE plan SET state = 'none_available', next_try_at = \(LookupSeed.at(3));
                UPDATE leg SET state = NULL;
                """, rule: .noUnit, words: "no unit is free yet; next try at 00:03"),
        Story(
            testDescription: "a question stayed open",
            sql: """
                INSERT INTO event (at, kind, case_id, detail) VALUES (\(LookupSeed.at(-20)), 'open_question', 7, 'who_pays');
                """, rule: .openQuestion, words: "asked at 23:40 and got no answer: who_pays"),
        Story(
            testDescription: "on the way to the workshop",
            sql: "UPDATE case_file SET state = 'in_transit'; UPDATE leg SET state = 'delivered';", rule: .onTheWay,
            words: "asks where the van is"),
        Story(
            testDescription: "in the workshop",
            sql: "UPDATE case_file SET state = 'in_workshop'; UPDATE leg SET state = 'delivered';", rule: .inWorkshop,
            words: "asks when the van is ready"),
        Story(
            testDescription: "an appointment is offered",
            sql: LookupSeed.untold + LookupSeed.task("service_offer")
                + "UPDATE case_file SET severity = 'service_soon', immobile = 0; UPDATE leg SET state = NULL;",
            rule: .offer, words: "task 3 waits for them: service offer"),
        Story(
            testDescription: "nothing but an open case",
            sql: "UPDATE case_file SET promise_latest = NULL; UPDATE leg SET state = NULL;", rule: .openCase,
            words: "case 7 is open"),
        Story(
            testDescription: "delivered to a workshop",
            sql: LookupSeed.over + "UPDATE leg SET state = 'delivered', workshop = 'w1';", rule: .delivered,
            words: "no open case: last job 2 h ago (oil pressure too low, 123 ABC), delivered to Laagna Auto; may ask "
                + "for the van"),
        Story(
            testDescription: "mended on the spot", sql: LookupSeed.over + "UPDATE leg SET state = 'fixed';",
            rule: .earlierCase, words: "ended 2 h ago as solved"),
        Story(
            testDescription: "mended, and the fault is back",
            sql: LookupSeed.over + """
                INSERT INTO fault (id, version, asset_key, source, code, status, kind, active, raised_at, seen_at,
                    activations)
                VALUES (1, 1, 1, 's', 'obd/P0520', 'confirmed', 'active', 1, \(LookupSeed.at(-5)), \(LookupSeed.at(-5)), 2);
                """, rule: .faultAgain, words: "obd/P0520 has shown again since"),
        Story(
            testDescription: "nothing at all",
            sql: """
                DELETE FROM hold; DELETE FROM job; DELETE FROM leg; DELETE FROM plan_place;
                DELETE FROM plan; DELETE FROM case_file;
                """, rule: .nothingOpen, words: "no open case and none before"),
    ]

    @Test("the likeliest reason stands first", arguments: stories)
    func reason(story: Story) throws {
        try lookUp(adding: story.sql) { answer, scripts in
            guard case .card(let card) = answer.result, let scripts else {
                Issue.record("nobody was found")
                return
            }
            let title: (String) -> String = { scripts.title(ofSymptom: $0) }
            let reasons = CallReason.ranked(card, at: ringing, title: title)
            #expect(reasons.first?.rule == story.rule, "\(reasons.map(\.text))")
            #expect(reasons.first?.text.contains(story.words) == true, "\(reasons.first?.text ?? "")")
        }
    }

    @Test("every rule is the likeliest of some story, so that none is dead")
    func everyRule() {
        // A helper's own rule is shown below.
        let shown = Set(CallReasonTests.stories.map(\.rule)).union([.helper])
        #expect(CallReason.Rule.allCases.filter { !shown.contains($0) } == [])
    }

    @Test(
        "a crew or a workshop rings about the case that it helps with",
        arguments: [
            ("+3725559999", "unit Flatbed 1 rings about case 7: accepted"),
            ("+3725558888", "workshop Laagna Auto rings and helps with no open case"),
        ])
    func helper(number: String, words: String) throws {
        try lookUp(number) { answer, scripts in
            guard case .card(let card) = answer.result, let scripts else {
                Issue.record("nobody was found")
                return
            }
            let title: (String) -> String = { scripts.title(ofSymptom: $0) }
            let texts = CallReason.ranked(card, at: ringing, title: title).map(\.text)
            #expect(texts.contains(words), "\(texts)")
        }
    }
}
