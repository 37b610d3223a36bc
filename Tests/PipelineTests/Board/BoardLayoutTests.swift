import Outreach
import Telemetry
import Testing

@testable import Pipeline

private let noon = Timestamp(milliseconds: 1_795_305_600_000)

@Suite("The board on terminals of every size")
struct BoardLayoutTests {
    @Test("80 columns show severity, due time, kind, asset, person and symptom of every task, and the keys")
    func usual() {
        let rows = BoardTests.board([.line(17, .emergency), .line(18, .limp)]).screen(80, 24).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(rows[2] == "      SEVERITY  DUE / WITH  CALL       ASSET     WHO          SYMPTOM")
        #expect(rows[3] == "> !!! EMERGENCY in 60 s     breakdown  17 ABC    Kadri Kask   oil pressure too …")
        #expect(rows[4] == "  !   limp      in 60 s     breakdown  18 ABC    Kadri Kask   oil pressure too …")
        #expect(rows[22].hasPrefix(" c take the next task"))
    }

    @Test("a wide terminal shows queue, task, units, service levels and campaigns at once")
    func wide() {
        var board = BoardTests.board([.line(1, .stop)])
        board.hold(1, lines: ["SAY (en)", "  Hello."])
        var snapshot = board.snapshot ?? BoardSnapshot(at: noon)
        snapshot.units = [UnitLine(name: "Flatbed 1", state: "en route")]
        snapshot.levels = [LevelLine("Calls", "12")]
        snapshot.campaigns = [CampaignLine(cause: "cold night", open: 9, told: 3, since: noon)]
        board.receive(.snapshot(snapshot), at: noon)
        let screen = board.screen(200, 50)
        for words in ["1 ABC", "Hello.", "Flatbed 1", "Calls", "cold night", "3 told, 9 open"] {
            #expect(screen.contains(words), "\(words)")
        }
    }

    private func foreseen(_ count: Int, of all: Int) -> BoardSnapshot {
        var snapshot = BoardSnapshot(at: noon)
        snapshot.foreseen = (0..<count).map { index in
            var line = ForecastLine(
                isBooked: index == 0, asset: "\(index) ABC", part: "starter battery", share: "3 of 10",
                within: "a week",
                since: noon.adding(seconds: -200_000))
            if index == 0 { line.offer = "offer: task 17" }
            return line
        }
        snapshot.foreseenCount.booked = min(1, count)
        snapshot.foreseenCount.watched = all - min(1, count)
        return snapshot
    }

    @Test("what is foreseen has a pane of its own: asset, part, likelihood, since when, and the offer")
    func forecasts() {
        var board = Board(actor: "Mari")
        board.receive(.snapshot(foreseen(3, of: 120)), at: noon)
        _ = board.press(.character("6"), at: noon)
        let rows = board.screen(80, 24).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows[1].contains("[6 Foreseen 120]"))
        #expect(rows[1].contains("4 Levels"))
        #expect(rows[2] == "LEVEL ASSET      PART               LIKELY              SINCE / OFFER")
        #expect(rows[3] == "book  0 ABC      starter battery    3 of 10 in a week   2 d · offer: task 17")
        #expect(rows[4] == "watch 1 ABC      starter battery    3 of 10 in a week   2 d")
        #expect(rows[6] == "and 117 more: callahead prognosis list")
        #expect(board.screen(200, 50).contains("4 Service levels"))
        #expect(board.screen(200, 50).contains("book  0 ABC"))
    }

    @Test("where there is room no column is cut, whatever stands in it", arguments: [140, 110])
    func uncut(width: Int) {
        var board = Board(actor: "Mari")
        var snapshot = foreseen(2, of: 2)
        snapshot.foreseen[0].asset = "ABC-1234-XY-77"
        snapshot.foreseen[1].part = "exhaust gas recirculation valve"
        var line = QueueLine.line(1, .stop)
        (line.asset, line.who) = ("ABC-1234-XY-77", "Maria Magdalena Kask-Saar")
        line.symptom = "oil pressure too low"
        snapshot.queue = [line]
        var unit = UnitLine(name: "Flatbed of Tartu number 12", state: "en route to the other one")
        (unit.kind, unit.goes) = ("heavy wheel lift", "1 ABC, tow")
        snapshot.units = [unit]
        board.receive(.snapshot(snapshot), at: noon)
        func lines(_ pane: Character) -> String {
            _ = board.press(.character(pane), at: noon)
            let pane = board.pane
            return board.otherLines(pane, width: width, at: noon).map(\.text).joined(separator: "\n")
        }
        let units = lines("3")
        #expect(units.contains("Flatbed of Tartu number 12 heavy wheel lift en route to the other one"), "\(units)")
        let foreseen = lines("6")
        #expect(foreseen.contains("book  ABC-1234-XY-77 "), "\(foreseen)")
        #expect(foreseen.contains(" exhaust gas recirculation valve 3 of 10 in a week "), "\(foreseen)")
        #expect(!(units + foreseen).contains("…"), "\(units)\(foreseen)")
        let queue = QueueColumns(width: width, for: [line], mine: nil, at: noon)
        let row = queue.row(line, isSelected: false, isMine: false, at: noon)
        #expect(row.text.contains("ABC-1234-XY-77 Maria Magdalena Kask-Saar oil pressure too low"), "\(row.text)")
        #expect(row.columns <= width)
        #expect(queue.heading.text.contains("ASSET          WHO"))
    }

    @Test("among several panes the one that is looked at has the most room", arguments: [6, 3])
    func looked(pane: Int) {
        var board = Board(actor: "Mari")
        var snapshot = foreseen(30, of: 30)
        snapshot.units = (0..<30).map { UnitLine(name: "Flatbed \($0)", state: "free") }
        snapshot.levels = (0..<12).map { LevelLine("Figure \($0)", "1") }
        board.receive(.snapshot(snapshot), at: noon)
        _ = board.press(.character(Character("\(pane)")), at: noon)
        let text = board.screen(120, 40)
        let shown = (0..<30).filter { text.contains(pane == 6 ? "\($0) ABC " : "Flatbed \($0) ") }
        #expect(shown.count >= 6, "\(text)")
        for words in ["UNITS 30", "SERVICE LEVELS", "CAMPAIGNS 0", "FORESEEN 30"] { #expect(text.contains(words)) }
    }

    @Test("where nothing is foreseen it says so, and on what little that stands")
    func nothingForeseen() {
        var board = Board(actor: "Mari")
        var snapshot = BoardSnapshot(at: noon)
        for (isLearnt, words) in [(false, "only batteries and alternators are judged"), (true, "worth watching now.")] {
            snapshot.foreseenCount.isLearnt = isLearnt
            board.receive(.snapshot(snapshot), at: noon)
            _ = board.press(.character("6"), at: noon)
            let text = board.screen(160, 30)
            #expect(text.contains("Nothing is foreseen"))
            #expect(text.replacing("\n", with: " ").contains(words), "\(text)")
            #expect(text.contains("batteries") == !isLearnt)
        }
    }

    @Test("fifty forecasts take no room from the queue and from the own task")
    func crowding() {
        var board = BoardTests.board((1...9).map { .line($0, .stop) })
        board.hold(1, lines: ["SAY (en)", "  Hello."])
        var snapshot = board.snapshot ?? BoardSnapshot(at: noon)
        let before = board.screen(120, 40).split(separator: "\n").prefix(12).joined(separator: "\n")
        snapshot.foreseen = foreseen(50, of: 900).foreseen
        board.receive(.snapshot(snapshot), at: noon)
        #expect(board.screen(120, 40).split(separator: "\n").prefix(12).joined(separator: "\n") == before)
        #expect(board.screen(80, 24).contains("Hello."))
        #expect(!board.screen(80, 24).contains("starter battery"))
    }

    @Test("under 40 x 10 there is one column, under 20 x 4 it says what it needs")
    func small() {
        var line = QueueLine.line(1, .stop)
        let board = BoardTests.board([line])
        let narrow = board.screen(20, 24)
        #expect(narrow.contains(">STOP 60 s   1 ABC"))
        #expect(board.screen(39, 9).contains("STOP"))
        #expect(board.screen(19, 24).contains("callahead board\nneeds 40 x 10"))
        #expect(board.screen(1, 1) == "c" || board.screen(1, 1) == "…")
        line.isAlarmed = true
        #expect(BoardTests.board([line]).screen(20, 24).contains("ALARM STOP: task"))
    }

    @Test("whatever the size and whatever was pressed, the board is drawn and stays within its cells")
    func everySize() {
        var random = Seeded(5)
        let keys: [Key] =
            "cdfsnFrRqjkgG/?1234567rnvxtlmopyhwab \u{7}õ".map { .character($0) } + [
                .enter, .escape, .tab, .backTab, .up, .down, .pageUp, .pageDown, .backspace, .paste("山\u{1B}[2J"),
                .control("c"), .control("u"), .unknown, .home, .end,
            ]
        for _ in 0..<30 {
            var board = BoardTests.board((1...Int64.random(in: 1...40, using: &random)).map { .line($0, .stop) })
            for _ in 0..<40 {
                let key = keys.randomElement(using: &random) ?? .enter
                let request = board.press(key, at: noon)
                switch request {
                case .claimNext: board.hold(1, lines: (0..<50).map { "line \($0) 山田 გიორგი of a script" })
                case .claim(let task): board.receive(.claimed(Held(task: task, token: 9)), at: noon)
                case let request?:
                    board.receive(
                        Bool.random(using: &random)
                            ? .done(request) : .refused(request, .lost(holder: "\u{1B}[31mJaan")), at: noon)
                case nil: break
                }
                let columns = Int.random(in: 0...220, using: &random)
                let rows = Int.random(in: 0...60, using: &random)
                let grid = board.frame(columns: columns, rows: rows, at: noon.adding(seconds: 200))
                #expect(grid.columns == max(columns, 1))
                #expect(grid.rows == max(rows, 1))
                let isClean = !grid.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }
                #expect(isClean)
            }
        }
    }

    @Test("words and signs carry the severity: without any style two severities never look the same")
    func withoutColour() {
        let words = Severity.allCases.map { severity in
            QueueColumns.sign(.line(1, severity)) + " " + QueueColumns.word(.line(1, severity))
        }
        #expect(Set(words).count == Severity.allCases.count)
    }

    @Test("keys run to the end of a long screen and not beyond")
    func scrolling() {
        var board = BoardTests.board([.line(1, .stop)])
        board.hold(1, lines: (1...60).map { "line \($0)" })
        #expect(board.screen(80, 24).contains("more lines (j)"))
        for _ in 0..<500 {
            _ = board.press(.character("j"), at: noon)
            _ = board.frame(columns: 80, rows: 24, at: noon)
        }
        #expect(board.screen(80, 24).contains("line 60"))
        _ = board.press(.character("k"), at: noon)
        #expect(!board.screen(80, 24).contains("line 60"))
        _ = board.press(.character("g"), at: noon)
        #expect(board.screen(80, 24).contains("  line 1\n"))
    }
}
