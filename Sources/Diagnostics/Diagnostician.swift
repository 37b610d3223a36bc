package import Telemetry

/// Turns fault codes and signals into what is wrong, how bad it is and why.
///
/// Pure and deterministic: neither the order of codes and signals nor the run of the program changes a diagnosis.
/// The highest level of any evidence wins. A status (pending, history) lowers only what tables say. A further code never
/// lowers the severity, with one exception: a code of a sensor's own circuit takes back what that sensor's value told.
/// What the asset itself says, with a lamp, a severity byte or its maker's words, nothing takes back.
package struct Diagnostician: Sendable {
    /// The words and rows it diagnoses with.
    package let catalogue: FaultCatalogue
    package let policy: DiagnosticPolicy

    package init(catalogue: FaultCatalogue, policy: DiagnosticPolicy = .default) {
        self.catalogue = catalogue
        self.policy = policy
    }

    /// The names of all signals that a diagnosis can depend on, ascending; others need not be kept for it.
    package var relevantSignals: [String] { SignalRole.sortedNames }

    /// The unit of a signal that a rule reads; `nil` if no rule reads it, empty for a flag.
    package func unit(ofSignal name: String) -> String? { SignalRole.byName[name]?.role.unit }

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
        if !faults.isEmpty {
            findings.reserveCapacity(faults.count)
            evidence.reserveCapacity(faults.count)
        }
        for fault in distinct(faults) {
            let finding = finding(for: fault, make: traits.make, evidence: &evidence, disarmed: &disarmed)
            findings.append(finding)
        }
        StatusRules.noteStored(faults, &evidence)
        let reported = findings.map {
            FaultFinding(
                code: $0.code, severity: $0.severity, part: likely($0.parts), title: $0.title, status: $0.status)
        }
        var isVoltageLow = false
        if !signals.isEmpty {
            var values = MeasuredValues(signals, policy: policy)
            values.disarmed = disarmed
            if let volts = values[.voltage] {
                isVoltageLow = volts / ValueRules.voltageFactor(traits, voltage: volts) < 11.5
            }
            addSignals(&findings, values, traits, &evidence)
        }
        if findings.count > 1 || isVoltageLow {
            findCauses(&findings, isVoltageLow: isVoltageLow, &evidence)
            attachLamps(&findings, &evidence)
        }
        let problems = findings.isEmpty ? [] : self.problems(of: findings)
        if evidence.count > 1 { evidence.sort(by: Evidence.isFirst) }
        let leading = problems.first
        let needed = capabilities(for: findings, of: traits)
        let immobile = problems.contains(where: \.immobile)
        return Diagnosis(
            severity: leading?.severity ?? .info,
            immobile: immobile,
            chargingOnly: !problems.isEmpty && !immobile && problems.allSatisfy(\.chargingOnly),
            symptom: leading?.symptom ?? BuiltInSymptom.noFault.rawValue,
            part: likely(leading?.parts ?? []), parts: leading?.parts ?? [],
            system: leading.flatMap { catalogue.symptom($0.symptom)?.system },
            capabilities: needed, cautions: cautions(for: findings, of: traits, needed),
            faults: reported, evidence: evidence, problems: problems)
    }

    /// One entry per code, ascending, with its most certain status.
    ///
    /// What a control unit asks for with any of the entries counts, whichever of them is the most certain.
    private func distinct(_ faults: [ReportedFault]) -> [ReportedFault] {
        guard faults.count > 1 else { return faults }
        var distinct: [ReportedFault] = []
        distinct.reserveCapacity(faults.count)
        for fault in faults.sorted(by: {
            if $0.code != $1.code { return $0.code < $1.code }
            if $0.status != $1.status { return $0.status.doubt < $1.status.doubt }
            return $0.kind == .active && $1.kind == .stored
        }) {
            guard let last = distinct.last, last.code == fault.code else {
                distinct.append(fault)
                continue
            }
            let index = distinct.count - 1
            distinct[index].wantsLamp = last.wantsLamp || fault.wantsLamp
            distinct[index].severityByte = UDSSeverity.graver(last.severityByte, fault.severityByte)
        }
        return distinct
    }

    private func finding(
        for fault: ReportedFault, make: String?, evidence: inout [Evidence], disarmed: inout SensorGroup
    ) -> Finding {
        var finding: Finding
        let row = catalogue.resolve(fault.code, make: make)
        if let row {
            finding = Finding(row, code: fault.code, symptom: catalogue.symptoms[row.symptom])
            evidence.append(
                Evidence(
                    kind: finding.kind, text: "\(fault.code): \(row.title) (\(row.severity.rawValue))",
                    source: row.source, severity: row.severity, code: fault.code))
            if fault.status != .history { disarmed.formUnion(row.disarms) }
        } else {
            let structure = CodeStructure(of: fault.code)
            finding = self.finding(structure, code: fault.code)
            evidence.append(
                Evidence(
                    kind: .structure, text: "\(fault.code): \(structure.text) (\(finding.severity.rawValue))",
                    source: structure.source, severity: finding.severity, code: fault.code))
        }
        if fault.status != .history { disarmed.formUnion(Diagnostician.disarms(fault.code)) }
        finding.status = fault.status
        if row?.isNative != true {
            StatusRules.apply(fault, isSafety: row?.isSafety ?? false, to: &finding, &evidence)
        }
        StatusRules.raise(fault, &finding, &evidence)
        return finding
    }

    /// The sensor whose circuit a code of a machine's bus reports as faulty.
    private static func disarms(_ code: String) -> SensorGroup {
        let isJ1939 = code.hasPrefix("j1939/")
        guard isJ1939 || code.hasPrefix("rvc/") else { return [] }
        return J1939Code(code.dropFirst(isJ1939 ? 6 : 4))?.disarms ?? []
    }

    /// The row of a code, or that of a shorter form of it.
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

    func likely(_ parts: [PartLikelihood]) -> String? {
        parts.first.flatMap { $0.likelihood > policy.partThreshold ? $0.part : nil }
    }
}
