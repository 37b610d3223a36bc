import Telemetry
import Testing

@testable import Diagnostics

@Suite("Known codes of machines and networks")
struct MachineCodesTests {
    struct Known: Sendable, CustomTestStringConvertible {
        var code: String
        var severity: Severity
        var symptom: String
        var testDescription: String { code }

        /// A line of the table: severity, symptom, code.
        init?(_ line: Substring) {
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count == 3, let severity = Severity(rawValue: String(words[0])) else { return nil }
            self.severity = severity
            symptom = String(words[1])
            code = String(words[2].drop { $0 == " " })
        }
    }

    /// Severity, symptom, code.
    private static let text: String = """
        stop         oil_pressure_low           j1939/SPN100.FMI1
        limp         oil_pressure_low           j1939/SPN100.FMI18
        service_soon oil_pressure_low           j1939/SPN100.FMI17
        service_soon oil_sensor_fault           j1939/SPN100.FMI3
        stop         engine_overheating         j1939/SPN110.FMI0
        service_soon engine_overheating         j1939/SPN110.FMI15
        service_soon coolant_sensor_fault       j1939/SPN110.FMI5
        stop         brake_air_low              j1939/SPN1087.FMI1
        limp         brake_air_low              j1939/SPN1088.FMI18
        stop         fuel_leak                  j1939/SPN1239.FMI31
        stop         charging_failed            j1939/SPN168.FMI1
        stop         voltage_too_high           j1939/SPN158.FMI0
        limp         injector_fault             j1939/SPN653.FMI7
        service_soon injector_fault             j1939/SPN653.FMI5
        limp         adblue_low                 j1939/SPN1761.FMI1
        service_soon adblue_low                 j1939/SPN1761.FMI17
        limp         power_limited              j1939/SPN1569.FMI31
        stop         engine_shutdown_forced     j1939/SPN1110.FMI31
        stop         particulate_filter_full    j1939/SPN3719.FMI0
        limp         network_fault              j1939/SPN639.FMI31
        service_soon network_fault              j1939/SPN639.FMI9
        stop         engine_overspeed           j1939/SPN190.FMI0
        stop         stop_lamp                  j1939/lamp.red_stop
        service_soon warning_lamp               j1939/lamp.protect
        limp         warning_lamp               j1939/lamp.mil_flashing
        stop         stop_lamp                  rvc/lamp.red
        service_soon warning_lamp               rvc/lamp.yellow
        limp         component_out_of_range     rvc/SPN7.FMI0
        service_soon sensor_fault               rvc/SPN7.FMI5.DSN65
        stop         stop_lamp                  uds/severity.check_immediately
        limp         warning_lamp               uds/severity.check_at_next_halt
        maintenance  warning_lamp               uds/severity.maintenance_only
        service_soon warning_lamp               uds/status.warning_indicator
        service_soon emission_fault             uds/class.a
        stop         charger_ground_fault       ocpp/GroundFailure
        info         no_fault                   ocpp/NoError
        unknown      charger_fault              ocpp/OtherError
        limp         charger_hot                ocpp/HighTemperature
        limp         charger_lock_fault         ocpp/ConnectorLockFailure
        stop         charger_overcurrent        ocpp/OverCurrentFailure
        maintenance  charger_network_fault      ocpp/WeakSignal
        limp         charger_reader_fault       ocpp/ReaderFailure
        stop         charger_contactor_fault    ocpp/PowerSwitchFailure
        service_soon charger_vehicle_link_fault ocpp/EVCommunicationError
        stop         emergency_stop             ocpp/CX008
        info         charger_limited            ocpp/CX009
        stop         charger_isolation_fault    ocpp/CX011
        stop         mains_lost                 ocpp/CX015
        stop         charger_hot                ocpp/CX019
        stop         charger_cable_damaged      ocpp/CX026
        emergency    person_calls               signalk/notifications.mob
        stop         engine_overheating         signalk/notifications.propulsion.port.overTemperature
        limp         engine_overheating         signalk/notifications.propulsion.main.overTemperature.warning
        service_soon component_fault            signalk/notifications.tanks.blackWater.0.full.warning
        maintenance  component_fault            signalk/notifications.navigation.anything.notice
        unknown      component_fault            signalk/notifications.anything.else
        service_soon battery_weak               wican/low_battery
        unknown      engine_control_fault       inhand-flexapi/dtcs
        stop         charger_fault              everest/evse_manager/Inoperative
        stop         charger_ground_fault       everest/ac_rcd/MREC2GroundFailure
        stop         charger_ground_fault       everest/ac_rcd/DC
        stop         charger_fault              everest/evse_board_support/PermanentFault
        stop         charger_fault              everest/evse_board_support/VendorError
        service_soon charger_limited            everest/evse_board_support/VendorWarning
        stop         charger_isolation_fault    everest/isolation_monitor/DeviceFault
        stop         charger_voltage_fault      everest/over_voltage_monitor/CommunicationFault
        stop         charger_fault              everest/generic/CommunicationFault
        limp         charger_reader_fault       everest/payment_terminal/GenericPaymentTerminalError
        stop         charger_enclosure          everest/evse_board_support/WaterIngressDetected
        limp         charger_lock_fault         everest/connector_lock/ConnectorLockFailedUnlock
        stop         charger_cable_damaged      everest/MREC26CutCable
        limp         charger_limited            everest/power_supply_DC/UnderTemperature
        stop         charger_hot                everest/power_supply_DC/OverTemperature
        limp         storage_battery_empty      victron/LowVoltage
        service_soon storage_battery_empty      victron/LowVoltage.warning
        stop         storage_battery_overcharged victron/HighVoltage
        stop         storage_battery_hot        victron/HighTemperature
        limp         storage_battery_hot        victron/HighTemperature.warning
        limp         inverter_overload          victron/Overload
        limp         mains_lost                 victron/GridLost
        limp         storage_battery_fault      victron/CellImbalance
        stop         equipment_setup_fault      victron/vebus.3
        stop         power_converter_fault      victron/vebus.8
        info         no_fault                   victron/charger.0
        stop         storage_battery_overcharged victron/charger.2
        stop         storage_battery_fault      victron/charger.67
        stop         solar_fault                victron/charger.43
        stop         charger_hot                victron/charger.26
        stop         emergency_stop             genset/deepsea.0x1000
        stop         oil_pressure_low           genset/deepsea.0x1301
        stop         engine_overheating         genset/deepsea.0x1202
        stop         generator_not_starting     genset/deepsea.0x140d
        stop         generator_overspeed        genset/deepsea.0x1005
        limp         generator_overload         genset/deepsea.0x121e
        limp         generator_breaker_fault    genset/deepsea.0x132a
        service_soon mains_lost                 genset/deepsea.0x1026
        limp         generator_fuel_low         genset/deepsea.0x1116
        maintenance  maintenance_due            genset/deepsea.0x1029
        unknown      machine_needs_attention    genset/deepsea.0x1040
        stop         engine_shutdown_forced     genset/deepsea.0x1118
        info         no_fault                   genset/deepsea.0x1032
        limp         generator_overload         genset/deif.3
        stop         generator_overspeed        genset/deif.217
        stop         oil_pressure_low           genset/fischerpanda.7
        limp         generator_charger_fault    genset/fischerpanda.89
        stop         oil_pressure_low           genset/generac.1300
        stop         generator_not_starting     genset/generac.1100
        service_soon generator_battery_low      genset/generac.2750
        stop         generator_overvoltage      genset/generac.1800
        limp         generator_ignition_fault   genset/generac.2614
        service_soon generator_battery_low      genmon/Check Battery
        stop         oil_pressure_low           genmon/Low Oil Pressure
        stop         generator_not_starting     genmon/Overcrank
        stop         engine_overheating         genmon/High Temperature
        maintenance  maintenance_due            genmon/Service Due
        info         no_fault                   genmon/No Alarms
        stop         generator_overspeed        genmon/Overspeed (Prolonged)
        stop         drive_motor_fault          scooter/xiaomi.11
        stop         machine_control_fault      scooter/xiaomi.10
        stop         handlebar_control_fault    scooter/xiaomi.15
        stop         machine_battery_fault      scooter/xiaomi.21
        limp         machine_battery_fault      scooter/xiaomi.39
        maintenance  machine_control_fault      scooter/xiaomi.35
        stop         refrigerant_fault          heatpump/dimplex.lm.28
        stop         refrigerant_fault          heatpump/dimplex.hj.5
        limp         equipment_sensor_fault     heatpump/dimplex.hj.7
        stop         frost_risk                 heatpump/dimplex.lm.26
        info         no_fault                   heatpump/dimplex.lm.0
        stop         heating_flow_fault         heatpump/H62
        limp         equipment_sensor_fault     heatpump/H72
        stop         compressor_fault           heatpump/F12
        stop         tyre_flat                  tesla/VCSEC_a228
        stop         tyre_flat                  tesla/VCSEC_a228_TPMSHardWarning
        service_soon tyre_low                   tesla/VCSEC_a221
        service_soon tyre_monitor_fault         tesla/VCSEC_a999
        service_soon hv_battery_worn            tesla/BMS_a066_something
        unknown      hv_battery_fault           tesla/BMS_a001
        unknown      hv_battery_fault           tesla/BMS_
        unknown      drive_motor_fault          tesla/DIR_f011
        unknown      brake_system_fault         tesla/IBST_w001
        unknown      steering_fault             tesla/EPAS3P_a001
        service_soon charging_fault             tesla/UMC_a001
        service_soon charging_fault             tesla/CP_a054
        unknown      body_fault                 tesla/VCFRONT_a100
        limp         low_voltage                tesla/VCFRONT_a180
        service_soon driver_assist_fault        tesla/APP_w207
        info         no_fault                   landroid/0
        limp         machine_stuck              landroid/1
        limp         machine_lifted             landroid/2
        stop         machine_outside            landroid/4
        info         no_fault                   landroid/5
        limp         blade_fault                landroid/8
        limp         wheel_drive_fault          landroid/9
        maintenance  machine_battery_low        landroid/12
        limp         docking_fault              landroid/14
        maintenance  machine_needs_attention    landroid/16
        service_soon machine_battery_fault      landroid/17
        limp         docking_fault              landroid/100
        limp         machine_sensor_fault       landroid/110
        limp         docking_fault              landroid/115
        service_soon blade_fault                landroid/116
        stop         flame_fault                ems-esp/6A(227)
        stop         flame_fault                ems-esp/6A
        stop         gas_safety_fault           ems-esp/6C(228)
        service_soon equipment_sensor_fault     ems-esp/A2(806)
        limp         heating_fault              ems-esp/A01(816)
        limp         equipment_sensor_fault     ems-esp/A01(999)
        limp         water_pressure_low         ems-esp/2E(207)
        stop         boiler_overheating         ems-esp/4C(224)
        stop         burner_air_fault           ems-esp/3C(217)
        info         no_fault                   ems-esp/0H(203)
        info         no_fault                   ems-esp/-H(200)
        maintenance  maintenance_due            ems-esp/H03(1013)
        service_soon heating_fault              ems-esp/H01(5504)
        info         no_fault                   valetudo/none.none
        limp         machine_control_fault      valetudo/permanent.error
        service_soon machine_needs_attention    valetudo/transient.error
        limp         wheel_drive_fault          valetudo/motors.permanent.error
        maintenance  machine_needs_attention    valetudo/core.transient.warning
        unknown      machine_needs_attention    valetudo/unknown.unknown
        service_soon tyre_low                   ovms/TPMS.4
        stop         tyre_flat                  ovms/TPMS.4.alert
        limp         battery_weak               ovms/batt.12v.alert
        service_soon charging_fault             ovms/charge.stopped
        stop         hv_battery_hot             ovms/v.b.c.temp.alert
        unknown      asset_moved                ovms/flatbed.moved
        info         no_fault                   ovms/charge.done
        limp         hybrid_fault               ovms/error.257
        unknown      asset_moved                owntracks/tow
        unknown      device_power_lost          owntracks/power.cut
        emergency    crash                      traccar/accident
        unknown      person_calls               traccar/sos
        unknown      asset_moved                traccar/tow
        unknown      device_power_lost          traccar/powerCut
        service_soon battery_weak               traccar/lowPower
        maintenance  device_power_lost          traccar/lowBattery
        stop         fuel_leak                  traccar/fuelLeak
        unknown      component_fault            traccar/fault
        info         no_fault                   traccar/hardBraking
        info         no_fault                   traccar/geofenceExit
        stop         stop_lamp                  teltonika/957
        service_soon tyre_low                   teltonika/966
        maintenance  air_filter_clogged         teltonika/982
        service_soon water_in_fuel              teltonika/984
        service_soon adblue_low                 teltonika/987
        service_soon tyre_low                   teltonika/988
        service_soon brake_pads_worn            teltonika/989
        stop         brake_overheating          teltonika/990
        stop         brake_air_low              teltonika/991
        unknown      engine_control_fault       teltonika/30
        emergency    crash                      teltonika/247
        """

    private static let written: [Substring] = text.split(separator: "\n")
    static let table: [Known] = written.compactMap { Known($0) }

    @Test("every line of the table is read")
    func everyLine() {
        #expect(MachineCodesTests.table.count == MachineCodesTests.written.count)
        #expect(Set(MachineCodesTests.table.map(\.code)).count == MachineCodesTests.table.count)
    }

    @Test("a known code has its severity and symptom", arguments: table)
    func known(_ known: Known) throws {
        let diagnosis = try Shipped.diagnostician().diagnose([known.code])
        #expect(diagnosis.severity == known.severity)
        #expect(diagnosis.symptom == known.symptom)
        #expect(diagnosis.faults.map(\.code) == [known.code])
        #expect(diagnosis.problems.count == 1)
    }

    @Test("a fault of a thing that stands at a site asks for a technician and never for a tow")
    func technician() throws {
        let diagnostician = try Shipped.diagnostician()
        let sites: [(String, AssetTraits, Capabilities)] = [
            ("ocpp/GroundFailure", AssetTraits(kind: .charger), .electrician),
            ("genset/deepsea.0x1001", AssetTraits(kind: .generator, energy: .diesel), .electrician),
            ("ems-esp/6A(227)", AssetTraits(kind: .boiler, energy: .gas), .gasCertified),
            ("heatpump/H62", AssetTraits(kind: .heatPump, energy: .mains), .electrician),
            ("victron/HighVoltage", AssetTraits(kind: .battery), .electrician),
        ]
        for (code, traits, needed) in sites {
            let diagnosis = diagnostician.diagnose([code], of: traits)
            #expect(diagnosis.severity == .stop, "\(code)")
            #expect(diagnosis.capabilities.contains(needed), "\(code)")
            #expect(diagnosis.capabilities.isDisjoint(with: [.flatbed, .wheelLift, .heavy, .jumpStart]), "\(code)")
        }
    }

    @Test("charging alerts of a car that drives are charging only")
    func chargingOnly() throws {
        let diagnostician = try Shipped.diagnostician()
        #expect(diagnostician.diagnose(["tesla/UMC_a001", "tesla/CP_a010"]).chargingOnly)
        #expect(!diagnostician.diagnose(["tesla/UMC_a001", "tesla/BMS_a067"]).chargingOnly)
    }
}
