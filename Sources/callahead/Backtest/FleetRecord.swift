import Foundation
import Prognostics
import Telemetry

/// The files of a fleet's record, read and ready.
struct FleetRecord {
    private(set) var builder = HistoryBuilder()
    /// What a person should know of the files.
    private(set) var notes: [String] = []

    /// Reads what there is.
    ///
    /// - Parameters:
    ///   - folder: Where files with the usual names may be; of those only repairs must be there.
    ///   - files: Files by name, which must be there and go before the folder's.
    /// - Throws: ``HistoryFileError`` and ``InputFileError``.
    init(folder: String?, files: [HistoryFile: String?]) throws {
        if let folder {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                throw InputFileError(description: "there is no folder \(folder)")
            }
        }
        for kind in HistoryFile.allCases {
            if let named = files[kind] ?? nil {
                try read(kind, named)
            } else if let folder {
                let path = URL(fileURLWithPath: folder).appendingPathComponent("\(kind.rawValue).csv").path
                if FileManager.default.fileExists(atPath: path) {
                    try read(kind, path)
                } else if kind == .repairs {
                    throw InputFileError(description: "there is no \(path); without repairs there is nothing to learn")
                }
            }
        }
        notes += FileMismatch.all(in: builder).map(\.description)
    }

    /// A clock may be wrong by a zone, and by no more.
    private static let latest = Timestamp.now.adding(seconds: 86_400)

    private mutating func read(_ kind: HistoryFile, _ path: String) throws {
        let name = path == "-" ? "standard input" : path
        var isFolder: ObjCBool = false
        if path != "-" {
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw InputFileError(description: "there is no file \(path)")
            }
            guard !isFolder.boolValue else { throw InputFileError(description: "\(path) is a folder") }
        }
        guard let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path) else {
            throw InputFileError(description: "\(name) can't be read")
        }
        var reader = HistoryFileReader(kind, name: name, latest: FleetRecord.latest)
        while true {
            let piece: [UInt8]
            do {
                piece = Array(try file.read(upToCount: 1 << 20) ?? Data())
            } catch {
                throw InputFileError(description: "\(name) can't be read")
            }
            try reader.feed(piece, isLast: piece.isEmpty, into: &builder)
            if piece.isEmpty { break }
        }
        let found = reader.notes
        if found.withoutZone > 0 {
            notes.append("\(name): \(found.withoutZone) times have no zone and were read as UTC")
        }
        if found.withoutValue > 0 {
            notes.append("\(name): \(found.withoutValue) rows without a value were passed over")
        }
        if let first = found.firstInFuture {
            notes.append(
                "\(name): rows of a time that has not come, passed over: \(found.inFuture), the first in \(first)")
        }
        if !found.ignoredColumns.isEmpty {
            notes.append("\(name): columns that mean nothing here: \(found.ignoredColumns.joined(separator: ", "))")
        }
    }
}
