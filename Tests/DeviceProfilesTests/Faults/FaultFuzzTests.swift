import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Hostile fault lists")
struct FaultFuzzTests {
    static let seeds = [
        #"{"x":["E1",{"code":"P0301","status":"pending"},7],"y":1,"name":"n"}"#, #"{"x":"0301 0420,C100","y":1}"#,
        #"{"x":"5902AF0301112F","y":3,"name":"n"}"#, #"{"x":"10FF6400010500000000FFFF","y":2}"#,
        #"{"x":[0,255,100,0,1,5,255,255],"name":"n"}"#, #"{"x":[{"spn":100,"fmi":1},{"spn":0,"fmi":0}]}"#,
        #"{"x":"0540FFFFFFFFFFFF"}"#, #"{"x":9,"y":4,"name":"n"}"#, #"{"x":"E1, E2;-"}"#, #"{"x":true,"name":"n"}"#,
    ]

    @Test(
        "mutated messages never trap, name sound codes only, and clear nothing when something is wrong with them",
        arguments: FaultAbsenceTests.lists)
    func mutations(list: String) throws {
        let bench = try FaultCase.bench(list)
        var random = SeededGenerator(state: 0xFA_017)
        var counts = [0, 0]
        var isSound = true
        for _ in 0..<4_000 {
            var payload = Array(
                FaultFuzzTests.seeds[Int.random(in: 0..<FaultFuzzTests.seeds.count, using: &random)].utf8)
            for _ in 0..<Int.random(in: 0...3, using: &random) { FaultFuzzTests.mutate(&payload, &random) }
            let (outcome, observations) = bench.decode("t/1", payload)
            for observation in observations {
                guard case .faults(let report) = observation.body else { continue }
                counts[0] += 1
                // A message with something wrong in it is no full set.
                if report.mode == .set, outcome.reason != nil { isSound = false }
                if report.codes.count > 256 { isSound = false }
                for code in report.codes { isSound = isSound && FaultFuzzTests.isSound(code) }
            }
            if outcome.reason != nil { counts[1] += 1 }
        }
        #expect(isSound)
        #expect(counts[0] > 3 && counts[1] > 100, "\(counts)")
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...6, using: &random))
        let piece = FuzzTests.pieces[Int.random(in: 0..<FuzzTests.pieces.count, using: &random)]
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 3: bytes.replaceSubrange(place..<end, with: piece)
        default:
            guard let digit = bytes.firstIndex(where: { $0 &- 0x30 <= 9 }) else { return }
            bytes.replaceSubrange(digit...digit, with: piece)
        }
    }

    private static func isSound(_ code: FaultCode) -> Bool {
        let parts = code.code.split(separator: "/", maxSplits: 1)
        return parts.count == 2 && code.code.utf8.count <= 80 && code.raw.utf8.count <= 256
            && code.code.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    @Test("a list as long as a payload may be costs no more than its length")
    func longLists() throws {
        let limits = "limits: {codes: 4096, payload_bytes: 1048576}\n"
        for (list, payload) in [
            (
                "{path: x, form: list, meaning: set}",
                "[" + (0..<60_000).map { "\"E\($0)\"" }.joined(separator: ",") + "]"
            ),
            (
                "{path: x, form: text, separators: ',', meaning: set}",
                "\"" + (0..<60_000).map { "E\($0)" }.joined(separator: ",") + "\""
            ),
            ("{path: x, form: vector, meaning: set}", "[" + (0..<60_000).map { "\($0)" }.joined(separator: ",") + "]"),
            (
                "{path: x, form: obd2, meaning: set}",
                "\"" + (0..<8_000).map { String($0 + 0x1000, radix: 16) }.joined() + "\""
            ),
        ] {
            let text = "rules:\n  - {name: a, topic: \"t/{device}\", faults: [\(list)]}"
            let bench = try Bench.profile(limits + text)
            let clock = ContinuousClock()
            var reason: String?
            let elapsed = clock.measure { reason = bench.decode("t/1", "{\"x\":\(payload)}").outcome.reason?.text }
            #expect(reason?.contains("more than 4096") == true)
            #expect(elapsed < .seconds(5), "\(list): \(elapsed)")
        }
    }
}
