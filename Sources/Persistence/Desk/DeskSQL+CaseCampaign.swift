import Casework
import Outreach
import Telemetry

extension DeskSQL {
    /// What a case has in common with others now, as far as its owner hears of it.
    func campaign(_ id: Int64?) throws -> Campaign? {
        guard let id else { return nil }
        return try first("SELECT kind FROM campaign WHERE id = ? AND closed_at IS NULL", { $0.put(id) }) { row in
            let kind: Cause.Kind = try row.word(0)
            return Campaign(kind == .model ? .model : .area)
        }
    }
}
