import Foundation
import TestSupport
import Testing

extension AtTheDesk {
    /// The tab key of a dispatcher's shell.
    @Suite("Completion in a shell")
    struct CompletionTests {
        @Test(
            "a tab in bash completes commands, outcomes, facts and the numbers of open tasks", .timeLimit(.minutes(1)))
        func bash() throws {
            try withCentre { centre in
                let town = Reference(cars: 1)
                try centre.prepare(town)
                let peer = try Peer(centre.broker.port, filters: [])
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")
                let script = try Command(["completions", "bash"], directory: centre.directory)
                try #require(try script.waitForEnd() == .exited(0))
                let program = try Command.callahead.get()
                let file = "\(centre.directory)/tab.bash"
                try """
                \(script.output)
                export PATH="\((program as NSString).deletingLastPathComponent):$PATH" CALLAHEAD_DB="\(centre.database)"
                tab() {
                    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
                    _callahead callahead "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                    echo "${COMPREPLY[*]}"
                }
                tab callahead tasks fin
                tab callahead tasks finish 1 --outcome wr
                tab callahead tasks fact 1 smo
                tab callahead tasks claim ""
                tab callahead cases show ""
                CALLAHEAD_DB=/nowhere.db tab callahead tasks claim ""
                """.write(toFile: file, atomically: true, encoding: .utf8)
                let bash = try Command("bash", [file], directory: centre.directory)
                try #require(try bash.waitForEnd() == .exited(0), "\(bash.errors)")
                let task = try centre.number("SELECT id FROM task")
                let caseID = try centre.number("SELECT id FROM case_file")
                let answers = bash.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                #expect(
                    answers.prefix(6) == ["finish", "wrong_number", "smoke=yes smoke=no", "\(task)", "\(caseID)", ""])
            }
        }
    }
}
