/// How the observations of a message differ from those that an example expects, for a person to read.
///
/// Lines that agree are counted; a line that differs in a few values shows these values.
struct ObservationDifference {
    let expected: [String]
    let got: [String]

    /// `= 2 as expected`, `- expected`, `+ got`, and below a pair the values that differ.
    var lines: [String] {
        var missing = expected
        var extra: [String] = []
        var same = 0
        for line in got {
            if let place = missing.firstIndex(of: line) {
                missing.remove(at: place)
                same += 1
            } else {
                extra.append(line)
            }
        }
        var lines: [String] = []
        if same > 0 { lines.append("  \(same) as expected") }
        if missing.isEmpty, extra.isEmpty { lines.append("  in another order than expected") }
        for expected in missing {
            lines.append("  - \(expected)")
            guard let place = partner(of: expected, in: extra) else { continue }
            let other = extra.remove(at: place)
            lines.append("  + \(other)")
            let values = ObservationDifference.differingMembers(expected, other)
            if !values.isEmpty { lines.append("    \(values.joined(separator: "; "))") }
        }
        return lines + extra.map { "  + \($0)" }
    }

    /// The line that most likely stands for the same thing: of the same type, with the longest common beginning.
    private func partner(of line: String, in candidates: [String]) -> Int? {
        let type = ObservationDifference.members(line)["type"]
        var best: (place: Int, length: Int)?
        for (place, candidate) in candidates.enumerated()
        where ObservationDifference.members(candidate)["type"] == type {
            let members = ObservationDifference.members(candidate)
            let length = ObservationDifference.members(line).count { members[$0.key] == $0.value }
            if length > best?.length ?? -1 { best = (place, length) }
        }
        return best?.place
    }

    private static func differingMembers(_ expected: String, _ got: String) -> [String] {
        let wanted = members(expected)
        let found = members(got)
        return Set(wanted.keys).union(found.keys).sorted().compactMap { key in
            let left = wanted[key]
            let right = found[key]
            guard left != right else { return nil }
            return "\(key): expected \(left ?? "nothing"), got \(right ?? "nothing")"
        }
    }

    /// The members of one flat line of JSON as texts; an array is one text.
    static func members(_ line: String) -> [String: String] {
        var members: [String: String] = [:]
        var key = ""
        var current = ""
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        for character in line {
            if isQuoted {
                current.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted = false
                }
                continue
            }
            switch character {
            case "\"":
                isQuoted = true
                current.append(character)
            case "{" where depth == 0: depth = 1
            case "{", "[":
                depth += 1
                current.append(character)
            case "}" where depth == 1, "," where depth == 1:
                if !key.isEmpty { members[key] = current }
                key = ""
                current = ""
                if character == "}" { depth = 0 }
            case "}", "]":
                depth -= 1
                current.append(character)
            case ":" where depth == 1 && key.isEmpty:
                key = current.trimmingQuotes
                current = ""
            case " " where current.isEmpty: break
            default: current.append(character)
            }
        }
        return members
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        hasPrefix("\"") && hasSuffix("\"") && utf8.count >= 2 ? String(dropFirst().dropLast()) : self
    }
}
