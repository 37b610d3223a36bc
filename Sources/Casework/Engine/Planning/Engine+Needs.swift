import Outreach
import Planning
import Telemetry

/// What a helping unit must be able to do, and in which ways the asset can be repaired.
extension Engine {
    static let moving: Capabilities = [.flatbed, .wheelLift, .dollies, .heavy, .winch]

    /// Whether a unit must come.
    func needsUnit(_ current: CaseFile) -> Bool {
        current.isGrave && !current.row.chargingOnly
    }

    /// What the unit must be able to do.
    ///
    /// A vehicle that stands and whose fault asks for nothing else needs a tow, a heavy one a heavy tow.
    func needed(_ current: CaseFile, _ file: AssetFile) -> Capabilities {
        let kind = file.reference.traits.kind
        var needed = current.row.capabilities
        if needed.isEmpty { needed = kind.isStationary ? [] : .flatbed }
        if isHeavy(file), !needed.isDisjoint(with: Engine.moving) {
            needed = needed.subtracting([.flatbed, .wheelLift, .dollies]).union(.heavy)
        }
        return needed
    }

    /// Whether it is too heavy for a car transporter.
    private func isHeavy(_ file: AssetFile) -> Bool {
        switch file.reference.traits.kind {
        case .truck, .bus: true
        case .trailer, .tractor: (mass(of: file) ?? 10_000) > 3_500
        default: false
        }
    }

    /// What has to be moved: tractor and trailer together, unless somebody said that there is no trailer.
    func mass(of file: AssetFile, _ facts: CaseFacts = CaseFacts()) -> Int? {
        let reference = file.reference
        let own = reference.traits.grossMassKg
        guard facts.flag("trailer") != false, reference.trailer != nil || facts.flag("trailer") == true else {
            return own
        }
        if let together = reference.combinationMassKg { return together }
        guard let own else { return nil }
        return own + (reference.trailer?.grossMassKg ?? 0)
    }

    /// What the unit must be and do, with the ways in which it can help.
    ///
    /// - Parameter secondsAfterTow: From loading until the workshop is done; `nil` if no slot is known.
    func need(
        _ current: CaseFile, _ file: AssetFile, leg: LegRow?, at place: Place, secondsAfterTow: Int64?
    ) -> RescueNeed {
        let capabilities = needed(current, file)
        var need = RescueNeed(
            coordinate: place.coordinate, capabilities: capabilities, massKg: mass(of: file, current.facts),
            immobile: current.row.immobile, severity: current.row.severity, kind: file.reference.traits.kind)
        need.passengers = current.facts.number("people").flatMap { (0...1_000).contains($0) ? Int($0) : nil }
        need.heightLimitM = current.facts.number("height_limit_m") ?? file.reference.access?.heightLimitM
        need.options = options(capabilities, current, file, leg: leg, secondsAfterTow: secondsAfterTow)
        return need
    }

    /// The ways of helping: mend it on the spot with the part on board, without it, or tow it to a workshop.
    private func options(
        _ capabilities: Capabilities, _ current: CaseFile, _ file: AssetFile, leg: LegRow?, secondsAfterTow: Int64?
    ) -> [RescueOption] {
        let kind = file.reference.traits.kind
        let tow = policy.loadingTime + (secondsAfterTow ?? policy.slots.orderedPartSeconds ?? 86_400)
        if leg?.kind == .secondaryTow || !capabilities.isDisjoint(with: Engine.moving) {
            let asked = capabilities.isDisjoint(with: Engine.moving) ? towing(file) : capabilities
            return [
                RescueOption(
                    kind: .tow, alternatives: RescueNeed.alternatives(for: asked, kind: kind), movesAsset: true,
                    secondsUntilRepaired: tow)
            ]
        }
        let spot: RescueKind = kind.isStationary ? .technicianVisit : .patrol
        let sets = RescueNeed.alternatives(for: capabilities, kind: kind)
        var options: [RescueOption] = []
        if let part = current.row.part {
            options.append(
                RescueOption(
                    kind: spot, alternatives: sets, part: part, movesAsset: false,
                    secondsUntilRepaired: policy.mendingTime))
        }
        options.append(
            RescueOption(
                kind: spot, alternatives: sets, movesAsset: false,
                secondsUntilRepaired: policy.mendingTime
                    + (current.row.part == nil ? 0 : policy.slots.unknownStockSeconds)))
        if !kind.isStationary {
            options.append(
                RescueOption(
                    kind: .tow, alternatives: RescueNeed.alternatives(for: towing(file), kind: kind), movesAsset: true,
                    secondsUntilRepaired: tow))
        }
        return options
    }

    private func towing(_ file: AssetFile) -> Capabilities { isHeavy(file) ? .heavy : .flatbed }

    /// What a second of waiting weighs: by severity, then by exposure, impact and people.
    func weight(_ current: CaseFile, _ file: AssetFile, _ draft: Draft) -> Int64 {
        let severity = current.row.immobile ? max(current.row.severity, .limp) : current.row.severity
        let base = policy.weights[severity] ?? 1
        var exposure = exposure(current, file, draft)
        exposure.waitingSeconds = max(0, draft.now.seconds(since: current.row.openedAt))
        // Who is to be sent must not depend on whether somebody could be sent before.
        exposure.help = nil
        let parts = policy.outreach.priority(severity, exposure: exposure).parts
        let points = parts.dropFirst().reduce(0) { $0 + $1.points }
        return base * Int64(1_000 + min(max(points, 0), 2_000)) / 100
    }
}
