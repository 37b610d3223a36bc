import ArgumentParser
import Diagnostics
import Outreach
import Pipeline

/// How results are shown.
struct ShowingOptions: ParsableArguments {
    @Flag(help: "Print JSON: one object, or an array for a list.")
    var json = false

    @Option(help: "The folder of device profiles; else the one of CALLAHEAD_HOME or of this program.")
    var profiles: String?

    @Option(
        name: .customLong("reading"),
        help: "Your own language (en, et, …), shown beside the customer's; else CALLAHEAD_LANGUAGE, else en.")
    var readingLanguage: String?

    /// The words of this installation.
    ///
    /// - Parameter policy: The policy file that was named; else the installation's counts.
    func scripts(policy: String? = nil) throws -> ScriptBuilder {
        let installation = try Installation.find(profiles: profiles)
        return ScriptBuilder(
            phrasebook: try Phrasebook.load(directory: installation.outreach),
            catalogue: try FaultCatalogue.load(directory: installation.deviceProfiles),
            dispatcherLanguage: readingLanguage ?? Environment.value("CALLAHEAD_LANGUAGE") ?? "en",
            policy: PolicyOptions.prevention(policy, in: installation))
    }

    /// Prints one document.
    func show(_ value: JSONValue) throws { Terminal.show(try value.text(indented: Terminal.isInteractive)) }
}
