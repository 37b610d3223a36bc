/// The text that Prometheus reads, format 0.0.4.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
enum PrometheusText {
    /// The media type of the text.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// A name that the format admits, for any text.
    static func metricName(_ text: String) -> String { name(text, admitting: ":") }

    /// A name of a label that the format admits; names that begin with two underscores are Prometheus' own.
    static func labelName(_ text: String) -> String {
        let name = name(text, admitting: nil)
        return name.hasPrefix("__") ? "x" + name : name
    }

    static func help(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    /// `{name="value",…}`; empty without labels.
    static func labels(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\(labelName($0.0))=\"\(labelValue($0.1))\"" }.joined(separator: ",") + "}"
    }

    /// A number as Go's `ParseFloat` reads it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return String(value)
    }

    private static func labelValue(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func name(_ text: String, admitting extra: Character?) -> String {
        var name = ""
        for character in text {
            let isLetter = ("a"..."z").contains(character) || ("A"..."Z").contains(character)
            let isAdmitted = isLetter || ("0"..."9").contains(character) || character == "_" || character == extra
            name.append(isAdmitted ? character : "_")
        }
        guard let first = name.first, !("0"..."9").contains(first) else { return "_" + name }
        return name
    }
}
