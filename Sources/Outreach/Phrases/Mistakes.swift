/// What is wrong with files that are being read: all of it, in the order of finding.
struct Mistakes {
    private(set) var all: [PhrasebookError] = []

    mutating func add(_ mistake: PhrasebookError) { all.append(mistake) }

    /// The result of reading something; `nil` if it could not be, and the mistake is kept.
    mutating func collect<Result>(_ body: () throws(PhrasebookError) -> Result) -> Result? {
        do {
            return try body()
        } catch {
            add(error)
            return nil
        }
    }

    /// The entries of a mapping; what is missing or too many is kept as a mistake.
    mutating func fields(
        _ part: YAMLPart, _ what: String, required: [String], optional: [String] = []
    ) -> [String: YAMLPart] {
        guard let entries = collect({ () throws(PhrasebookError) in try part.entries(what) }) else { return [:] }
        var fields: [String: YAMLPart] = [:]
        for (key, keyPart, value) in entries {
            if required.contains(key) || optional.contains(key) {
                fields[key] = value
            } else {
                let allowed = (required + optional).joined(separator: ", ")
                add(keyPart.mistake("\(what) has no \(key); allowed: \(allowed)"))
            }
        }
        for key in required where fields[key] == nil { add(part.mistake("\(what) lacks \(key)")) }
        return fields
    }
}
