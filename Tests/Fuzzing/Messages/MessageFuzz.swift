// What libFuzzer calls: a message, topic and payload apart by the first line end, through all shipped profiles.
import DeviceProfiles
import Foundation
import Telemetry

/// The decoder under test; made anew now and then, because it remembers every identity that it has seen.
private struct Bench {
    let symbols = SymbolTable()
    let decoder: Decoder
    var messages = 0

    init(_ profiles: ProfileSet) {
        decoder = Decoder(profiles: profiles, symbols: symbols, devices: DeviceDirectory())
    }
}

/// One thread calls the fuzz target, so nothing here is shared.
nonisolated(unsafe) private var profiles: ProfileSet?
nonisolated(unsafe) private var bench: Bench?

private let receivedAt = Timestamp(seconds: 1_767_225_600)

private func ready() -> Bench {
    if let bench, bench.messages < 20_000 { return bench }
    do {
        let set = try profiles ?? ProfileSet.load(directory: "device-profiles")
        profiles = set
        return Bench(set)
    } catch {
        print("\(error)\nrun it where device-profiles/ is")
        exit(1)
    }
}

/// Writes the examples of the shipped profiles as seeds, into the folder that the variable names.
@_cdecl("LLVMFuzzerInitialize")
public func seedMessages(
    _ count: UnsafeMutablePointer<Int32>?, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    guard let folder = ProcessInfo.processInfo.environment["CALLAHEAD_FUZZ_SEEDS"] else { return 0 }
    bench = ready()
    for profile in profiles?.profiles ?? [] {
        for (number, message) in profile.exampleMessages.enumerated() {
            try? Data("\(message.topic)\n\(message.payload)".utf8)
                .write(to: URL(fileURLWithPath: "\(folder)/seed-\(profile.name)-\(number)"))
        }
    }
    return 0
}

/// Decodes one message and checks what holds for every message; traps otherwise, which libFuzzer reports.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMessage(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let split = bytes.firstIndex(of: 0x0A) ?? bytes.count
    let topic = UnsafeRawBufferPointer(rebasing: bytes[..<split])
    let payload = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(split + 1))
    var current = ready()
    current.messages += 1
    bench = current
    var observations: [Observation] = []
    let outcome = current.decoder.decode(
        topic: topic, payload: payload, receivedAt: receivedAt, retained: count & 1 == 1, into: &observations)
    switch outcome {
    case .decoded:
        // An axis of a position waits for its partner without saying anything yet.
        precondition(!observations.isEmpty || current.decoder.hasAssembled, "decoded, but nothing was said")
    case .ignored, .noProfile: precondition(observations.isEmpty, "passed over, but something was said")
    case .quarantined(let reason): precondition(!reason.text.isEmpty && !reason.path.isEmpty, "a reason is empty")
    }
    current.decoder.settle(into: &observations)
    current.decoder.flush(now: receivedAt.adding(seconds: 10), into: &observations)
    for observation in observations {
        precondition(observation.time <= receivedAt.adding(seconds: 600), "a time lies in the future")
        let line = observationJSON(observation, symbols: current.symbols)
        precondition(!line.utf8.contains(0x0A), "a line of JSON has two lines")
        precondition((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "no JSON: \(line)")
    }
    return 0
}
