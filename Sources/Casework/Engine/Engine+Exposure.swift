package import Diagnostics
import Outreach
import Planning
import Telemetry

extension Engine {
    /// The signal that tells how cold it is around an asset.
    package static let airTemperature = "Vehicle.Exterior.AirTemperature"
    /// Kept fixes older than this do not tell that an asset was driving a moment ago, seconds.
    private static let justNow: Int64 = 900

    /// The signals whose newest values decisions read: those of diagnosis, and how cold it is.
    package static func residentSignals(_ diagnostician: Diagnostician) -> [String] {
        let names = diagnostician.relevantSignals
        return names.contains(airTemperature) ? names : names + [airTemperature]
    }

    /// How urgent a task about this case is, with what counted.
    func priority(_ current: CaseFile, _ file: AssetFile, _ draft: Draft) -> Priority {
        policy.outreach.priority(current.row.severity, exposure: exposure(current, file, draft))
    }

    /// Sets how urgent the open tasks of a case are by what is known now.
    ///
    /// A further fix or reading alone changes nothing: they come every few seconds.
    func refreshUrgency(_ current: inout CaseFile, _ file: AssetFile, _ touch: Draft.Touch, _ draft: Draft) {
        guard touch.isEmpty || !touch.isSubset(of: [.moved, .signals]),
            current.tasks.contains(where: { $0.isOpen && $0.isUrgentAsCase })
        else { return }
        let priority = priority(current, file, draft)
        for index in current.tasks.indices where current.tasks[index].isOpen && current.tasks[index].isUrgentAsCase {
            current.tasks[index].priority = priority.value
            current.tasks[index].urgency = priority.reasons
        }
    }

    /// What makes this case more urgent than others of the same severity, as far as anybody knows.
    func exposure(_ current: CaseFile, _ file: AssetFile, _ draft: Draft) -> Exposure {
        var exposure = Exposure()
        let place = current.plan?.place ?? draft.newestFix(of: current.row.asset).map { Place($0) }
        let isSafe = current.facts.flag("safe_place") == true
        exposure.immobile = current.row.immobile
        exposure.impact = file.reference.impact.flatMap { Impact(rawValue: $0) }
        exposure.people = current.facts.number("people").flatMap { (0...1_000).contains($0) ? Int($0) : nil }
        exposure.children = current.facts.flag("children") == true
        exposure.reducedMobility = current.facts.flag("reduced_mobility") == true
        exposure.slaMinutes = file.reference.contract?.slaMinutes
        if !file.reference.traits.kind.isStationary {
            exposure.liveLane = current.facts.flag("live_lane") ?? false
            exposure.motorway = isOnMotorway(place, current.facts, draft)
            exposure.stoppedOnRoad = !isSafe && (exposure.liveLane || hasJustStopped(current.row.asset, draft))
        }
        exposure.night = isNight(at: place, file, draft)
        exposure.cold = isCold(file, draft)
        if needsUnit(current) {
            switch current.plan?.state {
            case .noneAvailable: exposure.help = .nobodyFree
            case .needsLocation: exposure.help = .placeUnknown
            default: break
            }
        }
        return exposure
    }

    /// Roads on which only approved firms or the police recover are motorways and their like.
    private func isOnMotorway(_ place: Place?, _ facts: CaseFacts, _ draft: Draft) -> Bool {
        if let word = facts["road_class"] { return word == "motorway" }
        guard let place, let zone = draft.board.zone(at: place.coordinate, road: facts["road"]) else { return false }
        return zone.road != nil || zone.rule != .ownUnit
    }

    /// Whether the asset stands and was driving a moment ago: that is how one stops on a road.
    private func hasJustStopped(_ asset: Int64, _ draft: Draft) -> Bool {
        guard let newest = draft.newestFix(of: asset), (newest.position.speed ?? 0) <= policy.movingSpeed,
            draft.now.seconds(since: newest.time) <= Engine.justNow
        else { return false }
        return draft.assets.fixes(of: asset).contains { fix in
            (fix.position.speed ?? 0) > policy.movingSpeed && draft.now.seconds(since: fix.time) <= Engine.justNow
        }
    }

    /// Whether it is dark: by the clock of its site, else by the sun where it is, else by the clock of its people.
    private func isNight(at place: Place?, _ file: AssetFile, _ draft: Draft) -> Bool {
        let minutesEast: Int
        if let access = file.reference.access, file.reference.traits.kind.isStationary {
            minutesEast = access.zone.offsetMinutes(at: draft.now)
        } else if let place {
            // The sun needs four minutes for a degree.
            minutesEast = Int((place.coordinate.longitude * 4).rounded())
        } else if let contact = file.reference.contacts.first {
            minutesEast = contact.utcOffsetMinutes(at: draft.now)
        } else {
            return false
        }
        return policy.outreach.isNight(draft.now, minutesEast: minutesEast)
    }

    /// Whether the air around the asset was cold when it last told.
    private func isCold(_ file: AssetFile, _ draft: Draft) -> Bool {
        guard let symbol = draft.set.symbols.find(Engine.airTemperature) else { return false }
        let asset = file.reference.key
        if case .number(let value) = draft.changes.signals.last(where: { $0.asset == asset && $0.name == symbol })?
            .value
        {
            return value <= policy.outreach.coldBelow
        }
        guard let reading = draft.assets.value(of: symbol, asset: asset),
            draft.now.seconds(since: reading.time) <= policy.standingFixMaxAge
        else { return false }
        return reading.value <= policy.outreach.coldBelow
    }
}

extension TaskRow {
    /// Whether it is as urgent as its case: a word to a workshop or an authority has an urgency of its own.
    fileprivate var isUrgentAsCase: Bool { isCall || kind == .providerCall }
}

extension Place {
    /// Where a device says that its asset is.
    fileprivate init(_ fix: AssetFix) {
        self.init(
            coordinate: fix.position.coordinate, time: fix.time, accuracy: fix.position.accuracy, source: .gps,
            speed: fix.position.speed)
    }
}
