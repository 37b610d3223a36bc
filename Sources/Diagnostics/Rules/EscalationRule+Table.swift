internal import Telemetry

extension EscalationRule {
    /// Every threshold, in the order in which they are weighed.
    static let all: [EscalationRule] = [
        coolantHeavy, coolantLightDiesel, coolant, oilPressureHeavy, oilPressure, voltageTooHigh, voltageElectric,
        charging, chargingWeak, chargingHigh, crankingDip, resting, voltageStanding, voltageUnknown, tyreFlat, tyreLow,
        tyrePlacard,
        brakeAirLow, brakeAirHalf, springBrakes, isolationAC, isolation, runaway, generatorFrequency, generatorVoltage,
        generatorUndervoltage,
    ].flatMap { $0 }

    // MARK: Engine

    /// The rules of a light diesel, its own first.
    static let coolantDiesel = coolantLightDiesel + coolant

    static let coolantHeavy = [
        EscalationRule(
            "coolant_stop_heavy", "coolant of a heavy engine", .engineOverheating, .stop, .above, 117, "°C", seconds: 5,
            source: "Cummins ISX15 fault 151, red lamp"),
        EscalationRule(
            "coolant_limp_heavy", "coolant of a heavy engine", .engineOverheating, .limp, .atLeast, 104, "°C",
            source: "Cummins N14 and M11 fault 151, power is reduced"),
    ]

    static let coolantLightDiesel = [
        EscalationRule(
            "coolant_stop_light_diesel", "coolant of a light diesel", .engineOverheating, .stop, .atLeast, 110, "°C",
            seconds: 5, source: "Mazda BT-50 P0217, lamp not lit; the stop level is ours")
    ]

    static let coolant = [
        EscalationRule(
            "coolant_stop", "coolant of any other engine", .engineOverheating, .stop, .atLeast, 117, "°C", seconds: 5,
            source: "derived from Cummins, Suzuki and Mazda limits; the level is ours"),
        EscalationRule(
            "coolant_limp", "coolant of any light engine", .engineOverheating, .limp, .atLeast, 107, "°C", seconds: 5,
            source: "Suzuki P0217; Caterpillar normal range; the level is ours"),
    ]

    /// Its limit is that of 2,400 revolutions a minute; it falls to that of `oilPressure` at 800.
    static let oilPressureHeavy = [
        EscalationRule(
            "oil_pressure_stop_heavy", "oil of a running heavy engine, less below 2400 rpm", .oilPressureLow, .stop,
            .below, 172, "kPa", seconds: 3,
            source: "Cummins fault 415 (SPN 100 FMI 1), red lamp; linear between its points is ours")
    ]

    static let oilPressure = [
        EscalationRule(
            "oil_pressure_stop", "oil of a running engine", .oilPressureLow, .stop, .below, 55, "kPa", seconds: 3,
            source: "Cummins fault 415 at idle; owner manuals: do not keep driving")
    ]

    // MARK: Electrical system; a 24 V system has twice these limits

    static let voltageTooHigh = [
        EscalationRule(
            "voltage_stop_high", "12 V system", .voltageTooHigh, .stop, .above, 16, "V", seconds: 3,
            source: "Caterpillar EID 50 level 3; Tesla VCFRONT_a195")
    ]

    static let voltageElectric = [
        EscalationRule(
            "voltage_low_electric", "12 V system of an electric car", .batteryWeak, .serviceSoon, .below, 10.5, "V",
            seconds: 5, source: "Tesla VCFRONT_a182: may not start again")
    ]

    static let charging = [
        EscalationRule(
            "charging_stop", "12 V system above 600 rpm", .chargingFailed, .stop, .below, 11.5, "V", seconds: 60,
            source: "Caterpillar EID 43 level 3"),
        EscalationRule(
            "charging_limp", "12 V system above 600 rpm", .chargingFailed, .limp, .below, 12, "V", seconds: 30,
            source: "Caterpillar EID 43 level 2: it stops when the battery is empty"),
    ]

    static let chargingWeak = [
        EscalationRule(
            "charging_weak", "12 V system above 1600 rpm", .chargingWeak, .serviceSoon, .below, 12.4, "V", seconds: 30,
            source: "Caterpillar EID 43 level 1")
    ]

    static let chargingHigh = [
        EscalationRule(
            "charging_high", "12 V system above 800 rpm", .voltageTooHigh, .serviceSoon, .above, 14.8, "V", seconds: 30,
            source: "Caterpillar EID 50 level 1")
    ]

    static let crankingDip = [
        EscalationRule(
            "battery_cranking_dip", "12 V system while the engine is cranked", .batteryWeak, .serviceSoon, .below, 9.6,
            "V",
            source: "battery tester manuals")
    ]

    static let resting = [
        EscalationRule(
            "battery_flat", "12 V system, engine off", .batteryFlat, .serviceSoon, .below, 10.5, "V", immobile: true,
            source: "battery tester manuals; that it will not start is our reading"),
        EscalationRule(
            "battery_no_start", "12 V system, engine off", .batteryWeak, .serviceSoon, .below, 12, "V",
            source: "battery tester manuals: probably no start"),
        EscalationRule(
            "battery_weak", "12 V system, engine off", .batteryWeak, .maintenance, .below, 12.4, "V",
            source: "battery tester manuals: weak; the level is ours"),
    ]

    static let voltageStanding = [
        EscalationRule(
            "battery_flat_standing", "12 V system of a standing vehicle, nobody knows whether the engine runs",
            .batteryFlat, .serviceSoon, .below, 10.5, "V", immobile: true,
            source: "no engine that charges leaves so little: as with the engine off")
    ]

    static let voltageUnknown = [
        EscalationRule(
            "voltage_low_unknown", "12 V system, nobody knows whether the engine runs", .lowVoltage, .serviceSoon,
            .below,
            11.5, "V", source: "at rest it will not start, running it will stop; the level is ours")
    ]

    // MARK: Tyres and air brakes

    static let tyreFlat = [
        EscalationRule(
            "tyre_flat", "tyre of a car or van", .tyreFlat, .stop, .below, 100, "kPa",
            source: "Tesla UI_a013, very low: pull over; the number is ours")
    ]

    static let tyreLow = [
        EscalationRule(
            "tyre_low", "tyre of a car or van up to 4536 kg", .tyreLow, .serviceSoon, .atMost, 165, "kPa",
            source: "FMVSS 138 S4.2: a quarter below the placard; 220 kPa as the usual placard is ours")
    ]

    static let tyrePlacard = [
        EscalationRule(
            "tyre_below_placard", "tyre against the pressure its asset asks for", .tyreLow, .serviceSoon, .atMost, 80,
            "%",
            source: "Tesla UI_a014, a fifth below; FMVSS 138 warns at a quarter")
    ]

    static let brakeAirLow = [
        EscalationRule(
            "brake_air_stop", "air brakes while moving", .brakeAirLow, .stop, .below, 379, "kPa",
            source: "49 CFR 393.51, 55 psi")
    ]

    static let brakeAirHalf = [
        EscalationRule(
            "brake_air_half", "air brakes while moving, against the governor's cut-out", .brakeAirLow, .stop, .below,
            50,
            "%", source: "49 CFR 393.51, half of the cut-out pressure")
    ]

    static let springBrakes = [
        EscalationRule(
            "spring_brakes", "air brakes, engine running", .brakeAirLow, .stop, .below, 138, "kPa", seconds: 180,
            needsDuration: true, immobile: true,
            source: "spring brakes close at about 20 psi; three minutes to build up air are ours")
    ]

    // MARK: High voltage

    static let isolationAC = [
        EscalationRule(
            "isolation_stop_ac", "insulation of a high-voltage AC circuit", .isolationFault, .stop, .below, 500, "Ω/V",
            source: "UN R100 5.1.3.1")
    ]

    static let isolation = [
        EscalationRule(
            "isolation_stop", "insulation of the high voltage", .isolationFault, .stop, .below, 100, "Ω/V",
            source: "UN R100 5.1.3.1, DC"),
        EscalationRule(
            "isolation_limp", "insulation of the high voltage", .isolationFault, .limp, .below, 500, "Ω/V",
            source: "Tesla BMS_a123: may not start again; UN R100 for AC"),
    ]

    /// Together with a cell that lost a quarter of its voltage, or with a temperature at the end of its range.
    static let runaway = [
        EscalationRule(
            "thermal_runaway", "traction battery, a cell 25 % low or at 60 °C and its temperature rising",
            .thermalEvent,
            .emergency, .atLeast, 1, "K/s", seconds: 3,
            source:
                "GB 38031-2025 C.5.3.7; people are to be warned within 5 minutes; 60 °C as the end of the range is ours"
        )
    ]

    // MARK: Generators

    static let generatorFrequency = [
        EscalationRule(
            "generator_overspeed_fast", "generator, of its nominal frequency", .generatorOverspeed, .stop, .above, 125,
            "%", seconds: 0.1, source: "genmon alarm 1205: 75 Hz of a 60 Hz set"),
        EscalationRule(
            "generator_overspeed", "generator, of its nominal frequency", .generatorOverspeed, .stop, .above, 120, "%",
            seconds: 3, source: "genmon alarm 1200: 72 Hz of a 60 Hz set"),
    ]

    static let generatorVoltage = [
        EscalationRule(
            "generator_overvoltage_fast", "generator, of its nominal voltage", .generatorOvervoltage, .stop, .above,
            130, "%", source: "genmon alarm 1801"),
        EscalationRule(
            "generator_overvoltage", "generator, of its nominal voltage", .generatorOvervoltage, .stop, .above, 110,
            "%", seconds: 3, source: "genmon alarm 1800"),
    ]

    static let generatorUndervoltage = [
        EscalationRule(
            "generator_undervoltage", "running generator, of its nominal voltage", .generatorUndervoltage, .stop,
            .below,
            80, "%", seconds: 10, source: "genmon alarm 1900")
    ]
}
