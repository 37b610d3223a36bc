internal import Telemetry

/// What a code's status and its control unit's bytes do to what a table says.
enum StatusRules {
    static let pending = RuleReference(
        key: "status_pending", says: "pending: at the most service soon, unless safety depends on it", severity: nil,
        source: "ISO 14229-1 status bits; the level is ours")
    static let history = RuleReference(
        key: "status_history", says: "history: one level lower, never what the asset itself says", severity: nil,
        source: "ISO 14229-1 status bits; the level is ours")
    static let lamp = RuleReference(
        key: "status_lamp", says: "the control unit wants a lamp lit: at least service soon", severity: .serviceSoon,
        source: "ISO 14229-1 status bit 0x80; the level is ours")
    static let stored = RuleReference(
        key: "status_stored", says: "from a memory: it need not be present now; nothing is lowered for it",
        severity: nil, source: "Callahead rule: a memory is no proof of absence")
    static let sensorGuard = RuleReference(
        key: "sensor_guard", says: "a sensor whose own circuit is faulty: its values count for nothing", severity: nil,
        source: "Mazda P0217 requires P0116 to P0118 absent; the same for the other sensors is ours")
    static let lampGuard = RuleReference(
        key: "lamp_of_fault", says: "a lamp belongs to the worst fault that could have lit it", severity: nil,
        source: "Callahead rule")

    static let references = [pending, history, lamp, stored, sensorGuard, lampGuard]

    /// Lowers and raises a finding of a table by what is known of its code.
    static func apply(_ fault: ReportedFault, isSafety: Bool, to finding: inout Finding, _ evidence: inout [Evidence]) {
        if fault.status == .pending || fault.status == .history {
            let lowered = fault.status.lowered(finding.severity, isSafety: isSafety)
            if lowered != finding.severity || finding.immobile {
                let rule = fault.status == .pending ? pending : history
                evidence.append(
                    Evidence(
                        kind: .status, text: "\(fault.code) is \(fault.status.rawValue): \(lowered.rawValue)",
                        source: rule.source, rule: rule.key, severity: lowered, code: fault.code))
                finding.severity = lowered
                if !isSafety || fault.status == .history { finding.immobile = false }
            }
        }
    }

    /// Says once that codes come from a memory.
    static func noteStored(_ faults: [ReportedFault], _ evidence: inout [Evidence]) {
        guard faults.contains(where: { $0.kind == .stored }) else { return }
        let codes = Set(faults.filter { $0.kind == .stored }.map(\.code)).count
        evidence.append(
            Evidence(
                kind: .status,
                text: codes == 1
                    ? "a code comes from a memory: it need not be present now"
                    : "\(codes) codes come from a memory: they need not be present now",
                source: stored.source, rule: stored.key))
    }

    /// Raises a finding by what its control unit asks for; nothing ever takes this back.
    static func raise(_ fault: ReportedFault, _ finding: inout Finding, _ evidence: inout [Evidence]) {
        if fault.wantsLamp, finding.severity < .serviceSoon {
            finding.severity = .serviceSoon
            evidence.append(
                Evidence(
                    kind: .status, text: "\(fault.code): its control unit wants a warning lamp", source: lamp.source,
                    rule: lamp.key, severity: .serviceSoon, code: fault.code))
        }
        guard let byte = fault.severityByte, let asked = byte.asks else { return }
        let rule = NativeRules.severityByte
        evidence.append(
            Evidence(
                kind: .native, text: "\(fault.code): \(byte.text)", source: rule.source, rule: rule.key,
                severity: asked, code: fault.code))
        guard asked >= finding.severity else { return }
        finding.severity = asked
        finding.kind = .native
    }
}
