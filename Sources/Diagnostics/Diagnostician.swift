package import Telemetry

/// Turns fault codes and signals into what is wrong, how bad it is and why.
///
/// Pure and deterministic: neither the order of codes and signals nor the run of the program changes a diagnosis.
/// The highest level of any evidence wins. A status (pending, history) lowers only what tables say. A further code never
/// lowers the severity, with one exception: a code of a sensor's own circuit takes back what that sensor's value told.
package struct Diagnostician: Sendable {
    /// The words and rows it diagnoses with.
    package let catalogue: FaultCatalogue
    package let policy: DiagnosticPolicy

    package init(catalogue: FaultCatalogue, policy: DiagnosticPolicy = .default) {
        self.catalogue = catalogue
        self.policy = policy
    }

    /// The names of all signals that a diagnosis can depend on, ascending; others need not be kept for it.
    package var relevantSignals: [String] { SignalRole.names.map(\.name).sorted() }

    /// What is wrong with an asset.
    ///
    /// - Parameters:
    ///   - faults: Its active codes (or stored ones, as the caller decides), in any order. A code that stands there
    ///     twice counts once, with its most certain status.
    ///   - traits: What is known about the asset.
    ///   - signals: Its latest values; flags are 1 or 0. Old or implausible ones are passed over.
    package func diagnose(
        _ faults: [ReportedFault], of traits: AssetTraits, signals: [SignalReading] = []
    ) -> Diagnosis {
        var findings: [Finding] = []
        var evidence: [Evidence] = []
        var disarmed: SensorGroup = []
        for fault in distinct(faults) {
            let finding = finding(for: fault, make: traits.make, evidence: &evidence, disarmed: &disarmed)
            findings.append(finding)
        }
        let reported = findings.map {
            FaultFinding(code: $0.code, severity: $0.severity, part: likely($0.parts), title: $0.title)
        }
        if !signals.isEmpty {
            var values = MeasuredValues(signals, policy: policy)
            values.disarmed = disarmed
            takeNetworkFaultsTogether(&findings, values, traits, &evidence)
            addSignals(&findings, values, traits, &evidence)
        }
        if findings.count > 1 { attachLamps(&findings) }
        let problems = self.problems(of: findings)
        evidence.sort { ($0.kind, $0.text, $0.source) < ($1.kind, $1.text, $1.source) }
        let leading = problems.first
        return Diagnosis(
            severity: leading?.severity ?? .info,
            immobile: problems.contains(where: \.immobile),
            chargingOnly: !problems.isEmpty && problems.allSatisfy(\.chargingOnly),
            symptom: leading?.symptom ?? BuiltInSymptom.noFault.rawValue,
            part: likely(leading?.parts ?? []), parts: leading?.parts ?? [],
            system: leading.flatMap { catalogue.symptom($0.symptom)?.system },
            capabilities: capabilities(for: findings, of: traits),
            faults: reported, evidence: evidence, problems: problems)
    }

    /// One entry per code, ascending, with its most certain status.
    private func distinct(_ faults: [ReportedFault]) -> [ReportedFault] {
        guard faults.count > 1 else { return faults }
        var distinct: [ReportedFault] = []
        distinct.reserveCapacity(faults.count)
        for fault in faults.sorted(by: { ($0.code, $0.status.doubt) < ($1.code, $1.status.doubt) })
        where distinct.last?.code != fault.code {
            distinct.append(fault)
        }
        return distinct
    }

    private func finding(
        for fault: ReportedFault, make: String?, evidence: inout [Evidence], disarmed: inout SensorGroup
    ) -> Finding {
        var finding: Finding
        var canBeLowered = true
        var isSafety = false
        if let row = catalogue.resolve(fault.code, make: make) {
            finding = Finding(row, code: fault.code, symptom: catalogue.symptoms[row.symptom])
            canBeLowered = !row.isNative
            isSafety = row.isSafety
            evidence.append(
                Evidence(
                    kind: finding.kind, text: "\(fault.code): \(row.title) (\(row.severity.rawValue))",
                    source: row.source))
            if fault.status != .history { disarmed.formUnion(row.disarms) }
        } else {
            let structure = CodeStructure(of: fault.code)
            finding = self.finding(structure, code: fault.code)
            evidence.append(
                Evidence(
                    kind: .structure, text: "\(fault.code): \(structure.text) (\(structure.severity.rawValue))",
                    source: structure.source))
        }
        if fault.status != .history, fault.code.hasPrefix("j1939/"), let code = J1939Code(fault.code.dropFirst(6)) {
            disarmed.formUnion(code.disarms)
        }
        guard canBeLowered else { return finding }
        let lowered = fault.status.lowered(finding.severity, isSafety: isSafety)
        if lowered != finding.severity || (finding.immobile && fault.status.takesBackImmobility) {
            evidence.append(
                Evidence(
                    kind: .status, text: "\(fault.code) is \(fault.status.rawValue): \(lowered.rawValue)",
                    source: "ISO 14229 status bits; the levels are ours"))
            finding.severity = lowered
            if fault.status.takesBackImmobility, !isSafety || fault.status == .history { finding.immobile = false }
        }
        return finding
    }

    private func finding(_ structure: CodeStructure, code: String) -> Finding {
        guard let symptom = catalogue.symptom(structure.symptom.rawValue) else {
            return Finding(code: code, symptom: structure.symptom.rawValue, component: "unknown", severity: .unknown)
        }
        var finding = Finding(symptom, code: code, severity: structure.severity, kind: .structure)
        if let slash = code.firstIndex(of: "/"), structure.symptom == .unknownFault {
            finding.title = symptom.texts["en"].map { "\($0.title) (\(code[code.index(after: slash)...]))" } ?? code
        }
        return finding
    }

    /// Many network codes while the voltage is low have one cause: control units drop out one after the other.
    private func takeNetworkFaultsTogether(
        _ findings: inout [Finding], _ values: MeasuredValues, _ traits: AssetTraits, _ evidence: inout [Evidence]
    ) {
        guard let volts = values[.voltage], volts / ValueRules.voltageFactor(traits, voltage: volts) < 11.5,
            let symptom = catalogue.symptom(BuiltInSymptom.lowVoltage.rawValue)
        else { return }
        let network = findings.indices.filter { findings[$0].code.hasPrefix("obd/U0") }
        guard network.count >= 3 else { return }
        for index in network {
            findings[index].symptom = symptom.key
            findings[index].component = symptom.component
            findings[index].parts = symptom.parts
            findings[index].help = symptom.help
        }
        evidence.append(
            Evidence(
                kind: .guard, text: "\(network.count) network codes with low voltage are one problem",
                source: "Callahead rule"))
    }

    private func addSignals(
        _ findings: inout [Finding], _ values: MeasuredValues, _ traits: AssetTraits, _ evidence: inout [Evidence]
    ) {
        for found in NativeSignals.findings(values) + ValueRules.findings(values, of: traits) {
            evidence.append(Evidence(kind: found.kind, text: found.text, source: found.source))
            guard let symptom = catalogue.symptom(found.symptom.rawValue) else { continue }
            var finding = Finding(symptom, code: "", severity: found.severity, kind: found.kind)
            finding.immobile = found.immobile
            findings.append(finding)
        }
        for role in SignalRole.allCases {
            guard let value = values.untrusted(role) else { continue }
            evidence.append(
                Evidence(
                    kind: .guard, text: "\(role) reads \(value), but its sensor circuit is faulty: not used",
                    source: "Mazda P0217 requires P0116 to P0118 absent"))
        }
    }

    /// A lamp tells how bad it is and not what: it belongs to the worst problem that could have lit it.
    ///
    /// A red lamp is not put down to a mild fault, nor any lamp to an unknown one; it stays a problem of its own then.
    private func attachLamps(_ findings: inout [Finding]) {
        guard findings.contains(where: \.isLamp),
            let leader = findings.filter({ !$0.isLamp }).min(by: Finding.isWorse),
            leader.symptom != BuiltInSymptom.unknownFault.rawValue
        else { return }
        for index in findings.indices
        where findings[index].isLamp && leader.severity >= min(findings[index].severity, .limp) {
            findings[index].symptom = leader.symptom
            findings[index].component = leader.component
            findings[index].parts = leader.parts
            findings[index].help = leader.help
        }
    }

    private func likely(_ parts: [PartLikelihood]) -> String? {
        parts.first.flatMap { $0.likelihood > policy.partThreshold ? $0.part : nil }
    }
}
