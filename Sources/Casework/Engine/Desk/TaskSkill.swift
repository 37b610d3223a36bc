import Outreach
import Telemetry

/// What whoever makes a call must be trained for.
package enum TaskSkill: String, Sendable, CaseIterable {
    /// People in danger, and the authorities.
    case emergency
    /// Trucks, buses, trailers and tractors.
    case heavy
    /// A fault of a high-voltage system.
    case highVoltage = "high_voltage"
    /// What stands at a site: chargers, boilers, generators.
    case site

    /// What a task needs, sorted; workshops are rung by anybody.
    static func needed(for task: TaskRow, _ row: CaseRow?, _ traits: AssetTraits?) -> [String] {
        guard task.kind != .workshopCall else { return [] }
        var skills: [TaskSkill] = []
        if task.kind == .authorityCall || (task.isCall && row?.severity == .emergency) { skills.append(.emergency) }
        switch traits?.kind {
        case .truck, .bus, .trailer, .tractor: skills.append(.heavy)
        default: break
        }
        if let row, row.capabilities.contains(.hvCertified) || row.symptom.hasPrefix("hv_") {
            skills.append(.highVoltage)
        }
        if traits?.kind.isStationary == true { skills.append(.site) }
        return skills.map(\.rawValue).sorted()
    }
}
