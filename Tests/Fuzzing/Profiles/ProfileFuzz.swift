// What libFuzzer calls: the text of a profile is loaded, and if it is sound, its own examples are decoded by it.
import DeviceProfiles

/// Loads one profile; traps if it is refused without a word, which libFuzzer reports.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzProfile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let text = String(validating: bytes, as: UTF8.self) else { return -1 }
    do {
        let set = try ProfileSet.load(texts: [("fuzz.yaml", text)])
        _ = set.exampleFailures()
        _ = set.subscriptions()
        _ = set.explain(topic: "a/b/c")
    } catch {
        precondition(!error.mistakes.isEmpty, "refused without a word")
        precondition(error.mistakes.allSatisfy { !$0.problem.isEmpty }, "a mistake without a word")
    }
    return 0
}
