import Outreach
import Telemetry

extension CaseFile {
    /// Whether everything that is known to be wrong was told by a person.
    var isTold: Bool {
        row.codes.isEmpty && !problems.isEmpty && problems.allSatisfy { $0.component.hasPrefix("told:") }
    }
}

extension Situation {
    /// A fix of a moving asset says so for this long, seconds.
    package static let movingLasts: Int64 = 120
    /// A fix of a standing asset says so for this long: it stands until it says otherwise, but not for ever.
    static let standingLasts: Int64 = 3_600

    /// Whether its newest fix is of an asset that drove: a network that is gone says nothing of a stop.
    var droveLast: Bool {
        guard !reference.traits.kind.isStationary, let fix, let speed = fix.position.speed else { return false }
        return speed > 5 && now.seconds(since: fix.time) < Situation.standingLasts
    }

    /// Whether the asset moves, as far as anybody knows.
    ///
    /// An asset that stood when it was heard of last still stands; one that drove then may do either. What a person
    /// said counts unless a fresh fix says that it drives.
    var motion: Motion {
        guard !reference.traits.kind.isStationary else { return .standing }
        let speed = fix?.position.speed
        let age = fix.map { now.seconds(since: $0.time) }
        if let speed, let age, speed > 5, age < Situation.movingLasts { return .moving }
        if current.facts.flag("safe_place") == true || current.facts.flag("engine_off") == true { return .standing }
        // Who rang us and said that it does not move is not driving.
        if current.row.immobile, current.isTold { return .standing }
        if let speed, let age, speed <= 5, age < Situation.standingLasts { return .standing }
        return .unknown
    }
}
