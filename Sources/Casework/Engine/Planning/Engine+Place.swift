import Planning
import Telemetry

/// Where the asset is.
extension Engine {
    /// Where the asset is, or `nil` if nothing known is fresh and exact enough to send somebody.
    func place(of file: AssetFile, _ plan: PlanRow, _ draft: Draft) -> Place? {
        if let site = file.reference.site, file.reference.traits.kind.isStationary {
            return Place(coordinate: site, time: draft.now, source: .site, confirmed: true)
        }
        let fix = draft.newestFix(of: file.reference.key).flatMap { usable($0, at: draft.now) }
        guard let said = plan.place, said.source == .person else { return fix }
        // What a person said holds until a later fix contradicts it.
        if let fix, fix.time > said.time, fix.coordinate.distance(to: said.coordinate) > policy.replanDistance {
            return fix
        }
        return said
    }

    private func usable(_ fix: AssetFix, at now: Timestamp) -> Place? {
        let position = fix.position
        if let accuracy = position.accuracy, accuracy > policy.fixMaxAccuracy { return nil }
        let age = now.seconds(since: fix.time)
        let isMoving = (position.speed ?? 0) > policy.movingSpeed
        guard age <= (isMoving ? policy.movingFixMaxAge : policy.standingFixMaxAge) else { return nil }
        return Place(
            coordinate: position.coordinate, time: fix.time, accuracy: position.accuracy, source: .gps,
            speed: position.speed)
    }

    func isMoving(_ place: Place) -> Bool { (place.speed ?? 0) > policy.movingSpeed }
}
