internal import FleetSimulator
internal import Foundation
internal import Pipeline
internal import Telemetry

/// Appends to a truth ledger; each line is in the hands of the system before the next thing happens.
struct LedgerWriter {
    let path: String
    private let file: FileHandle
    private let encoder = JSONEncoder()
    /// How many lines of each kind were written.
    private var lines: [String: Int] = [:]

    /// Makes the file; it must not exist yet.
    ///
    /// - Throws: ``PrivateFileError``.
    init(path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFileError(path, errno) }
        self.path = path
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// The last line, ``LedgerEntry/finished(_:)``, is told how many of each kind came before it.
    ///
    /// - Parameter at: When it happened by the service's clock.
    mutating func write(_ entry: LedgerEntry, at: Timestamp) throws {
        var entry = entry
        if case .finished(var told) = entry {
            told.lines = lines
            entry = .finished(told)
        }
        lines[entry.kind, default: 0] += 1
        var line = try encoder.encode(LedgerLine(at: at, machine: .machineClock, entry))
        line.append(0x0A)
        try file.write(contentsOf: line)
    }
}
