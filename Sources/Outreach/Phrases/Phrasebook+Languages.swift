import FoundationEssentials

extension Phrasebook {
    /// Only the languages that some people need, with what these fall back to and English: for a screen that must
    /// stand at once.
    ///
    /// - Parameter languages: BCP-47 tags; those without a file fall back as they always do.
    /// - Throws: ``PhrasebookError`` as ``load(directory:)`` does, for the files that are read.
    package static func load(directory: String, languages: [String]) throws(PhrasebookError) -> Phrasebook {
        var waiting = languages + ["en"]
        var scripts: [(file: String, text: String)] = []
        while let tag = waiting.popLast() {
            var parts = tag.lowercased().replacing("_", with: "-").split(separator: "-").prefix(8)
            while !parts.isEmpty {
                let path = "\(directory)/scripts/\(parts.joined(separator: "-")).yaml"
                parts.removeLast()
                guard isPlain(tag), !scripts.contains(where: { $0.file == path }),
                    let text = try? String(contentsOfFile: path, encoding: .utf8)
                else { continue }
                scripts.append((path, text))
                if let fallback = fallback(in: text) { waiting.append(fallback) }
            }
        }
        return try Phrasebook(
            scripts: scripts.sorted { $0.file < $1.file }, safety: try files(in: "\(directory)/safety"))
    }

    /// The tag of a language becomes part of a path.
    private static func isPlain(_ tag: String) -> Bool {
        tag.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
        }
    }

    /// What a language falls back to, read without parsing the file.
    private static func fallback(in text: String) -> String? {
        for line in text.split(separator: "\n", omittingEmptySubsequences: true).prefix(50)
        where line.hasPrefix("fallback:") {
            let value = line.dropFirst("fallback:".count).filter { !" \"'\r".contains($0) }
            return value == "null" || value.isEmpty ? nil : String(value)
        }
        return nil
    }
}
