import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

extension AtTheDesk {
    /// The board in a real terminal.
    @Suite(
        "The board",
        .enabled(if: TerminalWindow.isPossible, "tmux is not installed; Scripts/install-packages.sh brings it"))
    struct BoardTests {
        @Test("with the keys on the screen a task is taken, called and finished, and q gives the terminal back")
        func walk() throws {
            try withCentre { centre in
                try centre.prepare(Reference(units: 1, slots: 1, cars: 2))
                let peer = try Peer(centre.broker.port, filters: ["callahead/v1/units/tow-1/offer"])
                let serve = try centre.serve()
                try peer.publish([Native.online("tow-1"), Native.stop("car-1")])
                let window = try centre.board()
                let queue = try window.wait(for: "STOP")
                #expect(queue.contains("Example Dri…"))
                #expect(queue.contains("c take the next task"))
                try window.press("c")
                let task = try window.wait(for: "SAY (en)")
                #expect(task.contains("YOUR TASK 1"))
                #expect(task.contains("+3725550002"))
                for key in ["d dial", "f finish", "? help", "q quit"] { #expect(task.contains(key), "\(key)") }
                #expect(try centre.texts("SELECT claimed_by FROM task WHERE id = 1") == ["Mari"])
                try window.press("d")
                try window.wait(for: "claim ends in 14:5")
                try window.press("f")
                try window.wait(for: "r reached")
                try window.press("r")
                try window.wait(for: "Enter SAVE")
                try window.press("3", "n")
                try window.type("waits at the bridge 橋")
                try window.wait(for: "waits at the bridge 橋_")
                try window.press("Enter", "Enter")
                try window.wait(for: "Task 1 is finished: reached")
                try eventually("the lane has taken it over", said: serve.errors) {
                    try centre.texts("SELECT state || ' ' || ifnull(outcome, '') FROM task WHERE id = 1")
                        == ["done reached"] ? true : nil
                }
                #expect(try centre.texts("SELECT text FROM note") == ["waits at the bridge 橋"])
                #expect(try centre.texts("SELECT detail FROM event WHERE kind = 'open_question'") == ["who_pays"])
                #expect(try centre.number("SELECT count(*) FROM attempt WHERE outcome = 'reached'") == 1)
                #expect(try centre.number("SELECT count(*) FROM said WHERE channel = 'voice'") == 1)
                try window.press("q")
                let end = try window.wait(for: "terminal as before")
                #expect(end.hasPrefix("the shell before\nended with 0"))
            }
        }

        @Test("it fits itself to every size of the terminal, down to nothing and up again")
        func sizes() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board()
                try window.wait(for: "c take the next task")
                try window.resize(columns: 20, rows: 24)
                try window.wait("one column") { $0.contains(">STOP") && !$0.contains("SYMPTOM") }
                try window.resize(columns: 200, rows: 50)
                try window.wait("all panes") { $0.contains("SERVICE LEVELS") && $0.contains("[QUEUE 1]") }
                try window.resize(columns: 10, rows: 3)
                try window.wait(for: "needs 40")
                try window.resize(columns: 80, rows: 24)
                let again = try window.wait(for: "c take the next task")
                #expect(again.split(separator: "\n").count { $0.contains("STOP") } == 1)
            }
        }

        @Test("NO_COLOR takes the colours away, not the words")
        func noColour() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let colour = /\u{1B}\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m/
                let coloured = try centre.board(environment: ["NO_COLOR": ""])
                try coloured.wait(for: "STOP")
                #expect(try coloured.screen(withStyles: true).contains(colour))
                let plain = try centre.board(environment: ["NO_COLOR": "1"])
                try plain.wait(for: "!!  STOP")
                let screen = try plain.screen(withStyles: true)
                #expect(!screen.contains(colour))
                #expect(screen.contains("\u{1B}[7m"))
            }
        }

        @Test("a board that is stopped and goes on shows what has happened, and held up nobody meanwhile")
        func stopped() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board()
                try window.wait(for: "c take the next task")
                try window.press("c")
                try window.wait(for: "YOUR TASK 1")
                try window.send(SIGSTOP)
                try eventually("nobody reads the database") { try centre.emptiesLog() ? true : nil }
                try centre.write { try $0.execute(sql: "UPDATE task SET state = 'withdrawn', version = version + 1") }
                #expect(!(try window.screen()).contains("WITHDRAWN"))
                try window.send(SIGCONT)
                try window.wait(for: "WITHDRAWN: task 1 is not needed any more")
                try window.press("Enter")
                try window.wait(for: "Nothing to do")
            }
        }

        @Test("between two looks at the database it holds no snapshot: the log can be emptied while it runs")
        func snapshots() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board()
                try window.wait(for: "STOP")
                try window.press("Enter")
                try window.wait(for: "LOOKING AT TASK 1")
                for number in 1...20 {
                    try centre.write { try $0.execute(sql: "UPDATE task SET priority = ?", arguments: [number]) }
                    try eventually("the log is emptied") { try centre.emptiesLog() ? true : nil }
                }
            }
        }

        @Test("however it ends, by a signal or by a crash, the terminal is given back")
        func endings() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                for (signal, code) in [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 129), (SIGSEGV, 139), (SIGABRT, 134)] {
                    let window = try centre.board()
                    try window.wait(for: "c take the next task")
                    try window.send(signal)
                    let end = try window.wait(for: "terminal as before")
                    #expect(end.contains("the shell before\n"), "signal \(signal)")
                    #expect(end.contains("ended with \(code)"), "signal \(signal)")
                    #expect(!end.contains("STOP"), "signal \(signal)")
                }
            }
        }

        @Test("Ctrl-Z gives the terminal to the shell, and the board is drawn anew when it goes on")
        func suspended() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board(inShell: true)
                try window.wait(for: "c take the next task")
                try window.press("C-z")
                let shell = try window.wait(for: "Stopped")
                #expect(!shell.contains("c take the next task"))
                try window.type("echo typed-$((1+1))")
                try window.press("Enter")
                try window.wait(for: "typed-2")
                try window.type("fg")
                try window.press("Enter")
                let board = try window.wait(for: "c take the next task")
                #expect(!board.contains("typed-2"))
                try window.press("q")
                try window.wait(for: "typed-2")
            }
        }

        @Test("a claim that was kept goes on when the board is started again under the same name")
        func goesOn() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board()
                try window.wait(for: "c take the next task")
                try window.press("c")
                try window.wait(for: "YOUR TASK 1")
                try window.press("q")
                try window.wait(for: "k quits and keeps it")
                try window.press("k")
                try window.wait(for: "task 1 stays yours until")
                let again = try centre.board()
                try again.wait(for: "YOUR TASK 1")
                try again.press("r")
                try again.wait(for: "y give it back")
                try again.press("y")
                try again.wait(for: "Task 1 is given back")
                #expect(try centre.number("SELECT count(*) FROM task WHERE claimed_by IS NULL") == 1)
            }
        }

        @Test("somebody else who has taken the task meanwhile finds the outcome as a note")
        func lost() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board(words: ["--lease", "2s"])
                try window.wait(for: "c take the next task")
                try window.press("c")
                try window.wait(for: "YOUR CLAIM HAS ENDED")
                let jaan = try eventually("Jaan gets the task") {
                    let claim = try centre.run(["tasks", "next", "--claim", "--as", "Jaan"])
                    return claim.end == .exited(0) ? claim : nil
                }
                #expect(jaan.output.contains("Token"))
                try window.wait(for: "Jaan has it now")
                try window.press("f")
                try window.wait(for: "n no answer")
                try window.press("n")
                try window.wait(for: "Enter SAVE")
                try window.press("Enter")
                try window.wait(for: "Your outcome is kept as a note")
                let notes = try centre.texts("SELECT text FROM note WHERE kind = 'refused_outcome'")
                #expect(notes.count == 1)
                #expect(notes.first?.contains("no_answer") == true)
            }
        }

        @Test("a database that is locked or taken away is said, and the board goes on when it is back")
        func database() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board()
                try window.wait(for: "c take the next task")
                try centre.write { _ in
                    // While this runs nobody else can write.
                    try window.press("c")
                    try window.wait(for: "WAITING for the database")
                    try window.press("3")
                    try window.wait(for: "[3 Units")
                }
                try window.wait(for: "YOUR TASK 1")
                try FileManager.default.moveItem(atPath: centre.database, toPath: centre.database + ".away")
                let gone = try window.wait(for: "DATABASE, since")
                #expect(gone.contains("YOUR TASK 1"))
                try FileManager.default.moveItem(atPath: centre.database + ".away", toPath: centre.database)
                try window.wait("it is back") { !$0.contains("DATABASE") && $0.contains("YOUR TASK 1") }
                try window.press("n")
                try window.type("still here")
                try window.press("Enter")
                try window.wait(for: "Kept as a note")
            }
        }

        @Test("nothing that a name or a note holds reaches the terminal as a command")
        func injection() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let evil = "\u{1B}]2;owned\u{07}\u{1B}[2J\u{9B}31mKadri\u{202E}\r\n"
                try centre.write { db in
                    try db.execute(sql: "UPDATE contact SET name = ?, needs = ?", arguments: [evil, evil])
                    try db.execute(
                        sql: "INSERT INTO note (at, case_id, actor, kind, text) VALUES (1, 1, ?1, 'note', ?1)",
                        arguments: [evil])
                }
                let window = try centre.board(rows: 60)
                try window.wait(for: "]2;owned[2J…")
                try window.press("Enter")
                try window.wait(for: "LOOKING AT TASK 1")
                let screen = try window.wait(for: "NOTE")
                #expect(screen.contains("c take task 1"))
                #expect(try window.value("pane_title").contains("owned") == false)
            }
        }

        @Test("a stop that nobody takes alarms on the board of everybody, with one ring")
        func alarm() throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board()
                try window.wait(for: "c take the next task")
                let bells = try window.countBells()
                try centre.write { try $0.execute(sql: "UPDATE task SET alarm = 1, version = version + 1") }
                try window.wait(for: "ALARM STOP: task 1 has waited")
                let screen = try window.screen(withStyles: true)
                #expect(screen.contains(/\u{1B}\[(?:[0-9;]*;)?7(?:;[0-9;]*)?mALARM STOP/))
                try eventually("it rings") { try bells() > 0 ? true : nil }
                let minute = try window.screen().prefix(80)
                try window.wait("the clock goes on") { $0.prefix(80) != minute }
                #expect(try bells() == 1)
            }
        }

        @Test(
            "where there is no terminal to draw on, it says what to use instead",
            arguments: ["dumb", ""])
        func refused(term: String) throws {
            try withCentre { centre in
                try centre.prepareTasks(1)
                let window = try centre.board(environment: ["TERM": term])
                let screen = try window.wait(for: "ended with 64")
                #expect(screen.replacing("\n", with: "").contains("`callahead tasks next --watch`"))
                let piped = try centre.run(["board"])
                #expect(piped.end == .exited(64))
                #expect(piped.errors.contains("The board needs a terminal"))
            }
        }
    }
}

extension Centre {
    /// The board of Mari in a terminal of its own.
    fileprivate func board(
        rows: Int = 24, words: [String] = [], environment: [String: String] = [:], inShell: Bool = false
    ) throws -> TerminalWindow {
        try TerminalWindow(
            ["board", "--db", database, "--as", "Mari"] + words, directory: directory, rows: rows,
            environment: environment, inShell: inShell)
    }

    /// Tasks of so many cars, made by a service that is gone afterwards.
    fileprivate func prepareTasks(_ cars: Int) throws {
        try prepare(Reference(cars: cars))
        let peer = try Peer(broker.port)
        let serve = try serve()
        try serve.waitForWords("connected as")
        try peer.publish((1...cars).map { Native.stop("car-\($0)") })
        try eventually("every car has a call", said: serve.errors) {
            try number("SELECT count(*) FROM task") == cars ? true : nil
        }
        serve.send(SIGTERM)
        try #require(try serve.waitForEnd() == .exited(0))
    }

    /// Empties the write-ahead log, which a reader's snapshot would prevent.
    fileprivate func emptiesLog() throws -> Bool {
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        defer { try? queue.close() }
        return try queue.inDatabase { db in
            do {
                return try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                return false
            }
        }
    }
}
