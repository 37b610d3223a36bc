import Foundation

/// The files of the project, found from this one.
enum Repository {
    static func folder(_ name: String) -> String {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.appending(path: name).path
    }
}
