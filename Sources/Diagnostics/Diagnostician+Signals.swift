internal import Telemetry

extension Diagnostician {
    /// Adds what lamps, flags and measured values tell.
    func addSignals(
        _ findings: inout [Finding], _ values: MeasuredValues, _ traits: AssetTraits, _ evidence: inout [Evidence]
    ) {
        var rules = ValueRules(values, of: traits)
        rules.weigh()
        for found in NativeRules.findings(values) + rules.findings {
            evidence.append(found.evidence)
            var finding: Finding
            if let symptom = catalogue.symptom(found.symptom.rawValue) {
                finding = Finding(symptom, code: "", severity: found.severity, kind: found.evidence.kind)
            } else {
                finding = Finding(
                    code: "", symptom: found.symptom.rawValue, component: "unknown", severity: found.severity)
                finding.kind = found.evidence.kind
            }
            finding.immobile = found.immobile
            findings.append(finding)
        }
        evidence += rules.waiting
        guard !values.disarmed.isEmpty else { return }
        for role in SignalRole.guarded {
            guard let value = values.untrusted(role) else { continue }
            let unit = role.unit.isEmpty ? "" : " \(role.unit)"
            evidence.append(
                Evidence(
                    kind: .guard,
                    text: "\(role.title) reads \(value.shown)\(unit), but its sensor circuit is faulty: not used",
                    source: StatusRules.sensorGuard.source, rule: StatusRules.sensorGuard.key,
                    weighed: [
                        Evidence.Weighed(
                            signal: values.name(role), value: value, unit: role.unit, limit: nil, heldSeconds: nil)
                    ]))
        }
    }

    /// Puts codes with one cause down to it.
    func findCauses(_ findings: inout [Finding], isVoltageLow: Bool, _ evidence: inout [Evidence]) {
        guard isVoltageLow || findings.contains(where: { RootCause.allCauses.contains($0.symptom) }) else { return }
        for rule in RootCause.all {
            let known =
                isVoltageLow && rule.key == RootCause.lowVoltage.key
                ? catalogue.symptom(BuiltInSymptom.lowVoltage.rawValue) : nil
            rule.apply(to: &findings, known: known, &evidence)
        }
    }

    /// A lamp tells how bad it is and not what: it belongs to the worst problem that could have lit it.
    ///
    /// A red lamp is not put down to a mild fault, nor any lamp to an unknown one; it stays a problem of its own then.
    func attachLamps(_ findings: inout [Finding], _ evidence: inout [Evidence]) {
        guard findings.contains(where: \.isLamp),
            let leader = findings.filter({ !$0.isLamp }).min(by: Finding.isWorse),
            leader.symptom != BuiltInSymptom.unknownFault.rawValue
        else { return }
        var attached = 0
        for index in findings.indices
        where findings[index].isLamp && leader.severity >= min(findings[index].severity, .limp) {
            // A lamp that is no redder than the charging fault that lit it makes it no driving fault.
            findings[index].chargingOnly = leader.chargingOnly && findings[index].severity <= leader.severity
            findings[index].adopt(leader)
            attached += 1
        }
        guard attached > 0 else { return }
        evidence.append(
            Evidence(
                kind: .guard, text: "the warning lamp is put down to \(leader.symptom)",
                source: StatusRules.lampGuard.source, rule: StatusRules.lampGuard.key))
    }
}
