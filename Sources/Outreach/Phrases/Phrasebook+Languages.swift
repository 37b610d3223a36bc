import FoundationEssentials

extension Phrasebook {
    /// Only the languages that some people need, with what these fall back to and English: for a screen that must
    /// stand at once.
    ///
    /// What it says is what the whole phrasebook says to these people. Mistakes in other files are for
    /// ``load(directory:)`` to find.
    ///
    /// - Parameter languages: BCP-47 tags; an empty one is the installation's default language.
    /// - Throws: ``PhrasebookError`` for the first mistake in the files that are read.
    package static func load(directory: String, languages: [String]) throws(PhrasebookError) -> Phrasebook {
        let choicePath = "\(directory)/languages.yaml"
        var choiceFile: (file: String, text: String)?
        if FileManager.default.fileExists(atPath: choicePath) {
            choiceFile = (choicePath, try PhrasebookCheck.text(of: choicePath))
        }
        var mistakes = Mistakes()
        let choice = choiceFile.map { LanguageChoice($0.text, file: $0.file, &mistakes) } ?? LanguageChoice()
        if let mistake = mistakes.all.first { throw mistake }

        var waiting = languages.map { $0.isEmpty ? choice.defaultTag : $0 } + ["en"]
        var seen: Set<String> = []
        var scripts: [(file: String, text: String)] = []
        while let tag = waiting.popLast() {
            var parts = tag.lowercased().replacing("_", with: "-").split(separator: "-").prefix(8)
            while !parts.isEmpty {
                let name = parts.joined(separator: "-")
                parts.removeLast()
                guard isPlain(name), seen.insert(name).inserted else { continue }
                waiting += choice.fallbacks[name] ?? []
                let path = "\(directory)/scripts/\(name).yaml"
                guard FileManager.default.fileExists(atPath: path) else { continue }
                let text = try PhrasebookCheck.text(of: path)
                scripts.append((path, text))
                if let fallback = value(of: "fallback", in: text) { waiting.append(fallback) }
            }
        }
        // Sentences that no authority has reviewed are never said: the neutral ones are.
        let safety = try PhrasebookCheck.files(in: "\(directory)/safety").filter {
            $0.file.hasSuffix("/xx.yaml") || value(of: "reviewed_by", in: $0.text) != nil
        }
        return try Phrasebook(
            scripts: scripts.sorted { $0.file < $1.file }, safety: safety, languages: choiceFile)
    }

    /// The tag of a language becomes part of a path.
    private static func isPlain(_ tag: String) -> Bool {
        tag.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
                || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        }
    }

    /// The value of an outermost key, read without parsing the file; `nil` if it is null or not there.
    private static func value(of key: String, in text: String) -> String? {
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) where line.starts(with: "\(key):".utf8) {
            let value = String(decoding: line.dropFirst(key.utf8.count + 1), as: UTF8.self)
                .prefix { $0 != "#" }.filter { !" \"'\r\t".contains($0) }
            return ["", "null", "~"].contains(value) ? nil : String(value)
        }
        return nil
    }
}
