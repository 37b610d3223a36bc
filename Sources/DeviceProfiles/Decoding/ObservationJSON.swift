package import Telemetry

/// One observation as one line of JSON with a stable order of keys: what `callahead decode` prints.
///
/// Times are ISO 8601 in UTC; what is not known is `null`. Units have `unit` instead of `asset`.
package func observationJSON(_ observation: Observation, symbols: SymbolTable) -> String {
    let subject = JSONText.string(symbols[observation.subject])
    func line(_ type: String, _ rest: String, subjectKey: String = "asset") -> String {
        """
        {"type":"\(type)","\(subjectKey)":\(subject),"source":\(JSONText.string(symbols[observation.source])),\
        "time":"\(observation.time.iso8601)","time_trusted":\(observation.timeTrusted),\(rest)}
        """
    }
    switch observation.body {
    case .position(let position): return line("position", placeJSON(position))
    case .unitPosition(let position): return line("unit_position", placeJSON(position), subjectKey: "unit")
    case .signal(let name, let value):
        let text = symbols[name]
        let unit = SignalVocabulary.unit(of: text).map(JSONText.string) ?? "null"
        return line("signal", "\"name\":\(JSONText.string(text)),\"value\":\(valueJSON(value)),\"unit\":\(unit)")
    case .faults(let report):
        let codes = report.codes.map { code in
            """
            {"code":\(JSONText.string(code.code)),"status":"\(code.status.rawValue)","raw":\(JSONText.string(code.raw))}
            """
        }
        return line(
            "faults",
            """
            "mode":"\(report.mode.rawValue)","kind":"\(report.kind.rawValue)","codes":[\(codes.joined(separator: ","))]
            """)
    case .liveness(let online): return line("liveness", "\"online\":\(online)")
    case .unitLiveness(let online): return line("unit_liveness", "\"online\":\(online)", subjectKey: "unit")
    case .driver(let message):
        let latitude = message.coordinate.map { JSONText.number($0.latitude) } ?? "null"
        let longitude = message.coordinate.map { JSONText.number($0.longitude) } ?? "null"
        return line("driver", "\"kind\":\"\(message.kind.rawValue)\",\"lat\":\(latitude),\"lon\":\(longitude)")
    case .job(let job):
        return line(
            "job",
            """
            "offer_id":\(job.offerID),"state":"\(job.state.rawValue)",\
            "reason":\(job.reason.map(JSONText.string) ?? "null"),\
            "eta_minutes":\(job.etaMinutes.map(JSONText.number) ?? "null"),\
            "note":\(job.note.map(JSONText.string) ?? "null")
            """, subjectKey: "unit")
    }
}

private func placeJSON(_ position: Position) -> String {
    func short(_ value: Float?) -> String {
        guard let value else { return "null" }
        return value.rounded() == value && abs(value) < 1e7 ? String(Int32(value)) : String(value)
    }
    return """
        "lat":\(JSONText.number(position.coordinate.latitude)),"lon":\(JSONText.number(position.coordinate.longitude)),\
        "speed":\(short(position.speed)),"heading":\(short(position.heading)),"accuracy":\(short(position.accuracy))
        """
}

private func valueJSON(_ value: SignalValue) -> String {
    switch value {
    case .number(let number): JSONText.number(number)
    case .flag(let flag): flag ? "true" : "false"
    case .text(let text): JSONText.string(text)
    }
}
