import ArgumentParser
import Glibc

/// Does hot things some times, for whoever counts their instructions and allocations.
///
/// Scripts/bench/micro.py runs the cases of an area under valgrind, which counts only within ``MicroCase/counted(_:_:)``.
struct Micro: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do hot things some times, for a tool that counts instructions.")

    @Argument(help: "Which things, in their order; all are listed without one.") var names: [String] = []
    @Option(help: "Folder with device-profiles and outreach.") var home = "."

    func run() throws {
        guard !names.isEmpty else {
            let lines = MicroCase.all.map { one in
                """
                {"name":"\(one.name)","what":"\(one.what)","times":\(one.times)}
                """
            }
            print("[\(lines.joined(separator: ",\n"))]")
            return
        }
        for name in names {
            guard let one = MicroCase.all.first(where: { $0.name == name }) else {
                throw ValidationError("no case is called \(name)")
            }
            let body = try one.prepare(try MicroKit(home: home))
            // What grows at first has grown.
            try body(one.before)
            let before = Allocations.count
            let nanoseconds = Double(try MicroCase.counted(body, one.times)) / Double(one.times)
            let allocations = Double(Allocations.count - before) / Double(one.times)
            print(
                """
                {"name":"\(name)","times":\(one.times),"nanoseconds":\(nanoseconds.rounded()),\
                "allocations":\(allocations)}
                """)
        }
    }
}

/// How often this process has allocated, if Scripts/bench/count_allocations.c is loaded into it; else 0.
private enum Allocations {
    private typealias Counter = @convention(c) () -> UInt

    private static let counter: Counter? = dlsym(nil, "callahead_allocations").map {
        unsafeBitCast($0, to: Counter.self)
    }

    static var count: UInt { counter?() ?? 0 }
}

/// One hot thing.
struct MicroCase {
    /// `area.thing`.
    let name: String
    /// What is done once.
    let what: String
    /// How often it is done before anything is counted.
    let before: Int
    /// How often it is counted.
    let times: Int
    /// Makes what it needs, which is not counted, and gives what is; called twice, it goes on where it was.
    let prepare: (MicroKit) throws -> (_ times: Int) throws -> Void

    static var all: [MicroCase] { decoding + diagnosing + lane + planning + desk + prognosis }

    /// The only place where instructions are counted; its name stands in Scripts/bench/micro.py.
    ///
    /// - Returns: Nanoseconds.
    @inline(never)
    static func counted(_ body: (_ times: Int) throws -> Void, _ times: Int) throws -> UInt64 {
        let began = BenchClock.monotonic
        try body(times)
        return BenchClock.monotonic - began
    }
}
