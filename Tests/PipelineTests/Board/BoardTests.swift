import Outreach
import Telemetry
import Testing

@testable import Pipeline

private let noon = Timestamp(milliseconds: 1_795_305_600_000)

@Suite("The board's keys and banners")
struct BoardTests {
    @Test("with only the keys at its bottom a task is taken, called and finished")
    func firstTime() throws {
        var board = BoardTests.board([.line(17, .stop), .line(18, .limp)])
        #expect(board.keysShown.contains("c take the next task"))
        #expect(board.press(.character("c"), at: noon) == .claimNext)
        let held = Held(task: 17, token: 5)
        board.receive(.claimed(held), at: noon)
        board.show(17, lines: ["Task 17", "", "SAY (en)", "  Hello."])
        #expect(board.screen().contains("Hello."))
        #expect(board.screen().contains("YOUR TASK 17  claim ends in 5:00"))
        for key in ["d dial", "f finish", "n note", "F fact", "s snooze", "R renew", "r give back"] {
            #expect(board.keysShown.contains(key), "\(key)")
        }
        #expect(board.press(.character("d"), at: noon) == .dial(held, channel: "voice", reason: nil))
        board.receive(.done(.dial(held, channel: "voice", reason: nil)), at: noon)
        #expect(board.press(.character("f"), at: noon) == nil)
        #expect(board.screen().contains(" r reached"))
        #expect(board.press(.character("r"), at: noon) == nil)
        #expect(board.keysShown.contains("Enter SAVE"))
        #expect(board.press(.character("3"), at: noon) == nil)
        var call = TypedOutcome(.reached)
        call.openQuestions = ["who_pays"]
        #expect(board.press(.enter, at: noon) == .finish(held, call))
        board.receive(.done(.finish(held, call)), at: noon)
        #expect(board.held == nil)
        #expect(board.pane == .queue)
        #expect(board.notice == "Task 17 is finished: reached. c takes the next.")
    }

    @Test("c takes what the dispatcher moved to, else the desk decides which is next")
    func whichIsClaimed() {
        var board = BoardTests.board([.line(1, .stop), .line(2, .limp), .line(3, .limp)])
        var moved = board
        _ = moved.press(.character("j"), at: noon)
        #expect(moved.press(.character("c"), at: noon) == .claim(2))
        moved = board
        for key: Key in [.character("/"), .character("3"), .enter] { _ = moved.press(key, at: noon) }
        #expect(moved.lines.map(\.id) == [3])
        #expect(moved.press(.character("c"), at: noon) == .claim(3))
        moved.receive(.claimed(Held(task: 3, token: 5)), at: noon)
        #expect(moved.lines.count == 3)
        _ = board.press(.down, at: noon)
        _ = board.press(.down, at: noon)
        _ = board.press(.enter, at: noon)
        #expect(board.looked == 3)
        #expect(board.press(.character("c"), at: noon) == .claim(3))
    }

    @Test("the selection follows its task when the queue changes, and what would be taken next when nobody chose")
    func selection() {
        var board = BoardTests.board([.line(1, .stop), .line(2, .limp)])
        #expect(board.selected(at: noon)?.id == 1)
        board.receive([.line(9, .emergency), .line(1, .stop), .line(2, .limp)])
        #expect(board.selected(at: noon)?.id == 9)
        _ = board.press(.character("j"), at: noon)
        _ = board.press(.character("j"), at: noon)
        board.receive([.line(7, .emergency), .line(2, .limp), .line(9, .emergency), .line(1, .stop)])
        #expect(board.selected(at: noon)?.id == 2)
        board.receive([.line(7, .emergency), .line(9, .emergency)])
        #expect(board.selected(at: noon)?.id == 7)
    }

    @Test("a second task is not taken, and nothing of a claim is done without one")
    func oneAtATime() {
        var board = BoardTests.board([.line(1, .stop), .line(2, .limp)])
        for key in "dfsrR" {
            let request = board.press(.character(key), at: noon)
            #expect(request == nil)
        }
        #expect(board.notice == "That is for your own task: take one with c first.")
        board.hold(1)
        #expect(board.press(.character("c"), at: noon) == nil)
        #expect(board.notice?.hasPrefix("You have task 1") == true)
    }

    @Test("while the database has not answered, nothing is asked of it twice")
    func pending() {
        var board = BoardTests.board([.line(1, .stop)])
        #expect(board.press(.character("c"), at: noon) == .claimNext)
        #expect(board.press(.character("c"), at: noon) == nil)
        #expect(board.screen(at: noon.adding(seconds: 3)).contains("WAITING for the database for 3 s"))
        board.receive(.nothingToDo, at: noon)
        #expect(board.press(.character("c"), at: noon) == .claimNext)
    }

    @Test("a stop that nobody took alarms in words, rings once, and rings again only for another")
    func alarm() {
        var line = QueueLine.line(1, .stop)
        var board = BoardTests.board([line])
        #expect(board.takeBell(at: noon.adding(seconds: 59)) == false)
        #expect(!board.screen(at: noon.adding(seconds: 59)).contains("ALARM"))
        line.isAlarmed = true
        board.receive([line])
        let later = noon.adding(seconds: 61)
        #expect(board.takeBell(at: later) == true)
        #expect(board.takeBell(at: later.adding(seconds: 1)) == false)
        #expect(board.screen(at: later).contains("ALARM STOP: task 1 has waited"))
        var other = QueueLine.line(2, .emergency)
        other.isAlarmed = true
        board.receive([other, line])
        #expect(board.takeBell(at: later.adding(seconds: 2)) == true)
        #expect(board.takeBell(at: later.adding(seconds: 3)) == false)
        line.state = .claimed
        line.holder = "Jaan"
        line.leaseUntil = later.adding(seconds: 300)
        board.receive([line])
        #expect(!board.screen(at: later).contains("ALARM"))
        // Jaan's lease runs out: it alarms again.
        #expect(board.takeBell(at: later.adding(seconds: 299)) == false)
        #expect(board.takeBell(at: later.adding(seconds: 300)) == true)
    }

    @Test("a stop alarms after a minute past due even if the lane is away; milder tasks never do")
    func alarmWithoutLane() {
        let board = BoardTests.board([.line(1, .stop), .line(2, .limp), .line(3, .unknown)])
        #expect(board.alarms(at: noon.adding(seconds: 60)).map(\.id) == [])
        #expect(board.alarms(at: noon.adding(seconds: 61)).map(\.id) == [1])
    }

    @Test("the claim counts down, warns a minute before its end, and says when it has ended")
    func lease() {
        var board = BoardTests.board([.line(1, .stop)])
        board.hold(1)
        #expect(board.screen(at: noon.adding(seconds: 48)).contains("claim ends in 4:12"))
        #expect(!board.screen(at: noon.adding(seconds: 239)).contains("R renews it"))
        #expect(board.screen(at: noon.adding(seconds: 241)).contains("ends in 59 s: R renews it"))
        #expect(board.screen(at: noon.adding(seconds: 300)).contains("YOUR CLAIM HAS ENDED"))
        #expect(board.press(.character("R"), at: noon) == .renew(Held(task: 1, token: 5)))
    }

    @Test(
        "what becomes of a claimed task is said at once, and only an outcome for its notes is left",
        arguments: [
            (TaskView.Standing.withdrawn("nobody rang"), "WITHDRAWN: task 1 is not needed any more, nobody rang."),
            (.lost("Jaan"), "Jaan has it now"),
            (.lost(nil), "it was released or withdrawn"), (.done, "OVER: task 1"),
        ])
    func lost(standing: TaskView.Standing, words: String) {
        var board = BoardTests.board([.line(1, .stop)])
        board.hold(1)
        board.show(1, lines: ["Task 1"], standing: standing)
        #expect(board.screen().contains(words))
        for key in "dRsr" {
            let request = board.press(.character(key), at: noon)
            #expect(request == nil)
        }
        #expect(board.mode == .browsing)
        var typed = board
        for key in "fn" { _ = typed.press(.character(key), at: noon) }
        #expect(typed.press(.enter, at: noon) == .finish(Held(task: 1, token: 5), TypedOutcome(.noAnswer)))
        typed.receive(
            .refused(.finish(Held(task: 1, token: 5), TypedOutcome(.noAnswer)), .lost(holder: "Jaan")), at: noon)
        #expect(typed.held == nil)
        #expect(typed.notice?.contains("Your outcome is kept as a note") == true)
        _ = board.press(.enter, at: noon)
        #expect(board.held == nil)
        #expect(board.pane == .queue)
    }

    @Test("an outcome that could not be saved comes back as it was typed")
    func notSaved() {
        var board = BoardTests.board([.line(1, .stop)])
        board.hold(1)
        for key in "frn" { _ = board.press(.character(key), at: noon) }
        for key in "wet" { _ = board.press(.character(key), at: noon) }
        _ = board.press(.enter, at: noon)
        guard let request = board.press(.enter, at: noon) else {
            Issue.record("nothing was saved")
            return
        }
        board.receive(.refused(request, .failed("database is locked")), at: noon)
        #expect(board.screen().contains("NOT SAVED: database is locked"))
        #expect(board.screen().contains("Note: wet"))
        #expect(board.press(.enter, at: noon) == request)
    }

    @Test("what is new on the claimed task's screen has a star until it was seen; the clock alone changes nothing")
    func changes() {
        var board = BoardTests.board([.line(1, .stop)])
        board.hold(1, lines: ["Task 1 · due 12:00:00 (in 40 s)", "UNIT none"])
        board.show(1, lines: ["Task 1 · due 12:00:00 (3 s ago)", "UNIT none"])
        #expect(!board.screen().contains("CHANGED"))
        board.show(1, lines: ["Task 1 · due 12:00:00 (9 s ago)", "UNIT Flatbed 1, 20 to 30 minutes"])
        #expect(board.screen().contains("* UNIT Flatbed 1"))
        #expect(board.screen().contains("CHANGED"))
        _ = board.press(.enter, at: noon)
        #expect(!board.screen().contains("* UNIT Flatbed 1"))
        board.show(1, lines: ["Task 1", "UNIT Flatbed 1, 25 to 35 minutes"])
        #expect(board.screen().contains("* UNIT Flatbed 1, 25"))
    }

    @Test("whoever quits with a claim is asked: keep it, give it back, or stay")
    func quitting() {
        var board = BoardTests.board([.line(1, .stop)])
        var free = board
        _ = free.press(.character("q"), at: noon)
        #expect(free.isOver)
        board.hold(1)
        _ = board.press(.character("q"), at: noon)
        #expect(!board.isOver)
        #expect(board.screen().contains("k quits and keeps it"))
        var kept = board
        _ = kept.press(.character("k"), at: noon)
        #expect(kept.isOver)
        var stays = board
        _ = stays.press(.escape, at: noon)
        #expect(stays.mode == .browsing)
        #expect(!stays.isOver)
        let held = Held(task: 1, token: 5)
        #expect(board.press(.character("r"), at: noon) == .release(held))
        #expect(!board.isOver)
        board.receive(.done(.release(held)), at: noon)
        #expect(board.isOver)
    }

    @Test("a lost database is said with the age of what is shown, until it answers again")
    func trouble() {
        var board = BoardTests.board([.line(1, .stop)])
        board.receive(.trouble("database is locked\u{1B}[2J"), at: noon.adding(seconds: 5))
        board.receive(.trouble("database is locked"), at: noon.adding(seconds: 9))
        #expect(
            board.screen().contains("DATABASE, since 00:00:05: database is locked. What you see is of 00:00:00."))
        board.receive([.line(1, .stop)])
        #expect(!board.screen().contains("DATABASE"))
    }

    @Test("where quiet hours speak against a call, it is made with a reason or not at all")
    func quietHours() {
        var board = BoardTests.board([.line(1, .limp)])
        board.hold(1)
        let held = Held(task: 1, token: 5)
        let dial = BoardRequest.dial(held, channel: "voice", reason: nil)
        #expect(board.press(.character("d"), at: noon) == dial)
        board.receive(.refused(dial, .notNow("quiet hours speak against calling now until 06:00 UTC")), at: noon)
        #expect(board.screen().contains("Why do you call all the same?"))
        #expect(board.press(.enter, at: noon) == nil)
        var given = board
        for key in "asked" { _ = given.press(.character(key), at: noon) }
        #expect(given.press(.enter, at: noon) == .dial(held, channel: "voice", reason: "asked"))
        _ = board.press(.escape, at: noon)
        #expect(board.mode == .browsing)
        #expect(board.pending == nil)
    }

    @Test("nobody leaves while a claim may be on its way, unless with Ctrl-C")
    func leavingEarly() {
        var board = BoardTests.board([.line(1, .stop)])
        _ = board.press(.character("c"), at: noon)
        _ = board.press(.character("q"), at: noon)
        #expect(!board.isOver)
        var stuck = board
        _ = stuck.press(.control("c"), at: noon)
        #expect(stuck.isOver)
        board.receive(.nothingToDo, at: noon)
        _ = board.press(.character("q"), at: noon)
        #expect(board.isOver)
    }

    @Test("pasted text is never taken for keys")
    func paste() {
        var board = BoardTests.board([.line(1, .stop)])
        #expect(board.press(.paste("c"), at: noon) == nil)
        board.hold(1)
        _ = board.press(.character("n"), at: noon)
        _ = board.press(.paste("by the\r\nbridge"), at: noon)
        #expect(board.press(.enter, at: noon) == .note(task: 1, text: "by the bridge"))
    }

    static func board(_ lines: [QueueLine]) -> Board {
        var board = Board(actor: "Mari")
        board.receive(lines)
        return board
    }
}

extension Board {
    /// A snapshot with these tasks, and what was claimed before.
    mutating func receive(_ lines: [QueueLine]) {
        var snapshot = BoardSnapshot(at: noon)
        snapshot.queue = lines
        snapshot.openTasks = lines.count
        snapshot.mine = self.snapshot?.mine
        receive(.snapshot(snapshot), at: noon)
    }

    /// A claim under token 5 until five minutes past noon.
    mutating func hold(_ task: Int64, lines: [String] = ["Task"]) {
        receive(.claimed(Held(task: task, token: 5)), at: noon)
        show(task, lines: lines)
    }

    /// A snapshot in which the claimed task looks so.
    mutating func show(_ task: Int64, lines: [String], standing: TaskView.Standing = .open) {
        var snapshot = self.snapshot ?? BoardSnapshot(at: noon)
        var view = TaskView(id: task, kind: .breakdownCall)
        view.lines = lines
        view.standing = standing
        view.leaseUntil = noon.adding(seconds: 300)
        snapshot.mine = view
        receive(.snapshot(snapshot), at: noon)
    }

    /// What stands on a terminal.
    func screen(_ columns: Int = 100, _ rows: Int = 30, at now: Timestamp = noon) -> String {
        var board = self
        return board.frame(columns: columns, rows: rows, at: now).text
    }

    /// The keys at the bottom, in one line.
    var keysShown: String { keys.map { "\($0.key) \($0.words)" }.joined(separator: "  ") }
}

extension QueueLine {
    static func line(_ id: Int64, _ severity: Severity) -> QueueLine {
        var line = QueueLine(
            id: id, kind: .breakdownCall, dueAt: noon.adding(seconds: 60), createdAt: noon, state: .ready)
        line.severity = severity
        line.asset = "\(id) ABC"
        line.who = "Kadri Kask"
        line.symptom = "oil pressure too low"
        return line
    }
}
