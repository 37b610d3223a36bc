internal import Foundation

/// The text of a profile on disk.
package enum ProfileFile {
    /// Files beside the profiles that are none.
    private static let others: Set<String> = ["symptoms.yaml", "parts.yaml", "overrides.yaml"]

    /// The profiles of a directory by name, sub-folders apart.
    ///
    /// - Throws: ``ProfileError`` if the directory can't be read.
    package static func paths(inDirectory directory: String) throws(ProfileError) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw ProfileError([ProfileMistake(file: directory, problem: "the directory of profiles can't be read")])
        }
        return names.sorted().filter {
            $0.hasSuffix(".yaml") && !$0.hasSuffix(".asyncapi.yaml") && !others.contains($0)
        }.map { directory.hasSuffix("/") ? directory + $0 : "\(directory)/\($0)" }
    }

    /// Reads a file.
    ///
    /// - Throws: ``ProfileError`` if it is not there, too long or no UTF-8; a file that is too long is not read.
    package static func text(atPath path: String) throws(ProfileError) -> String {
        func refusal(_ problem: String, _ allowed: String = "") -> ProfileError {
            ProfileError([ProfileMistake(file: path, problem: problem, allowed: allowed)])
        }
        guard let file = FileHandle(forReadingAtPath: path) else { throw refusal("the file can't be read") }
        defer { try? file.close() }
        let data: Data
        do {
            // One byte more than is allowed tells that it is too long, whatever its directory entry says.
            data = try file.read(upToCount: YAMLBounds.bytes + 1) ?? Data()
        } catch {
            throw refusal("the file can't be read")
        }
        guard data.count <= YAMLBounds.bytes else {
            throw refusal("the file is too long", "at most \(YAMLBounds.bytes) bytes")
        }
        guard let text = String(bytes: data, encoding: .utf8) else { throw refusal("the file is not UTF-8") }
        return text
    }
}
