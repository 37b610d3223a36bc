internal import Foundation

/// What the operating system says about this process.
package struct ProcessFigures: Sendable, Equatable {
    /// Resident memory in bytes; 0 where the system does not tell.
    package var residentBytes: Int64 = 0
    /// Open file descriptors; 0 where the system does not tell.
    package var openFiles = 0

    /// Reads `/proc`; takes some microseconds.
    package init() {
        if let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) {
            let fields = text.split(separator: " ")
            if fields.count > 1, let pages = Int64(fields[1]) {
                residentBytes = pages.multipliedReportingOverflow(by: Int64(sysconf(Int32(_SC_PAGESIZE)))).partialValue
            }
        }
        openFiles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}
