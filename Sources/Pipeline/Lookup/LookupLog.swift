package import Persistence
internal import Telemetry

/// Who has looked at somebody's data.
extension LookupJSON {
    /// An array, newest first.
    package static func log(_ lookups: [LoggedLookup]) -> JSONValue {
        .array(
            lookups.map {
                .object([
                    "at": .init($0.at), "actor": .init($0.actor), "os_user": .init($0.osUser), "by": .text($0.kind),
                    "contact_id": .init($0.contactID), "asset_id": .init($0.assetID), "reason": .init($0.reason),
                ])
            })
    }
}

extension LookupScreen {
    /// One line of the log.
    package static func line(_ one: LoggedLookup) -> String {
        let who = one.actor ?? one.osUser ?? "unknown"
        let what = [one.contactID, one.assetID].compactMap(\.self).joined(separator: " with ")
        return "\(one.at.iso8601)  \(who) looked at \(what) by \(one.kind)" + (one.reason.map { ": \($0)" } ?? "")
    }
}
