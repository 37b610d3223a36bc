import ArgumentParser
import FleetSimulator
import Persistence
import Pipeline
import Verification

/// `verify`: compares the truth of a simulated run with what the store holds.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare the truth ledger of a simulated run with the database that it left: one verdict.",
        discussion: """
            Exits 0 only if every promise was kept, within the bounds that the scenario sets under expects; 1 if not. \
            Counts are told as counts, and no share is rounded up: 14,998 of 15,000 is not 100 %.
            """)

    @Argument(help: "The ledger that simulate --ledger has written.", completion: .file())
    var ledger: String

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Print a JSON object, with everything that is wrong.")
    var json = false

    @Option(help: "Show at most this many findings of a row.")
    var limit = 10

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is a number from 0.") }
    }

    func run() throws {
        try reportingFailures {
            let verdict = try VerifyCommand.verdict(ledger: ledger, database: database.path)
            if json {
                Terminal.show(try VerdictReport(verdict).jsonText(indented: Terminal.isInteractive))
            } else {
                Terminal.show(VerdictText(limit: limit).lines(verdict))
            }
            guard verdict.holds else { throw ExitCode.failure }
        }
    }

    /// Reads both and compares them.
    ///
    /// - Throws: ``StoreError``, or what reading the ledger throws.
    static func verdict(ledger: String, database: String) throws -> Verdict {
        let truth = Ledger(bytes: Array(try InputFile.bytes(of: ledger)))
        // Opened as every command that writes opens it: that is what the durability of the file rests on.
        let store = try StoreConnection(path: database, role: .command(create: false))
        var facts = try store.facts { messageDigest(topic: $0, payload: $1) }
        facts.health.synchronous = try store.synchronous()
        return Verdict(of: truth, and: facts)
    }
}

/// A verdict as JSON.
struct VerdictReport: Encodable {
    var holds: Bool
    var rows: [VerdictRow]

    init(_ verdict: Verdict) { (holds, rows) = (verdict.holds, verdict.rows) }
}
