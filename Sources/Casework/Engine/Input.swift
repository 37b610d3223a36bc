package import Planning
package import Telemetry

/// Something that happened since the last step.
package enum Input: Sendable, Equatable {
    /// A decoded message, or one of the several observations of a message.
    ///
    /// `retained` tells that the broker had kept it: without a time of its own it says nothing about when.
    case observation(Observation, retained: Bool)
    /// A timer fell due.
    case timer(TimerRow)
    /// A dispatcher's command.
    case action(DeskAction)
    /// A part of an asset may fail soon.
    case forecast(Forecast)
    /// Somebody told from outside that a part was replaced.
    case repair(RepairRow)
}

/// What a step must know before it can decide; the lane answers from the store and steps again with the same inputs.
package enum Question: Sendable, Hashable {
    /// The file of an asset: `WorkingSet.load(_:)`.
    case file(asset: Int64)
    /// The file of the asset whose open case this is.
    case caseFile(caseID: Int64)
    /// The file of the asset whose open task this is.
    case taskFile(task: Int64)
    /// Who has claimed a task, and how often somebody dialled.
    case claim(task: Int64)
    /// How long drives take by road: `WorkingSet.load(roadTimes:)`.
    case drives([Drive])
}
