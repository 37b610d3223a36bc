import Foundation

/// Whether the tests run under a sanitizer, which makes everything slower and larger.
public enum Sanitizer {
    /// `Scripts/sanitize/run.sh` says so.
    public static let isOn = ProcessInfo.processInfo.environment["CALLAHEAD_SANITIZER"] != nil
}
