import Outreach
import Planning
import Telemetry

/// What those need who come to help, or to whom danger is reported.
extension Situation {
    func addScene(to context: inout ScriptContext) {
        context.told = told
        context.sceneReleased = current.facts.flag("scene_released") == true
        context.reportedAt = LocalTime(current.row.openedAt, now: now, utcOffsetMinutes: sceneOffset)
        let traits = reference.traits
        context.make = [traits.make, traits.model].compactMap { $0 }.joined(separator: " ")
        context.campaign = surroundings?.campaign
        context.vin = surroundings?.vin
        context.colour = surroundings?.colour
        context.grossMassKg = mass
        context.needs = needs
        context.heightLimit = current.facts.number("height_limit_m") ?? reference.access?.heightLimitM
        context.accessNote = surroundings?.accessNote
        if let workshop, let leg = current.currentLeg.map({ current.legs[$0] }), leg.workshop == workshop.id {
            context.destination = workshop.name
        }
    }

    /// Minutes by which the clock at the asset is ahead of UTC, as far as it is known.
    private var sceneOffset: Int { reference.access?.zone.offsetMinutes(at: now) ?? contactOffset ?? 0 }

    private var told: Set<ToldFact> {
        let facts = current.facts
        return Set(
            ToldFact.allCases.filter { fact in
                fact == .wheelsBlocked ? facts.flag("wheels_turn") == false : facts.flag(fact.rawValue) == true
            })
    }

    /// What has to be moved, as far as it is known.
    private var mass: Int? {
        current.facts.flag("trailer") == false
            ? reference.traits.grossMassKg : reference.combinationMassKg ?? reference.traits.grossMassKg
    }

    /// What the crew must be able to do; for what is heavy no car transporter is asked for.
    private var needs: Capabilities {
        let needs = current.row.capabilities
        switch reference.traits.kind {
        case .truck, .bus:
            let light: Capabilities = [.flatbed, .wheelLift, .dollies]
            return needs.isDisjoint(with: light) ? needs : needs.subtracting(light).union(.heavy)
        default: return needs
        }
    }
}
