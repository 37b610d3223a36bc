import Diagnostics
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("Call sheets for paper")
struct SheetPrintingTests {
    private static let clock = WallClock(name: "Europe/Tallinn") { _ in 120 }

    @Test(
        "a page has whom to ring, the words in both languages, the plan with its times, and boxes for what came of it")
    func text() throws {
        try withSheet { sheet, scripts in
            let text = SheetText(scripts: scripts, clock: SheetPrintingTests.clock).text(sheet)
            for words in [
                "CALL SHEET 1 · TASK 3", "page 1 of 2 · printed 2026-11-22 02:00 Europe/Tallinn by Mari · 2 tasks",
                "RING      +3725550001", "Kadri Kask · driver · et", "case 7 · 123 ABC", "SAY (et)", "en: ",
                "there between 02:05 and 02:15", "as of 02:00, true until 02:15", "[ ] reached", "[ ] in danger",
                "[ ] how long", "MINUTES THEY NAMED", "TIME OF THE CALL",
            ] { #expect(text.contains(words), "\(words)\n\(text)") }
            #expect(text.split(separator: "\u{0C}").count == 2)
        }
    }

    @Test("no line is wider than the page, and none holds a control character")
    func width() throws {
        let hostile = "UPDATE contact SET name = 'Kadri' || char(27) || '[31m' || char(7), needs = '\(longWords)';"
        try withSheet(adding: hostile) { sheet, scripts in
            let text = SheetText(scripts: scripts, clock: SheetPrintingTests.clock).text(sheet)
            for line in text.split(separator: "\n") {
                #expect(line.count <= 80, "\(line)")
                let isPlain = line.unicodeScalars.allSatisfy {
                    $0 == "\u{0C}" || $0.properties.generalCategory != .control
                }
                #expect(isPlain, "\(line)")
            }
        }
    }

    @Test("HTML stands alone, has a page for each task, and whatever a person is called does no harm")
    func html() throws {
        let hostile = """
            UPDATE contact SET name = '<script>alert("x")</script>''&', needs = '" onload="x';
            UPDATE task SET reasons = '["</td><img src=x>"]';
            """
        try withSheet(adding: hostile) { sheet, scripts in
            let html = SheetHTML(scripts: scripts, clock: SheetPrintingTests.clock).text(sheet)
            #expect(!html.contains("<script"))
            #expect(!html.contains("<img"))
            #expect(!html.contains("\" onload"))
            #expect(html.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;"))
            for outside in ["http:", "https:", "//", "url(", "@import", "src="] {
                #expect(!html.replacing("&lt;img src=x&gt;", with: "").contains(outside), "\(outside)")
            }
            let pages = html.split(separator: "<section>").count - 1
            #expect(pages == 2)
            #expect(html.split(separator: "</section>").count - 1 == 2)
            #expect(html.contains("size: A4"))
            #expect(html.contains("<td lang=\"et\">"))
            #expect(html.contains("<td lang=\"en\">"))
        }
    }

    @Test(
        "a page says until when it is true",
        arguments: [
            ("", "as of 02:00, true until 02:15. Say the times, not the minutes"),
            (
                "UPDATE leg SET state = 'offered'; UPDATE job SET state = 'offered', expires_at = \(LookupSeed.at(1));",
                "as of 02:00, true until 02:01: nobody has said yes yet"
            ),
            (
                """
                UPDATE leg SET state = NULL;
                UPDATE plan SET state = 'none_available', next_try_at = \(LookupSeed.at(3));
                """, "as of 02:00, true until 02:03"
            ), ("UPDATE leg SET state = 'on_scene';", "as of 02:00, true until somebody knows better"),
        ])
    func truth(sql: String, words: String) throws {
        try withSheet(adding: sql) { sheet, scripts in
            let page = try #require(sheet.pages.first { $0.caseDetail != nil })
            let shown = SheetPage(page, scripts: scripts, clock: SheetPrintingTests.clock, at: ringing)
            #expect(shown.truth.hasPrefix(words), "\(shown.truth)")
        }
    }

    @Test("a sheet that could not be kept says so on every page")
    func unrecorded() throws {
        try withSheet { sheet, scripts in
            var sheet = sheet
            sheet.number = 0
            let text = SheetText(scripts: scripts, clock: .utc).text(sheet)
            #expect(text.split(separator: "CALL SHEET, NOT RECORDED").count == 2 + (text.hasPrefix("CALL") ? 0 : 1))
        }
    }

    @Test("the form for a sheet is a file that can be read back, with every column")
    func template() {
        #expect(SheetColumns.template() == "task,sheet,outcome,at,by,eta_minutes,call_back_at,open_questions,note\n")
        #expect(SheetColumns.template(sheet: 3, tasks: [7]).hasSuffix("\n7,3,,,,,,,\n"))
    }

    private let longWords = String(repeating: "needs a ramp and somebody who speaks slowly ", count: 8)

    /// Prints the seed's call and one without a case.
    private func withSheet(adding sql: String = "", _ body: (PrintedSheet, ScriptBuilder) throws -> Void) throws {
        try withDatabase { store in
            try store.write { db in
                try db.execute(sql: LookupSeed.rows + LookupSeed.task("breakdown_call", reason: "stop"))
                try db.execute(
                    sql: """
                        INSERT INTO task (id, version, kind, state, contact_id, priority, due_at, created_at, reasons,
                            alarm) VALUES (4, 1, 'follow_up', 'ready', 'firm', 1, 0, 0, '[]', 0)
                        """)
                try db.execute(sql: sql)
            }
            let scripts = ScriptBuilder(
                phrasebook: try Phrasebook.load(directory: Repository.folder("outreach")),
                catalogue: try FaultCatalogue.load(directory: Repository.folder("device-profiles")))
            let sheet = try Desk(store).printSheet(as: DeskActor(name: "Mari"), at: ringing)
            try body(try #require(sheet), scripts)
        }
    }
}
