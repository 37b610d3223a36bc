package import DeviceProfiles
internal import Diagnostics
internal import Foundation

/// Loads profiles, runs their examples, and tells what is wrong for a person or a program.
package struct ProfileChecking: Sendable {
    /// Profiles that loaded; empty if any of the files has a mistake.
    package private(set) var profiles: [DeviceProfile] = []
    /// Every mistake, with a readable difference if it lies in an example.
    package private(set) var mistakes: [(mistake: ProfileMistake, difference: [String])] = []

    /// Checks files, a folder, or files that are meant to go into a folder.
    ///
    /// - Parameters:
    ///   - directory: Its profiles are loaded too; `nil` for none. One with the name of a file in `files` is left out:
    ///     the file is its next version.
    ///   - files: Their examples are run; empty for those of the whole folder, whose catalogues are loaded too.
    package init(directory: String?, files: [String]) {
        do {
            // What the installation overrides is checked too; examples are those of the profile as it stands.
            if let directory, files.isEmpty { _ = try ProfileSet.load(directory: directory) }
            var texts: [(file: String, text: String)] = []
            if let directory {
                let replaced = Set(files.map { URL(fileURLWithPath: $0).lastPathComponent })
                for path in try ProfileFile.paths(inDirectory: directory)
                where !replaced.contains(URL(fileURLWithPath: path).lastPathComponent) {
                    texts.append((path, try ProfileFile.text(atPath: path)))
                }
            }
            for path in files { texts.append((path, try ProfileFile.text(atPath: path))) }
            let set = try ProfileSet.load(texts: texts)
            let failures = set.exampleFailures(ofFiles: files.isEmpty ? nil : Set(files))
            mistakes = failures.map { ($0.mistake, $0.difference) }
            if let directory, files.isEmpty { checkCatalogues(in: directory) }
            profiles = set.profiles.filter { files.isEmpty || files.contains($0.file) }
        } catch {
            mistakes = error.mistakes.map { ($0, []) }
        }
    }

    private mutating func checkCatalogues(in directory: String) {
        // A folder of profiles alone is one too.
        guard FileManager.default.fileExists(atPath: directory + "/catalogues") else { return }
        do throws(CatalogueError) {
            _ = try FaultCatalogue.load(directory: directory)
        } catch {
            let mistake = ProfileMistake(
                file: error.file, line: error.line ?? 0, column: error.column ?? 0, problem: error.problem)
            mistakes.append((mistake, []))
        }
    }

    /// 0 if everything is fine, else 1.
    package var exitCode: Int32 { mistakes.isEmpty ? 0 : 1 }

    /// One mistake after the other, as an editor can follow them; without any, what was checked.
    package var lines: [String] {
        guard mistakes.isEmpty else {
            return mistakes.flatMap { [$0.mistake.description] + $0.difference }
        }
        return profiles.map { profile in
            "\(profile.file): \(profile.name) version \(profile.version), "
                + "\(profile.ruleNames.count.counting("rule")), \(profile.exampleCount.counting("example")): "
                + (profile.exampleCount == 0 ? "add some" : "all come true")
        }
    }

    /// The mistakes for a program.
    package var json: JSONValue {
        .array(
            mistakes.map { entry in
                .object([
                    "file": .text(entry.mistake.file), "line": .whole(Int64(entry.mistake.line)),
                    "column": .whole(Int64(entry.mistake.column)), "problem": .text(entry.mistake.problem),
                    "allowed": JSONValue(entry.mistake.allowed.isEmpty ? nil : entry.mistake.allowed),
                    "nearest": JSONValue(entry.mistake.nearest), "difference": JSONValue(entry.difference),
                ])
            })
    }
}
