import Telemetry
import Testing

@testable import Diagnostics

@Suite("Generic codes")
struct GenericCodesTests {
    /// A family of codes whose meaning the standard fixes: a letter, a digit and which of the 4,096 numbers.
    struct Family: Sendable, CustomTestStringConvertible {
        var prefix: String
        var numbers: ClosedRange<Int> = 0...0xFFF
        var testDescription: String { prefix }

        var codes: [String] {
            numbers.map { number in
                let digits = String(number, radix: 16, uppercase: true)
                return "obd/" + prefix + String(repeating: "0", count: 3 - digits.count) + digits
            }
        }
    }

    static let families = [
        Family(prefix: "P0"), Family(prefix: "P2"), Family(prefix: "P3", numbers: 0x400...0xFFF), Family(prefix: "U0"),
        Family(prefix: "U3"), Family(prefix: "C0"), Family(prefix: "B0"), Family(prefix: "B3"),
    ]

    @Test("every code that can be written has a system and a severity", arguments: families)
    func wholeSpace(family: Family) throws {
        let diagnostician = try Shipped.diagnostician()
        var without: [String] = []
        for code in family.codes {
            let diagnosis = diagnostician.diagnose([code])
            let hasSystem = diagnosis.system != nil && diagnosis.system != "UNKNOWN OR OTHER"
            // U3FFF says that nothing is stored.
            if diagnosis.severity == .unknown || (!hasSystem && code != "obd/U3FFF") { without.append(code) }
        }
        #expect(without.prefix(10) == [])
    }

    struct Meaning: Sendable, CustomTestStringConvertible {
        var code: String
        var severity: Severity
        var symptom: String
        var testDescription: String { code }

        init(_ code: String, _ severity: Severity, _ symptom: String) {
            self.code = code
            self.severity = severity
            self.symptom = symptom
        }
    }

    static let engine: [Meaning] = [
        Meaning("P0001", .limp, "fuel_pressure_fault"), Meaning("P0005", .limp, "fuel_delivery_fault"),
        Meaning("P0008", .limp, "cam_timing_fault"), Meaning("P0011", .serviceSoon, "cam_timing_fault"),
        Meaning("P001A", .serviceSoon, "cylinder_shutoff_fault"), Meaning("P0053", .maintenance, "oxygen_sensor_fault"),
        Meaning("P0072", .maintenance, "sensor_fault"), Meaning("P00B7", .limp, "coolant_pump_fault"),
        Meaning("P00BA", .limp, "power_limited"), Meaning("P0113", .maintenance, "air_sensor_fault"),
        Meaning("P0117", .serviceSoon, "coolant_sensor_fault"), Meaning("P0126", .maintenance, "engine_runs_cold"),
        Meaning("P0135", .maintenance, "oxygen_sensor_fault"), Meaning("P0169", .limp, "fuel_air_fault"),
        Meaning("P0182", .maintenance, "fuel_sensor_fault"), Meaning("P0191", .limp, "fuel_pressure_fault"),
        Meaning("P01F2", .maintenance, "oxygen_sensor_fault"), Meaning("P0216", .serviceSoon, "injector_fault"),
        Meaning("P0219", .serviceSoon, "engine_overspeed"), Meaning("P025A", .limp, "fuel_delivery_fault"),
        Meaning("P026A", .serviceSoon, "charge_cooling_fault"), Meaning("P029D", .limp, "injector_fault"),
        Meaning("P02E0", .serviceSoon, "intake_flap_fault"), Meaning("P0298", .stop, "oil_temperature_high"),
        Meaning("P0302", .serviceSoon, "misfire"), Meaning("P030A", .serviceSoon, "ignition_fault"),
        Meaning("P0325", .serviceSoon, "knock_control_fault"), Meaning("P0336", .limp, "crank_signal_lost"),
        Meaning("P033F", .limp, "crank_signal_lost"), Meaning("P0363", .limp, "misfire_damaging"),
        Meaning("P039C", .serviceSoon, "cylinder_weak"), Meaning("P0403", .serviceSoon, "egr_fault"),
        Meaning("P0411", .maintenance, "secondary_air_fault"), Meaning("P0442", .maintenance, "evap_fault"),
        Meaning("P04B5", .maintenance, "fuel_flap_fault"), Meaning("P0506", .serviceSoon, "idle_fault"),
        Meaning("P055F", .limp, "oil_control_fault"), Meaning("P057A", .serviceSoon, "brake_pedal_sensor_fault"),
        Meaning("P05BB", .stop, "crash"), Meaning("P05A2", .maintenance, "air_shutter_fault"),
        Meaning("P0604", .limp, "control_unit_fault"), Meaning("P0641", .limp, "sensor_supply_fault"),
        Meaning("P06DA", .serviceSoon, "oil_control_fault"), Meaning("P06E9", .limp, "starter_fault"),
        Meaning("P2000", .maintenance, "catalyst_weak"), Meaning("P2004", .serviceSoon, "intake_flap_fault"),
        Meaning("P200C", .stop, "exhaust_overheating"), Meaning("P202A", .serviceSoon, "adblue_heater_fault"),
        Meaning("P204F", .serviceSoon, "adblue_fault"), Meaning("P206A", .serviceSoon, "adblue_sensor_fault"),
        Meaning("P2111", .stop, "throttle_fault"), Meaning("P213F", .stop, "engine_shutdown_forced"),
        Meaning("P2146", .limp, "injector_fault"), Meaning("P2191", .serviceSoon, "mixture_lean"),
        Meaning("P2202", .serviceSoon, "nox_sensor_fault"), Meaning("P2264", .maintenance, "fuel_sensor_fault"),
        Meaning("P2269", .limp, "water_in_fuel"), Meaning("P2279", .serviceSoon, "intake_leak"),
        Meaning("P2336", .serviceSoon, "knock_control_fault"), Meaning("P240D", .stop, "gas_leak"),
        Meaning("P24AE", .serviceSoon, "soot_sensor_fault"), Meaning("P2503", .limp, "charging_failed"),
        Meaning("P251A", .maintenance, "power_take_off_fault"), Meaning("P258A", .limp, "brake_assist_lost"),
        Meaning("P2600", .limp, "coolant_pump_fault"), Meaning("P263C", .maintenance, "glow_plug_fault"),
        Meaning("P26A3", .serviceSoon, "coolant_valve_fault"), Meaning("P2BAF", .limp, "adblue_inducement"),
        Meaning("P2D0F", .limp, "knock_control_fault"), Meaning("P3400", .serviceSoon, "cylinder_shutoff_fault"),
        Meaning("P3497", .serviceSoon, "cylinder_shutoff_fault"),
    ]

    static let drivetrain: [Meaning] = [
        Meaning("P0706", .limp, "gear_selector_fault"), Meaning("P0711", .serviceSoon, "transmission_sensor_fault"),
        Meaning("P0729", .limp, "transmission_slipping"), Meaning("P072A", .limp, "transmission_stuck"),
        Meaning("P0776", .limp, "shift_solenoid_fault"), Meaning("P07E4", .limp, "park_lock_fault"),
        Meaning("P0836", .serviceSoon, "four_wheel_drive_fault"), Meaning("P0868", .stop, "transmission_slipping"),
        Meaning("P0893", .stop, "transmission_stuck"), Meaning("P0897", .maintenance, "transmission_fluid_worn"),
        Meaning("P0900", .limp, "clutch_fault"), Meaning("P0914", .limp, "shift_actuator_fault"),
        Meaning("P0944", .limp, "transmission_pump_fault"), Meaning("P2706", .limp, "shift_solenoid_fault"),
        Meaning("P2783", .limp, "transmission_overheating"), Meaning("P2831", .limp, "shift_actuator_fault"),
        Meaning("P0A08", .limp, "dcdc_fault"), Meaning("P0A5E", .stop, "drive_motor_fault"),
        Meaning("P0A78", .stop, "inverter_fault"), Meaning("P0A95", .stop, "hv_fuse_open"),
        Meaning("P0AA8", .limp, "hv_isolation_monitor_fault"), Meaning("P0B24", .limp, "hv_battery_fault"),
        Meaning("P0CC6", .maintenance, "charge_flap_fault"), Meaning("P0D09", .serviceSoon, "charge_contactor_fault"),
        Meaning("P0D2D", .limp, "drive_motor_sensor_fault"), Meaning("P0D91", .serviceSoon, "charge_lock_fault"),
        Meaning("P0E4E", .limp, "engine_start_failed"), Meaning("P0E74", .stop, "hv_isolation"),
        Meaning("P2BC4", .serviceSoon, "charge_contactor_fault"), Meaning("P2C86", .limp, "hv_isolation"),
        Meaning("P2D3A", .stop, "drive_shutdown"), Meaning("P2DFC", .limp, "hv_battery_cooling_fault"),
        Meaning("P2EB7", .serviceSoon, "battery_weak"),
    ]

    static let others: [Meaning] = [
        Meaning("C0014", .limp, "brake_system_fault"), Meaning("C0021", .stop, "brake_assist_lost"),
        Meaning("C0072", .stop, "brake_overheating"), Meaning("C0200", .serviceSoon, "wheel_speed_sensor_fault"),
        Meaning("C0266", .serviceSoon, "abs_fault"), Meaning("C0500", .limp, "steering_fault"),
        Meaning("C0512", .serviceSoon, "steering_sensor_fault"), Meaning("C055D", .stop, "brake_leak"),
        Meaning("C057F", .stop, "brake_assist_lost"), Meaning("C060B", .serviceSoon, "parking_brake_fault"),
        Meaning("C0700", .serviceSoon, "suspension_fault"), Meaning("C0740", .serviceSoon, "suspension_sensor_fault"),
        Meaning("B0012", .serviceSoon, "airbag_fault"), Meaning("B0076", .serviceSoon, "seat_belt_fault"),
        Meaning("B00A0", .serviceSoon, "occupant_sensor_fault"), Meaning("B010A", .serviceSoon, "airbag_fault"),
        Meaning("B0355", .maintenance, "cabin_heating_fault"),
        Meaning("B0515", .maintenance, "instrument_cluster_fault"),
        Meaning("B3A00", .maintenance, "air_conditioning_fault"), Meaning("U0001", .serviceSoon, "network_fault"),
        Meaning("U0101", .limp, "network_engine_lost"), Meaning("U0110", .limp, "network_drive_lost"),
        Meaning("U0126", .serviceSoon, "network_fault"), Meaning("U0137", .limp, "trailer_brake_fault"),
        Meaning("U0151", .serviceSoon, "airbag_fault"), Meaning("U0167", .serviceSoon, "immobiliser_fault"),
        Meaning("U0184", .info, "infotainment_fault"), Meaning("U0199", .maintenance, "door_fault"),
        Meaning("U01A0", .limp, "network_drive_lost"), Meaning("U01B4", .limp, "network_brakes_lost"),
        Meaning("U0208", .maintenance, "seat_fault"), Meaning("U0235", .serviceSoon, "driver_assist_fault"),
        Meaning("U025E", .limp, "network_brakes_lost"), Meaning("U0298", .limp, "network_drive_lost"),
        Meaning("U0318", .serviceSoon, "network_fault"), Meaning("U0415", .limp, "network_brakes_lost"),
        Meaning("U0485", .info, "infotainment_fault"), Meaning("U0606", .limp, "throttle_fault"),
        Meaning("U3003", .limp, "low_voltage"), Meaning("U3511", .stop, "hv_interlock"),
        Meaning("U3550", .limp, "fuel_cell_fault"), Meaning("U3FFF", .info, "no_fault"),
    ]

    @Test("a code of every kind means what the standard means", arguments: engine + drivetrain + others)
    func meaning(expected: Meaning) throws {
        let diagnosis = try Shipped.diagnostician().diagnose(["obd/" + expected.code])
        #expect(diagnosis.severity == expected.severity)
        #expect(diagnosis.symptom == expected.symptom)
    }

    @Test(
        "what must not be driven on is never milder than stop, whatever its status",
        arguments: [
            "P0217", "P0298", "P0524", "P050F", "P0A0D", "P0A7E", "P0AA6", "P0E74", "P200C", "P25AE", "C0021", "C0049",
            "C0072", "C055D", "U3511",
        ])
    func stays(code: String) throws {
        let diagnostician = try Shipped.diagnostician()
        for status in [FaultCode.Status.confirmed, .unknown, .pending] {
            let fault = ReportedFault(code: "obd/" + code, status: status)
            #expect(diagnostician.diagnose([fault], of: Shipped.car).severity >= .stop)
            // A further, mild code changes nothing.
            let mild = ReportedFault(code: "obd/P0420", status: .confirmed)
            #expect(diagnostician.diagnose([mild, fault], of: Shipped.car).severity >= .stop)
        }
    }

    @Test("a failure of charging alone never keeps a car from driving")
    func charging() throws {
        let diagnostician = try Shipped.diagnostician()
        let codes = ["P0D07", "P0D20", "P0D91", "P0E61", "P2BC4", "P2E35", "U019B"]
        for code in codes {
            let diagnosis = diagnostician.diagnose(["obd/" + code])
            #expect(diagnosis.chargingOnly && !diagnosis.immobile, "\(code)")
        }
    }

    @Test("which control unit is silent decides how bad it is")
    func silence() throws {
        let diagnostician = try Shipped.diagnostician()
        let (radio, door, engine, brakes) = (
            diagnostician.diagnose(["obd/U0184"]).severity, diagnostician.diagnose(["obd/U0199"]).severity,
            diagnostician.diagnose(["obd/U0100"]).severity, diagnostician.diagnose(["obd/U0121"]).severity
        )
        #expect(radio < door && door < engine && engine <= brakes)
    }
}
