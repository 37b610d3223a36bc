import ArgumentParser

/// Times the diagnosis of codes, as it is counted by `micro`: from codes and values to what is wrong.
///
/// Prints one JSON array; there is nothing beside it, since nothing else makes the same of the same codes.
struct Diagnose: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Time the diagnosis of codes.")

    @Option(help: "How often each is made in a round.") var repeats = 5_000
    @Option(help: "Rounds, in turns.") var rounds = 5
    @Option(help: "Folder with device-profiles.") var home = "."

    func validate() throws {
        guard repeats > 0, rounds > 0 else { throw ValidationError("Give repeats and rounds, 1 or more.") }
    }

    func run() throws {
        let cases = MicroCase.diagnosing
        let bodies = try cases.map { try $0.prepare(try MicroKit(home: home)) }
        for (one, body) in zip(cases, bodies) { try body(one.before) }
        var microseconds = cases.map { _ in [Double]() }
        for _ in 0..<rounds {
            for (index, body) in bodies.enumerated() {
                let nanoseconds = try MicroCase.counted(body, repeats)
                microseconds[index].append(Double(nanoseconds) / 1_000 / Double(repeats))
            }
        }
        let lines = zip(cases, microseconds).map { one, rounds in
            """
            {"name":"\(one.name)","what":"\(one.what)","rounds_us":\(rounds)}
            """
        }
        print("[\(lines.joined(separator: ",\n"))]")
    }
}
