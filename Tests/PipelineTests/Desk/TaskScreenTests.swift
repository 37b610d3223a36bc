import Casework
import Diagnostics
import Foundation
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

private let noon = Timestamp(milliseconds: 1_795_305_600_000)

@Suite("The task's screen and what is around it")
struct TaskScreenTests {
    private func withDesk(adding extra: String = "", _ body: (Desk, ScriptBuilder) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("screen-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let connection = try StoreConnection(
            path: folder.appendingPathComponent("callahead.db").path, role: .command(create: true))
        defer { try? connection.close() }
        try connection.write { try $0.execute(sql: DeskJSONTests.seed + extra) }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let home = try Installation.find(currentDirectory: root)
        try body(
            Desk(connection),
            ScriptBuilder(
                phrasebook: try Phrasebook.load(directory: home.outreach),
                catalogue: try FaultCatalogue.load(directory: home.deviceProfiles)))
    }

    private func screen(_ desk: Desk, _ scripts: ScriptBuilder, width: Int? = nil) throws -> String {
        TaskScreen(scripts: scripts, now: noon, width: width).text(try desk.task(3, at: noon), token: 11)
    }

    @Test(
        "no line is wider than the terminal, except a command that is to be copied whole", arguments: [80, 60, 40, 20])
    func width(columns: Int) throws {
        let note = "INSERT INTO note (at, actor, kind, text, task_id) VALUES (1, 'Mari', 'note', '\(words(60))', 3);"
        try withDesk(adding: note) { desk, scripts in
            let lines = try screen(desk, scripts, width: columns).split(separator: "\n")
            let wide = lines.filter { $0.count > max(40, columns) && !$0.contains("callahead tasks") }
            #expect(wide.isEmpty, "\(wide)")
            #expect(lines.count > 30)
        }
    }

    @Test(
        "who asked to be called back is greeted so, also while it rings again and after nobody answered",
        arguments: [
            ([("kadri", "call_back")], true), ([("kadri", "call_back"), ("kadri", nil)], true),
            ([("kadri", "call_back"), ("kadri", "no_answer"), ("kadri", nil)], true),
            ([("kadri", "call_back"), ("kadri", "language"), ("kadri", nil)], false),
            ([("somebody", "call_back"), ("kadri", nil)], false), ([("kadri", "no_answer")], false),
        ] as [([(String, String?)], Bool)])
    func callsBack(attempts: [(String, String?)], isGreeted: Bool) throws {
        let rows = attempts.enumerated().map { index, attempt in
            let end = attempt.1.map { "\(index + 2), '\($0)'" } ?? "NULL, NULL"
            return "INSERT INTO attempt (task_id, contact_id, actor, channel, at, ended_at, outcome) "
                + "VALUES (3, '\(attempt.0)', 'mari', 'voice', \(index + 1), \(end));"
        }
        try withDesk(adding: rows.joined()) { desk, scripts in
            let task = try desk.task(3, at: noon)
            #expect(task.askedToBeCalledBack == isGreeted)
            let opening = try #require(scripts.script(for: task, at: noon)?.blocks.first { $0.kind == .opening })
            #expect(opening.text.contains("tagasi helistada") == isGreeted, "\(opening.text)")
        }
    }

    @Test("who asked for a time is greeted so although nobody dialled", arguments: [true, false])
    func wishedTime(isSame: Bool) throws {
        let rows = """
            UPDATE task SET reasons = '["they asked to be called back at 10:00"]';
            INSERT INTO attempt (task_id, contact_id, actor, channel, at, ended_at, outcome)
            VALUES (3, '\(isSame ? "kadri" : "somebody")', 'mari', 'voice', 1, 2, 'no_answer');
            """
        try withDesk(adding: rows) { desk, _ in
            let task = try desk.task(3, at: noon)
            #expect(task.askedToBeCalledBack == isSame)
        }
    }

    private func words(_ count: Int) -> String { Array(repeating: "word", count: count).joined(separator: " ") }

    @Test("without a terminal no line is broken")
    func unbroken() throws {
        try withDesk { desk, scripts in
            let task = try desk.task(3, at: noon)
            let text = try screen(desk, scripts)
            let script = try #require(scripts.script(for: task, at: noon))
            for block in script.blocks {
                for line in block.text.split(separator: "\n") { #expect(text.contains("  \(line)")) }
            }
        }
    }

    @Test("two languages stand side by side where there is room, else one below the other")
    func sideBySide() throws {
        try withDesk { desk, scripts in
            let narrow = try screen(desk, scripts, width: 80)
            #expect(narrow.contains("\n      en: Hello"))
            let wide = try screen(desk, scripts, width: 160)
            let line = wide.split(separator: "\n").first { $0.contains("Tere, Kadri Kask!") }
            #expect(line?.contains("Hello, Kadri Kask.") == true)
            #expect(wide.split(separator: "\n").allSatisfy { $0.count <= 160 })
        }
    }

    @Test("the questions that people ask stand below what is said")
    func questions() throws {
        try withDesk { desk, scripts in
            let text = try screen(desk, scripts)
            let asked = try #require(text.range(of: "IF THEY ASK"))
            #expect(text[asked.upperBound...].contains("Kes maksab?"))
            #expect(text[..<asked.lowerBound].contains("Kes maksab?") == false)
        }
    }

    @Test("why nobody comes is said in words, with the next try")
    func nobody() throws {
        let none = """
            DELETE FROM leg;
            UPDATE plan SET state = 'none_available', reason = 'all_busy', next_try_at = 1795305780000;
            """
        try withDesk(adding: none) { desk, scripts in
            let text = try screen(desk, scripts)
            #expect(text.contains("nobody is free · every crew that could help is busy · looked for again 00:03:00"))
            #expect(!text.contains("all_busy"))
        }
    }

    @Test("minutes are the same in the script and beside the unit")
    func minutes() throws {
        try withDesk(adding: "UPDATE leg SET eta_at = 1795305700000;") { desk, scripts in
            let text = try screen(desk, scripts)
            #expect(text.contains("Flatbed 1 (truck-1) · accepted · up to 5 minutes"))
        }
    }

    @Test("how to get in is shown, and told to a crew")
    func access() throws {
        let site = """
            INSERT INTO site (id, name, lat, lon, access_note, country)
            VALUES ('s1', 'Depot East', 59.437, 24.754, 'gate code at the desk', 'EE');
            UPDATE asset SET site_id = 's1', colour = 'red', vin = 'VIN1';
            """
        try withDesk(adding: site) { desk, scripts in
            let text = try screen(desk, scripts)
            #expect(text.contains("Depot East · gate code at the desk"))
        }
        let call = "UPDATE task SET kind = 'provider_call', contact_id = NULL, unit = 'truck-1';"
        try withDesk(adding: site + call) { desk, scripts in
            let script = try #require(scripts.script(for: try desk.task(3, at: noon), language: "en", at: noon)).text
            for words in ["plate 123 ABC", "Colour: red.", "VIN: VIN1.", "How to get in: gate code at the desk."] {
                #expect(script.contains(words), "\(words) is not in \(script)")
            }
        }
    }

    @Test("112 hears the smoke that a person told, and after the release not that help waits for it")
    func smoke() throws {
        let danger = """
            UPDATE task SET kind = 'authority_call', contact_id = NULL;
            UPDATE case_file SET severity = 'emergency';
            INSERT INTO fact_told (case_id, at, actor, key, value) VALUES (7, 1, 'Mari', 'smoke', 'yes');
            """
        let release =
            "INSERT INTO fact_told (case_id, at, actor, key, value) VALUES (7, 2, 'Mari', 'scene_released', 'yes');"
        try withDesk(adding: danger) { desk, scripts in
            let script = try #require(scripts.script(for: try desk.task(3, at: noon), language: "en", at: noon)).text
            #expect(script.contains("A person there reports smoke.") && script.contains("only once you release"))
        }
        try withDesk(adding: danger + release) { desk, scripts in
            let script = try #require(scripts.script(for: try desk.task(3, at: noon), language: "en", at: noon)).text
            #expect(script.contains("The scene has been released") && !script.contains("only once you release"))
        }
    }

    @Test("somebody without a role hears neither place nor workshop")
    func noRole() throws {
        let near = "INSERT INTO place (name, road, lat, lon) VALUES ('Kose', 'E263', 59.4371, 24.7541);"
        for (extra, knows) in [("", true), ("DELETE FROM contact_role;", false)] {
            try withDesk(adding: near + extra) { desk, scripts in
                let script = try #require(scripts.script(for: try desk.task(3, at: noon), at: noon)).text
                for secret in ["Kose", "E263", "Laagna"] { #expect(script.contains(secret) == knows, "\(script)") }
            }
        }
    }

    @Test(
        "nobody's language is the installation's, and one without a file falls along its chain",
        arguments: ["NULL", "'lv'"])
    func language(tag: String) throws {
        try withDesk(adding: "UPDATE contact SET language = \(tag);") { desk, scripts in
            let script = try #require(scripts.script(for: try desk.task(3, at: noon), at: noon))
            #expect(script.language == "en")
            #expect(script.text.contains("oil pressure"))
        }
    }

    @Test("the road comes from the nearest post, the name from the nearest place, the country from either")
    func surroundings() throws {
        let places = """
            INSERT INTO place (name, kind, road, km, direction, lat, lon, country) VALUES
                ('E263 km 34', 'motorway', 'E263', 34, 'Tartu', 59.4372, 24.7542, NULL),
                ('Kose', 'town', NULL, NULL, NULL, 59.45, 24.754, 'ee'),
                ('E20 km 2', 'road', 'E20', 2, 'Narva', 59.444, 24.754, 'ee');
            INSERT INTO track (case_id, time, lat, lon) VALUES (7, 1, 59.40, 24.7), (7, 2, 59.42, 24.7), (7, 3, 59.43, 24.7),
                (7, 4, 59.4370001, 24.754);
            """
        try withDesk(adding: places) { desk, scripts in
            let task = try desk.task(3, at: noon)
            let around = try #require(task.caseDetail).surroundings
            #expect(around.road?.road == "E263" && around.road?.kilometre == 34)
            #expect(around.country == "ee")
            #expect(around.earlier.map(\.latitude) == [59.43, 59.42])
            let context = try #require(scripts.context(for: task, language: "en", at: noon))
            #expect(context.roadClass == .motorway && context.country == "ee")
            #expect(
                scripts.script(for: task, language: "en", at: noon)?.text.contains(
                    "E263, near kilometre 34, towards Tartu, 1 kilometre south of Kose?") == true)
        }
        let far = "INSERT INTO place (name, kind, lat, lon, country) VALUES ('Paide', 'town', 59.6, 24.754, 'ee');"
        try withDesk(adding: far) { desk, scripts in
            let words = scripts.script(for: try desk.task(3, at: noon), language: "en", at: noon)?.text
            #expect(words?.contains("Are you here: 18 kilometres south of Paide?") == true, "\(words ?? "")")
        }
    }

    @Test("a call about several cases has a line for each, and a campaign says how many there are")
    func group() throws {
        let group = """
            UPDATE task SET kind = 'service_offer', case_id = NULL, asset_key = NULL, call_group = 'digest';
            UPDATE case_file SET group_task = 3, severity = 'service_soon';
            """
        try withDesk(adding: group) { desk, scripts in
            let text = try screen(desk, scripts)
            #expect(text.contains("en: 123 ABC, van: it reports that"))
        }
        let second = """
            INSERT INTO asset (key, id, known, kind, plate) VALUES (2, 'van-2', 1, 'van', '456 DEF');
            INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom, part,
                capabilities, codes, evidence, opened_at, fault_at, group_task)
            VALUES (8, 1, 2, 'open', 'limp', 0, 0, 'oil_pressure_low', NULL, '', '[]', '[]', 1, 1, 3);
            INSERT INTO campaign (id, version, kind, cause, opened_at, first_at, last_at, quiet_at, assets)
            VALUES (1, 1, 'depot', 'depot|east', 1, 1, 1, 1895305600000, 2);
            UPDATE task SET kind = 'breakdown_call', call_group = 'campaign', campaign_id = 1;
            """
        try withDesk(adding: group + second) { desk, scripts in
            let script = try #require(scripts.script(for: try desk.task(3, at: noon), language: "en", at: noon))
            #expect(script.blocks.map(\.kind) == [.opening, .campaign, .digest, .questions, .request])
            #expect(script.text.contains("in all by 2 vehicles"))
            #expect(script.text.contains("May I drive? Gently"))
            #expect(script.blocks[2].text.hasPrefix("456 DEF"))
        }
    }
}
