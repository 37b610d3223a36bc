internal import Telemetry

/// Many codes with one cause: which findings are put down to which other one.
///
/// Each finding keeps its severity; only what is called wrong, and what helps, becomes that of the cause.
struct RootCause: Sendable {
    let key: String
    let says: String
    /// The symptoms that can be the cause.
    let causes: Set<String>
    /// The symptoms that it explains.
    let effects: Set<String>
    /// The components all of whose faults it explains.
    var components: Set<String> = []
    /// Whether it explains every code that tells of a message that did not come, whatever part it was about.
    var explainsNetwork = false
    /// Whether it explains every fault of a sensor of the engine or gearbox.
    var explainsSensors = false
    /// How many of them there must be.
    let atLeast: Int
    let source: String

    static let lowVoltage = RootCause(
        key: "network_low_voltage",
        says: "three or more network codes with low voltage: control units drop out one after the other",
        causes: ["low_voltage", "battery_flat", "charging_failed", "battery_weak"],
        effects: [], components: ["network"], explainsNetwork: true,
        atLeast: 3, source: "Callahead rule: network codes below 11.5 V")

    /// Every rule, in the order in which they are applied.
    static let all = [
        lowVoltage,
        RootCause(
            key: "sensor_supply_lost", says: "sensors that share a supply fail together with it",
            causes: ["sensor_supply_fault"],
            effects: ["sensor_fault", "throttle_fault", "air_conditioning_fault", "cam_signal_lost"],
            explainsSensors: true, atLeast: 2, source: "SAE J2012 sensor reference circuits; the number is ours"),
        RootCause(
            key: "wheel_speed_lost", says: "stability, cruise and speed functions switch off with a wheel speed sensor",
            causes: ["wheel_speed_sensor_fault"],
            effects: ["stability_fault", "cruise_control_fault", "speed_sensor_fault"], atLeast: 1,
            source: "makers' manuals on ABS and stability lamps; the grouping is ours"),
        RootCause(
            key: "high_voltage_switched_off", says: "an interlock or insulation fault opens the contactors",
            causes: ["hv_interlock", "hv_isolation"],
            effects: ["hv_contactor_fault", "hybrid_fault", "dcdc_fault", "hv_battery_fault"], atLeast: 1,
            source: "ISO 6469-3; the grouping is ours"),
        RootCause(
            key: "fuel_starvation", says: "with too little fuel the mixture becomes lean and the engine misfires",
            causes: ["fuel_low", "fuel_delivery_fault", "fuel_pressure_fault"], effects: ["mixture_lean", "misfire"],
            atLeast: 1, source: "SAE J2012 P0313: misfire with little fuel; the grouping is ours"),
        RootCause(
            key: "charger_out_of_order", says: "a charging station is out of order because of what else it reports",
            causes: [
                "charger_ground_fault", "charger_isolation_fault", "charger_cable_damaged", "charger_overcurrent",
                "charger_voltage_fault", "charger_contactor_fault", "charger_hot", "charger_lock_fault",
                "emergency_stop", "mains_lost",
            ], effects: ["charger_fault"], atLeast: 1,
            source: "OCPP 1.6 StatusNotification: status Faulted stands beside the error code; the grouping is ours"),
        RootCause(
            key: "power_limited_by", says: "power is limited because of another fault of the engine",
            causes: [
                "engine_overheating", "oil_pressure_low", "oil_temperature_high", "boost_fault", "fuel_pressure_fault",
                "particulate_filter_full", "adblue_low", "adblue_fault", "throttle_fault", "exhaust_overheating",
                "coolant_low", "transmission_overheating",
            ], effects: ["power_limited"], atLeast: 1, source: "makers' engine protection; the grouping is ours"),
    ]

    /// The symptoms that are a cause in any rule: most sets of codes have none, and one look tells.
    static let allCauses = all.reduce(into: Set<String>()) { $0.formUnion($1.causes) }
}

extension RootCause {
    /// Sensors of these have a supply of their own.
    private static let suppliedElsewhere: Set<String> = ["abs", "electric_drive", "hv_battery", "hv_safety"]

    private func explains(_ finding: Finding) -> Bool {
        if causes.contains(finding.symptom) { return false }
        if components.contains(finding.component) || effects.contains(finding.symptom) { return true }
        if explainsNetwork, RootCause.isNetwork(finding.code) { return true }
        return explainsSensors && finding.symptom.hasSuffix("_sensor_fault")
            && !RootCause.suppliedElsewhere.contains(finding.component)
    }

    /// Whether a code tells of a lost or garbled message: the letter U, or J1939's failure modes 9 and 19.
    private static func isNetwork(_ code: String) -> Bool {
        if code.hasPrefix("obd/U") { return true }
        // The two top bits of the number are the letter: C to F in hexadecimal is U.
        if code.hasPrefix("uds/") { return code.utf8.dropFirst(4).first.map { "CDEF".utf8.contains($0) } ?? false }
        guard code.hasPrefix("j1939/"), let fault = J1939Code(code.dropFirst(6)) else { return false }
        return fault.fmi == 9 || fault.fmi == 19
    }

    /// Puts the effects down to the cause, if it is there.
    ///
    /// - Parameter known: The cause when no finding is it, as a voltage that is low without being a fault of its own.
    func apply(to findings: inout [Finding], known: Symptom? = nil, _ evidence: inout [Evidence]) {
        var worst: Int?
        for index in findings.indices
        where findings[index].status != .history && causes.contains(findings[index].symptom) {
            guard let known = worst else {
                worst = index
                continue
            }
            if Finding.isWorse(findings[index], findings[known]) { worst = index }
        }
        var cause = worst.map { findings[$0] }
        if cause == nil, let known { cause = Finding(known, code: "", severity: .info, kind: .value) }
        guard let cause else { return }
        // What is worse than its cause and stops the asset speaks for itself.
        let worstEffect = max(cause.severity, .limp)
        let explained = findings.indices.filter {
            findings[$0].severity <= worstEffect && explains(findings[$0])
        }
        guard explained.count >= atLeast else { return }
        for index in explained { findings[index].adopt(cause) }
        let codes = explained.map { findings[$0].code }.filter { !$0.isEmpty }.sorted()
        let listed = codes.prefix(6).joined(separator: ", ") + (codes.count > 6 ? ", …" : "")
        evidence.append(
            Evidence(
                kind: .guard, text: "\(says): \(listed) put down to \(cause.symptom)", source: source, rule: key))
    }
}
