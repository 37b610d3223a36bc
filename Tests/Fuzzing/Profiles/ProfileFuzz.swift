// What libFuzzer calls: the text of a profile is loaded, and if it is sound, its own examples are decoded by it.
import DeviceProfiles
import Foundation

/// Writes the shipped profiles without their examples as seeds, into the folder that the variable names.
@_cdecl("LLVMFuzzerInitialize")
public func seedProfiles(
    _ count: UnsafeMutablePointer<Int32>?, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    guard let folder = ProcessInfo.processInfo.environment["CALLAHEAD_FUZZ_SEEDS"],
        let paths = try? ProfileFile.paths(inDirectory: "device-profiles")
    else { return 0 }
    for path in paths {
        guard let text = try? ProfileFile.text(atPath: path) else { continue }
        let head = text.firstRange(of: "\nexamples:").map { text[..<$0.lowerBound] } ?? text[...]
        let name = URL(fileURLWithPath: path).lastPathComponent
        try? Data(head.utf8).write(to: URL(fileURLWithPath: "\(folder)/seed-\(name)"))
    }
    return 0
}

/// Loads one profile; traps if it is refused without a word, which libFuzzer reports.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzProfile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    guard let text = String(validating: bytes, as: UTF8.self) else { return -1 }
    do {
        let set = try ProfileSet.load(texts: [("fuzz.yaml", text)])
        _ = set.exampleFailures()
        _ = set.explain(topic: "a/b/c")
    } catch {
        precondition(!error.mistakes.isEmpty, "refused without a word")
        precondition(error.mistakes.allSatisfy { !$0.problem.isEmpty }, "a mistake without a word")
    }
    return 0
}
