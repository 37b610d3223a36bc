internal import Casework
internal import Logging
internal import MQTT
internal import Planning
internal import Roads

/// What a road router says, as far as it says it in time.
extension Lane {
    /// Begins a step's questions about driving times: the router has its whole time again.
    ///
    /// While it rests after failures nothing is asked, so that no step waits for it.
    func beginRoads() {
        roads.beginBatch()
        workingSet.load(isRouted: router != nil && !roads.isResting(at: Lane.milliseconds))
    }

    /// The driving times that a step must know; the estimate stands in for what is not answered in time.
    func roadTimes(of drives: [Drive]) -> [(Drive, RoadTime)] {
        guard let router else { return drives.map { ($0, .unanswered) } }
        let rests = roads.counts.rests
        let answers = roads.answers(for: drives, from: router) { Lane.milliseconds }
        if roads.counts.rests > rests, let failure = roads.failure {
            log.warning("\(failure); arrivals are estimated until it answers again")
        }
        return answers.map { ($0.drive, $0.time) }
    }

    private static var milliseconds: Int64 { Int64(monotonicNanoseconds() / 1_000_000) }
}
