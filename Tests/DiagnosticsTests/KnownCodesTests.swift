import Telemetry
import Testing

@testable import Diagnostics

@Suite("Known codes")
struct KnownCodesTests {
    struct Known: Sendable, CustomTestStringConvertible {
        var code: String
        var severity: Severity
        var symptom: String
        var immobile = false
        var part: String?
        var testDescription: String { code }

        init(_ code: String, _ severity: Severity, _ symptom: String, immobile: Bool = false, part: String? = nil) {
            self.code = code
            self.severity = severity
            self.symptom = symptom
            self.immobile = immobile
            self.part = part
        }
    }

    static let table: [Known] = [
        Known("obd/P0524", .stop, "oil_pressure_low"),
        Known("obd/P0522", .serviceSoon, "oil_sensor_fault", part: "oil_pressure_sensor"),
        Known("obd/P0217", .stop, "engine_overheating"),
        Known("obd/P0218", .limp, "transmission_overheating"),
        Known("obd/P0118", .serviceSoon, "coolant_sensor_fault", part: "coolant_sensor"),
        Known("obd/P0128", .maintenance, "engine_runs_cold", part: "thermostat"),
        Known("obd/P0300", .serviceSoon, "misfire"),
        Known("obd/P0301", .serviceSoon, "misfire"),
        Known("obd/P0312", .serviceSoon, "misfire"),
        Known("obd/P0351", .serviceSoon, "ignition_fault", part: "ignition_coil"),
        Known("obd/P0335", .limp, "crank_signal_lost", immobile: true, part: "crankshaft_sensor"),
        Known("obd/P0340", .serviceSoon, "cam_signal_lost", part: "camshaft_sensor"),
        Known("obd/P0016", .limp, "cam_timing_fault"),
        Known("obd/P0230", .limp, "fuel_delivery_fault", immobile: true, part: "fuel_pump"),
        Known("obd/P0087", .limp, "fuel_pressure_fault"),
        Known("obd/P0093", .stop, "fuel_pressure_fault"),
        Known("obd/P0171", .serviceSoon, "mixture_lean"),
        Known("obd/P0172", .serviceSoon, "mixture_rich"),
        Known("obd/P0101", .serviceSoon, "air_sensor_fault", part: "air_mass_sensor"),
        Known("obd/P0121", .limp, "throttle_fault"),
        Known("obd/P0201", .serviceSoon, "injector_fault", part: "fuel_injector"),
        Known("obd/P0234", .limp, "boost_fault"),
        Known("obd/P0299", .serviceSoon, "boost_fault"),
        Known("obd/P0401", .serviceSoon, "egr_fault", part: "egr_valve"),
        Known("obd/P0420", .maintenance, "catalyst_weak", part: "catalyst"),
        Known("obd/P0440", .maintenance, "evap_fault"),
        Known("obd/P0455", .maintenance, "evap_fault"),
        Known("obd/P0480", .serviceSoon, "cooling_fan_fault", part: "radiator_fan"),
        Known("obd/P0500", .serviceSoon, "speed_sensor_fault", part: "vehicle_speed_sensor"),
        Known("obd/P050F", .stop, "brake_assist_lost", part: "brake_booster"),
        Known("obd/P0513", .serviceSoon, "immobiliser_fault", immobile: true, part: "immobiliser"),
        Known("obd/P0562", .limp, "low_voltage"),
        Known("obd/P0563", .limp, "voltage_too_high", part: "alternator"),
        Known("obd/P0601", .limp, "control_unit_fault"),
        Known("obd/P0615", .limp, "starter_fault", immobile: true, part: "starter_relay"),
        Known("obd/P0617", .limp, "starter_fault", immobile: true, part: "starter_relay"),
        Known("obd/P0620", .limp, "alternator_fault", part: "alternator"),
        Known("obd/P0627", .limp, "fuel_delivery_fault", immobile: true, part: "fuel_pump"),
        Known("obd/P0670", .maintenance, "glow_plug_fault", part: "glow_plug"),
        Known("obd/P0685", .limp, "main_relay_fault", immobile: true, part: "main_relay"),
        Known("obd/P0700", .limp, "transmission_fault"),
        Known("obd/P0730", .limp, "transmission_slipping", part: "transmission"),
        Known("obd/P0750", .limp, "shift_solenoid_fault", part: "transmission_solenoid"),
        Known("obd/P0A0D", .stop, "hv_interlock", immobile: true, part: "hv_cable"),
        Known("obd/P0A7E", .stop, "hv_battery_hot", part: "battery_cooling"),
        Known("obd/P0A80", .serviceSoon, "hv_battery_worn", part: "traction_battery"),
        Known("obd/P0AA1", .stop, "hv_contactor_fault", immobile: true, part: "hv_contactor"),
        Known("obd/P0AA6", .stop, "hv_isolation"),
        Known("obd/P0D20", .serviceSoon, "charging_fault"),
        Known("obd/P2002", .serviceSoon, "particulate_filter_full", part: "particulate_filter"),
        Known("obd/P203F", .limp, "adblue_low"),
        Known("obd/P2105", .stop, "engine_shutdown_forced", immobile: true),
        Known("obd/P2112", .stop, "throttle_fault", part: "throttle_body"),
        Known("obd/P2135", .limp, "throttle_fault", part: "accelerator_pedal"),
        Known("obd/P2463", .limp, "particulate_filter_full", part: "particulate_filter"),
        Known("obd/P2560", .limp, "coolant_low"),
        Known("obd/C0031", .serviceSoon, "wheel_speed_sensor_fault", part: "wheel_speed_sensor"),
        Known("obd/C0049", .stop, "brake_fluid_low", part: "brake_fluid"),
        Known("obd/C0077", .serviceSoon, "tyre_low", part: "tyre"),
        Known("obd/B0001", .serviceSoon, "airbag_fault"),
        Known("obd/B0100", .serviceSoon, "airbag_fault"),
        Known("obd/U0100", .limp, "network_engine_lost"),
        Known("obd/U0121", .limp, "network_brakes_lost"),
        Known("obd/U0129", .limp, "network_brakes_lost"),
        Known("obd/U0131", .limp, "network_steering_lost"),
        Known("obd/U0155", .maintenance, "network_fault"),
        Known("j1939/SPN100.FMI1", .stop, "oil_pressure_low"),
        Known("j1939/SPN110.FMI16", .limp, "engine_overheating"),
        Known("teltonika/957", .stop, "stop_lamp"),
        Known("teltonika/966", .serviceSoon, "tyre_low", part: "tyre"),
        Known("teltonika/974", .stop, "oil_pressure_low"),
        Known("teltonika/976", .limp, "coolant_low"),
    ]

    @Test("a known code has its severity, symptom and part", arguments: table)
    func known(_ known: Known) throws {
        let diagnosis = try Shipped.diagnostician().diagnose([known.code])
        #expect(diagnosis.severity == known.severity)
        #expect(diagnosis.symptom == known.symptom)
        #expect(diagnosis.immobile == known.immobile)
        #expect(diagnosis.part == known.part)
        #expect(diagnosis.faults.map(\.code) == [known.code])
        #expect(diagnosis.problems.count == 1)
        #expect(diagnosis.evidence.count == 1)
    }

    struct Structural: Sendable, CustomTestStringConvertible {
        var code: String
        var severity: Severity
        var symptom: String
        var testDescription: String { code }
    }

    @Test(
        "a code without a row falls back to what its form says, never to fine",
        arguments: [
            Structural(code: "obd/P1260", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "obd/P3000", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "obd/C1201", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "obd/B2AAA", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "obd/U1000", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "obd/C0FFF", severity: .limp, symptom: "chassis_fault"),
            Structural(code: "obd/P09FF", severity: .limp, symptom: "transmission_fault"),
            Structural(code: "obd/P0FFF", severity: .limp, symptom: "hybrid_fault"),
            Structural(code: "obd/P2FFF", severity: .serviceSoon, symptom: "engine_control_fault"),
            Structural(code: "obd/B0FFF", severity: .serviceSoon, symptom: "body_fault"),
            Structural(code: "obd/U0FFF", severity: .serviceSoon, symptom: "network_fault"),
            Structural(code: "obd/p0524", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "obd/", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "obd/P05", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "ocpp/NoSuchError", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "callahead/E-17", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "uds/9A1F-4B", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "uds/4049-4B", severity: .stop, symptom: "brake_fluid_low"),
            Structural(code: "obd/P0524-00", severity: .stop, symptom: "oil_pressure_low"),
            Structural(code: "j1939/SPN7777.FMI0", severity: .limp, symptom: "component_out_of_range"),
            Structural(code: "j1939/SPN7777.FMI3", severity: .serviceSoon, symptom: "sensor_fault"),
            Structural(code: "j1939/SPN7777.FMI31", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "j1939/SPN520192.FMI0", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "j1939/SPN99999999999999999999.FMI0", severity: .unknown, symptom: "unknown_fault"),
            Structural(code: "teltonika/1", severity: .unknown, symptom: "unknown_fault"),
        ])
    func structure(_ expected: Structural) throws {
        let diagnosis = try Shipped.diagnostician().diagnose([expected.code])
        #expect(diagnosis.severity == expected.severity)
        #expect(diagnosis.symptom == expected.symptom)
        #expect(diagnosis.part == nil || expected.severity == .stop)
    }
}
