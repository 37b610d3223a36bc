/// Reads the text format 0.0.4 as strictly as its page describes it, and says what is wrong with a text.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
struct PrometheusFormat {
    struct Sample: Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    private(set) var samples: [Sample] = []
    private(set) var mistakes: [String] = []
    private var types: [String: String] = [:]
    private var helped: Set<String> = []
    private var finished: Set<String> = []
    private var family: String?

    init(_ text: String) {
        guard text.isEmpty || text.hasSuffix("\n") else {
            mistakes = ["the last line has no end"]
            return
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() { read(String(line)) }
        checkHistograms()
        var seen: Set<String> = []
        for sample in samples {
            let key =
                sample.name + sample.labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
            if !seen.insert(key).inserted { mistakes.append("\(key) stands twice") }
        }
    }

    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    private mutating func read(_ line: String) {
        if line.hasPrefix("# HELP ") {
            let words = line.dropFirst(7).split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2, isMetricName(words[0]) else { return wrong(line) }
            begin(words[0], line)
            if !helped.insert(words[0]).inserted { mistakes.append("two HELP lines for \(words[0])") }
            if !isEscaped(words[1], admitting: "\\n") { wrong(line) }
        } else if line.hasPrefix("# TYPE ") {
            let words = line.dropFirst(7).split(separator: " ").map(String.init)
            guard words.count == 2, isMetricName(words[0]),
                ["counter", "gauge", "histogram", "summary", "untyped"].contains(words[1])
            else { return wrong(line) }
            begin(words[0], line)
            if types.updateValue(words[1], forKey: words[0]) != nil { mistakes.append("two TYPE lines: \(line)") }
        } else if line.hasPrefix("#") || line.isEmpty {
            wrong(line)
        } else {
            readSample(line)
        }
    }

    /// All lines of one family stand together.
    private mutating func begin(_ name: String, _ line: String) {
        guard family != name else { return }
        if let family { finished.insert(family) }
        if finished.contains(name) { mistakes.append("\(name) stands in two places: \(line)") }
        family = name
    }

    private mutating func readSample(_ line: String) {
        var rest = line[...]
        let name = String(rest.prefix { $0 != "{" && $0 != " " })
        rest = rest.dropFirst(name.count)
        guard isMetricName(name) else { return wrong(line) }
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            while rest.first != "}" {
                let label = String(rest.prefix { $0 != "=" })
                rest = rest.dropFirst(label.count)
                guard isLabelName(label), rest.hasPrefix("=\"") else { return wrong(line) }
                rest = rest.dropFirst(2)
                var value = ""
                while let character = rest.first, character != "\"" {
                    rest = rest.dropFirst()
                    guard character == "\\" else {
                        value.append(character)
                        continue
                    }
                    guard let escaped = rest.first, "\\\"n".contains(escaped) else { return wrong(line) }
                    rest = rest.dropFirst()
                    value.append(escaped == "n" ? "\n" : escaped)
                }
                guard rest.first == "\"", labels.updateValue(value, forKey: label) == nil else { return wrong(line) }
                rest = rest.dropFirst()
                if rest.first == "," { rest = rest.dropFirst() } else if rest.first != "}" { return wrong(line) }
            }
            rest = rest.dropFirst()
        }
        guard rest.first == " ", let value = number(String(rest.dropFirst())) else { return wrong(line) }
        let base = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
        let owner = base.flatMap { types[$0] == "histogram" ? $0 : nil } ?? name
        if types[owner] == nil { mistakes.append("no TYPE before \(line)") }
        if owner != family { mistakes.append("\(line) stands below \(family ?? "nothing")") }
        if types[owner] == "counter", value < 0 { mistakes.append("a counter below zero: \(line)") }
        samples.append(Sample(name: name, labels: labels, value: value))
    }

    private mutating func checkHistograms() {
        for name in types.keys.sorted() where types[name] == "histogram" {
            let buckets = samples.filter { $0.name == name + "_bucket" }
            for labels in Set(buckets.map { $0.labels.filter { $0.key != "le" } }) {
                let own = buckets.filter { $0.labels.filter { $0.key != "le" } == labels }
                let bounds = own.map { number($0.labels["le"] ?? "") ?? .nan }
                if bounds != bounds.sorted() || bounds.last != .infinity { mistakes.append("bounds of \(name)") }
                if own.map(\.value) != own.map(\.value).sorted() { mistakes.append("\(name) does not rise") }
                if value(name + "_count", labels) != own.last?.value { mistakes.append("count of \(name)") }
                if value(name + "_sum", labels) == nil { mistakes.append("sum of \(name)") }
            }
        }
    }

    private mutating func wrong(_ line: String) { mistakes.append("can't be read: \(line)") }

    private func number(_ text: String) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.allSatisfy { "0123456789+-.eE".contains($0) } ? Double(text) : nil
        }
    }

    private func isMetricName(_ text: String) -> Bool { text.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil }

    private func isLabelName(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-zA-Z_][a-zA-Z0-9_]*/) != nil && !text.hasPrefix("__")
    }

    private func isEscaped(_ text: String, admitting: String) -> Bool {
        text.wholeMatch(of: /([^\\\n]|\\\\|\\n)*/) != nil
    }
}
