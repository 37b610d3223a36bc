internal import Telemetry

/// Lamps and flags by which the asset itself says how bad it is.
///
/// A lamp that is not lit says nothing.
enum NativeSignals {
    static func findings(_ values: MeasuredValues) -> [SignalFinding] {
        var findings: [SignalFinding] = []
        func found(
            _ symptom: BuiltInSymptom, _ severity: Severity, _ text: String, _ source: String
        ) {
            findings.append(
                SignalFinding(
                    symptom: symptom, severity: severity, kind: .native, text: text,
                    source: source))
        }
        if values.isSet(.thermalEvent) {
            found(.thermalEvent, .emergency, "thermal event of the traction battery", "UN R100.03, GB 38031-2025")
        }
        if values.isSet(.crash) { found(.crash, .emergency, "crash detected", "eCall, EN 15722") }
        if values.isSet(.oilPressureLamp) {
            found(.oilPressureLow, .stop, "the oil pressure lamp is lit", "ISO 2575 red tell-tale; makers' manuals")
        }
        if values.isSet(.brakeLamp), !values.isSet(.parkingBrake) {
            found(
                .brakeWarning, .stop, "the red brake lamp is lit with the parking brake released",
                "ISO 2575 red tell-tale; TÜV advice")
        }
        if values.isSet(.brakeFluidLow) {
            found(.brakeFluidLow, .stop, "the brake fluid is low", "ISO 2575 red tell-tale; TÜV advice")
        }
        if values.isSet(.redStopLamp) {
            found(.stopLamp, .stop, "the red stop lamp is lit", "SAE J1939-73 DM1 red stop lamp")
        }
        if values.isSet(.checkEngineFlashing) {
            found(
                .misfireDamaging, .limp, "the check-engine lamp flashes: misfiring harms the catalyst",
                "OBD-II, catalyst-damaging misfire")
        }
        if let byte = values[.udsSeverity] {
            // ISO 14229: 0x80 check at once, 0x40 check at the next halt, 0x20 maintenance only.
            let bits = Int(byte)
            let source = "ISO 14229-1 DTC severity"
            if bits & 0x80 != 0 {
                found(.stopLamp, .stop, "the control unit asks to check at once", source)
            } else if bits & 0x40 != 0 {
                found(.warningLamp, .limp, "the control unit asks to check at the next halt", source)
            } else if bits & 0x20 != 0 {
                found(.warningLamp, .maintenance, "the control unit asks for maintenance", source)
            }
        }
        if values.isSet(.tyreLowFlag) {
            found(.tyreLow, .serviceSoon, "the tyre pressure warning is lit", "FMVSS 138, UN R141")
        }
        if values.isSet(.amberLamp) {
            found(.warningLamp, .serviceSoon, "the amber warning lamp is lit", "SAE J1939-73 DM1")
        }
        if values.isSet(.protectLamp) {
            found(.warningLamp, .serviceSoon, "the protect lamp is lit", "SAE J1939-73 DM1")
        }
        if values.isSet(.checkEngineLamp) {
            found(.warningLamp, .serviceSoon, "the check-engine lamp is lit", "OBD-II, steady lamp")
        }
        return findings
    }
}
