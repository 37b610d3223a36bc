internal import Telemetry

extension Diagnostician {
    /// What a unit needs to help with these findings.
    ///
    /// An asset that must not or can't move and has no remedy on the spot is carried away: on a flatbed, which suits
    /// every drivetrain, or by a heavy unit. What a tow makes unnecessary (a jump start, a tyre) is not asked for then.
    func capabilities(for findings: [Finding], of traits: AssetTraits) -> Capabilities {
        guard !findings.isEmpty else { return [] }
        let acute = findings.filter { $0.severity >= .limp || $0.immobile }
        var help = Help()
        if acute.isEmpty {
            if let worst = findings.min(by: Finding.isWorse) { help.capabilities = worst.help.capabilities }
        } else {
            for finding in acute { help.formUnion(finding.help) }
            if help == Help(), !acute.allSatisfy(\.isDerate) { help.tow = true }
        }
        guard help != Help() || traits.kind.isStationary && !acute.isEmpty else { return [] }
        var needed = help.capabilities
        if findings.contains(where: { $0.help.capabilities.contains(.hvCertified) }) { needed.insert(.hvCertified) }
        if traits.kind.isStationary {
            needed.subtract(Diagnostician.carrying.union(Diagnostician.roadside))
            if !acute.isEmpty { needed.formUnion(technician(for: traits)) }
            return needed
        }
        if help.tow {
            needed.subtract(Diagnostician.roadside)
            needed.formUnion(tow(of: traits, isBlocked: findings.contains(where: \.blocksWheels)))
        }
        if hasTractionBattery(traits, findings) { needed.insert(.evTrained) }
        return needed
    }

    /// What a unit has to mind.
    func cautions(for findings: [Finding], of traits: AssetTraits, _ needed: Capabilities) -> Cautions {
        guard !findings.isEmpty else { return [] }
        var cautions: Cautions = []
        for finding in findings where finding.severity >= .stop {
            if Diagnostician.engineComponents.contains(finding.component) { cautions.insert(.doNotRestart) }
            if finding.symptom == BuiltInSymptom.misfireDamaging.rawValue { cautions.insert(.doNotRestart) }
            if finding.help.capabilities.contains(.hvCertified) { cautions.insert(.storeOutdoors) }
            if finding.symptom == BuiltInSymptom.brakeAirLow.rawValue { cautions.insert(.brakesNeedAir) }
        }
        if needed.contains(.hvCertified) { cautions.insert(.waitAfterHVOff) }
        guard !traits.kind.isStationary else { return cautions }
        let isCarried = !needed.isDisjoint(with: [.flatbed, .heavy])
        if isCarried, hasTractionBattery(traits, findings) || traits.drivetrain == .awd {
            cautions.insert(.wheelsOffGround)
        }
        if isCarried, findings.contains(where: \.blocksWheels) { cautions.insert(.wheelsBlocked) }
        return cautions
    }

    private static let carrying: Capabilities = [.flatbed, .wheelLift, .dollies, .heavy, .airSupply, .winch]
    private static let roadside: Capabilities = [.jumpStart, .battery, .tyre, .fuel, .lockout]
    /// A running engine ruins itself with a fault of these.
    private static let engineComponents: Set<String> = ["lubrication", "cooling", "exhaust_heat"]

    /// Known from the asset, or proved by a fault of a part that only such an asset has.
    private func hasTractionBattery(_ traits: AssetTraits, _ findings: [Finding]) -> Bool {
        traits.energy?.hasTractionBattery == true || findings.contains(where: \.isElectricDrive)
    }

    private func tow(of traits: AssetTraits, isBlocked: Bool) -> Capabilities {
        let mass = traits.grossMassKg ?? 0
        let isLarge = traits.kind == .truck || traits.kind == .bus || traits.kind == .tractor
        if mass > policy.airBrakesAboveKg || (isLarge && traits.grossMassKg == nil) { return [.heavy, .airSupply] }
        // A semi-trailer fits on no flatbed; of an unknown trailer nobody knows.
        if mass > policy.heavyAboveKg || (traits.kind == .trailer && traits.grossMassKg == nil) { return .heavy }
        switch traits.kind {
        case .boat, .scooter, .mower: return []  // a van carries them
        default: return isBlocked ? [.flatbed, .dollies] : .flatbed
        }
    }

    private func technician(for traits: AssetTraits) -> Capabilities {
        switch traits.kind {
        case .boiler, .heatPump: traits.energy == .gas ? .gasCertified : .electrician
        default: .electrician
        }
    }
}

extension Finding {
    /// Whether it only takes power away: the asset drives to a workshop by itself.
    fileprivate var isDerate: Bool {
        !immobile && severity == .limp && Finding.derates.contains(symptom)
    }

    /// Whether the wheels may not roll: a blocked gearbox, steering or parking brake.
    fileprivate var blocksWheels: Bool {
        switch component {
        case "parking_brake", "park_lock": immobile || severity >= .limp
        case "transmission": immobile
        case "steering": immobile || severity >= .stop
        default: false
        }
    }

    /// Whether only an asset with a traction battery can have it.
    fileprivate var isElectricDrive: Bool {
        component == "electric_drive" || component == "charging" || component.hasPrefix("hv_")
    }

    private static let derates: Set<String> = [
        "adblue_low", "adblue_fault", "adblue_inducement", "power_limited", "particulate_filter_full",
    ]
}
