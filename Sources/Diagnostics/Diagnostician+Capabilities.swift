internal import Telemetry

extension Diagnostician {
    /// What a unit needs to help with these findings.
    ///
    /// An asset that must not or can't move and has no remedy on the spot is carried away: on a flatbed, which suits
    /// every drivetrain, or by a heavy unit. What a tow makes unnecessary (a jump start, a tyre) is not asked for then.
    func capabilities(for findings: [Finding], of traits: AssetTraits) -> Capabilities {
        let acute = findings.filter { $0.severity >= .limp || $0.immobile }
        var help = Help()
        if acute.isEmpty {
            if let worst = findings.min(by: Finding.isWorse) { help.capabilities = worst.help.capabilities }
        } else {
            for finding in acute { help.formUnion(finding.help) }
            if help == Help() { help.tow = true }
        }
        guard !acute.isEmpty || !help.capabilities.isEmpty else { return [] }
        var needed = help.capabilities
        if findings.contains(where: { $0.help.capabilities.contains(.hvCertified) }) { needed.insert(.hvCertified) }
        if traits.kind.isStationary {
            needed.subtract(Diagnostician.carrying.union(Diagnostician.roadside))
            if !acute.isEmpty { needed.formUnion(technician(for: traits)) }
            return needed
        }
        if help.tow {
            needed.subtract(Diagnostician.roadside)
            needed.formUnion(tow(of: traits))
        }
        if traits.energy?.hasTractionBattery == true { needed.insert(.evTrained) }
        return needed
    }

    private static let carrying: Capabilities = [.flatbed, .wheelLift, .dollies, .heavy, .airSupply, .winch]
    private static let roadside: Capabilities = [.jumpStart, .battery, .tyre, .fuel, .lockout]

    private func tow(of traits: AssetTraits) -> Capabilities {
        let mass = traits.grossMassKg ?? 0
        let isLarge = traits.kind == .truck || traits.kind == .bus || traits.kind == .tractor
        if mass > policy.airBrakesAboveKg || (isLarge && traits.grossMassKg == nil) { return [.heavy, .airSupply] }
        if mass > policy.heavyAboveKg { return .heavy }
        return traits.kind == .boat ? [] : .flatbed
    }

    private func technician(for traits: AssetTraits) -> Capabilities {
        switch traits.kind {
        case .boiler, .heatPump: traits.energy == .gas ? .gasCertified : .electrician
        default: .electrician
        }
    }
}
