import ArgumentParser

/// Taking what somebody else has.
struct ForceOptions: ParsableArguments {
    @Option(help: "Take it although a colleague has it or talks to the same person, and why; it is recorded.")
    var force: String?

    func validate() throws {
        if let force, force.allSatisfy(\.isWhitespace) { throw ValidationError("--force needs a reason.") }
    }
}
