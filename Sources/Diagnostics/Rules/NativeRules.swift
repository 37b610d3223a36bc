internal import Telemetry

/// Lamps and flags by which the asset itself says how bad it is.
///
/// A lamp that is not lit says nothing, and nothing lowers what a lit one says.
struct NativeRules {
    let key: String
    let role: SignalRole
    let symptom: BuiltInSymptom
    let severity: Severity
    let text: String
    let source: String

    private init(
        _ role: SignalRole, _ key: String, _ symptom: BuiltInSymptom, _ severity: Severity, _ text: String,
        _ source: String
    ) {
        self.role = role
        self.key = key
        self.symptom = symptom
        self.severity = severity
        self.text = text
        self.source = source
    }

    /// Every lamp and flag, worst first.
    static let table: [NativeRules] = [
        NativeRules(
            .thermalEvent, "thermal_event", .thermalEvent, .emergency, "thermal event of the traction battery",
            "UN R100.03, GB 38031-2025"),
        NativeRules(.crash, "crash", .crash, .emergency, "crash detected", "eCall, EN 15722"),
        NativeRules(
            .oilPressureLamp, "oil_pressure_lamp", .oilPressureLow, .stop, "the oil pressure lamp is lit",
            "ISO 2575 red tell-tale; GM owner manual: do not keep driving"),
        NativeRules(
            .brakeLamp, "brake_lamp", .brakeWarning, .stop, "the red brake lamp is lit with the parking brake released",
            "ISO 2575 red tell-tale; TÜV advice"),
        NativeRules(
            .redStopFlashing, "red_stop_lamp_flashing", .stopLamp, .stop,
            "the red stop lamp flashes: the engine may shut down within 30 seconds", "Cummins engine protection"),
        NativeRules(
            .redStopLamp, "red_stop_lamp", .stopLamp, .stop, "the red stop lamp is lit",
            "SAE J1939-73 DM1 red stop lamp"),
        NativeRules(
            .checkEngineFlashing, "check_engine_flashing", .misfireDamaging, .limp,
            "the check-engine lamp flashes: misfiring harms the catalyst",
            "OBD-II, catalyst-damaging misfire; makers' manuals: take off load at once"),
        NativeRules(
            .tyreLowFlag, "tyre_lamp", .tyreLow, .serviceSoon, "the tyre pressure warning is lit", "FMVSS 138, UN R141"),
        NativeRules(
            .amberLamp, "amber_lamp", .warningLamp, .serviceSoon, "the amber warning lamp is lit", "SAE J1939-73 DM1"),
        NativeRules(
            .protectLamp, "protect_lamp", .warningLamp, .serviceSoon, "the protect lamp is lit", "SAE J1939-73 DM1"),
        NativeRules(
            .checkEngineLamp, "check_engine_lamp", .warningLamp, .serviceSoon, "the check-engine lamp is lit",
            "OBD-II, steady lamp"),
    ]

    static let severityByte = RuleReference(
        key: "uds_severity",
        says: "severity byte: 0x80 stop, 0x40 limp, 0x20 maintenance, emission classes service soon",
        severity: nil, source: "ISO 14229-1 annex D; emission classes say nothing about driving on")

    /// Needs a time: see ``LastingCondition``.
    static let stillFlashing = RuleReference(
        key: "check_engine_still_flashing", says: "the check-engine lamp has been flashing for a minute",
        severity: .stop, source: "makers' advice: stop if it flashes on after the load is off; the minute is ours")

    private static let brakeFluid = RuleReference(
        key: "brake_fluid_low", says: "the brake fluid is low", severity: .stop,
        source: "ISO 2575 red tell-tale; TÜV advice")

    /// The rules that are no plain lamp.
    static let more = [severityByte, stillFlashing, brakeFluid]

    /// What the lamps and flags of an asset say.
    static func findings(_ values: MeasuredValues) -> [SignalFinding] {
        var findings: [SignalFinding] = []
        func found(
            _ symptom: BuiltInSymptom, _ severity: Severity, _ role: SignalRole, key: String, _ text: String,
            _ source: String, kind: Evidence.Kind = .native
        ) {
            findings.append(
                SignalFinding(
                    symptom: symptom,
                    evidence: Evidence(
                        kind: kind, text: text, source: source, rule: key, severity: severity,
                        weighed: [
                            Evidence.Weighed(
                                signal: values.name(role), value: values[role] ?? 1, unit: role.unit, limit: nil,
                                heldSeconds: nil)
                        ]), severity: severity))
        }
        for rule in table where values.isSet(rule.role) {
            if rule.role == .brakeLamp, values.isSet(.parkingBrake) { continue }
            found(rule.symptom, rule.severity, rule.role, key: rule.key, rule.text, rule.source)
        }
        if values.isSet(.checkEngineFlashing), let held = values.held(.checkEngineFlashing, beyond: { $0 > 0 }),
            held >= 60
        {
            found(
                .misfireDamaging, .stop, .checkEngineFlashing, key: stillFlashing.key,
                "the check-engine lamp has been flashing for \(held.shown) s", stillFlashing.source)
        }
        if let byte = values[.udsSeverity].flatMap({ UInt8(exactly: $0.rounded(.down)) }),
            let asked = UDSSeverity(byte).asks
        {
            found(
                asked == .stop ? .stopLamp : .warningLamp, asked, .udsSeverity, key: severityByte.key,
                UDSSeverity(byte).text, severityByte.source)
        }
        // A switch, not a lamp: a fault of its own circuit takes it back.
        if values.isSet(.brakeFluidLow) {
            found(
                .brakeFluidLow, .stop, .brakeFluidLow, key: brakeFluid.key, brakeFluid.says, brakeFluid.source,
                kind: .value)
        }
        return findings
    }
}
