internal import Foundation

/// What the operating system says about this process.
package struct ProcessFigures: Sendable, Equatable {
    /// Resident memory in bytes; 0 where the system does not tell.
    package var residentBytes: Int64 = 0
    /// Open file descriptors; 0 where the system does not tell.
    package var openFiles = 0

    /// Reads `/proc`; takes some microseconds.
    package init() {
        if let text = ProcessFigures.text(of: "/proc/self/statm") {
            let fields = text.split(separator: " ")
            if fields.count > 1, let pages = Int64(fields[1]) {
                residentBytes = pages.multipliedReportingOverflow(by: Int64(sysconf(Int32(_SC_PAGESIZE)))).partialValue
            }
        }
        openFiles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// A short file of the system's.
    ///
    /// Those in `/proc` say that they are empty, and for such a file Foundation's own reading loses four kilobytes each
    /// time (swift-foundation, `readBytesFromFile`; seen with 6.3.1).
    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
