import Foundation

/// Files that a command is given by name, `-` for standard input.
enum InputFile {
    /// The whole of a file.
    ///
    /// - Throws: ``InputFileError`` with the name and the reason.
    static func bytes(of name: String) throws -> [UInt8] {
        do {
            if name == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else {
                throw InputFileError(description: "there is no file \(name)")
            }
            guard !isFolder.boolValue else { throw InputFileError(description: "\(name) is a folder") }
            return Array(try Data(contentsOf: URL(fileURLWithPath: name)))
        } catch let error as InputFileError {
            throw error
        } catch {
            throw InputFileError(description: "\(name == "-" ? "standard input" : name) can't be read")
        }
    }
}

/// A file that a command was given can't be read.
struct InputFileError: Error, CustomStringConvertible {
    let description: String
}
