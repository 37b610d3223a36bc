internal import FleetSimulator
internal import Foundation

/// A text or an advice that the service has published.
struct ServiceText {
    private struct Payload: Decodable {
        var id: Int64?
        var to: String?
        var text: String?
    }

    let entry: LedgerEntry.Text

    /// `nil` for anything else.
    init?(_ topic: String, _ payload: String) {
        let levels = topic.split(separator: "/")
        let asset = levels.count == 5 && levels[2] == "assets" && levels[4] == "advice" ? String(levels[3]) : nil
        guard asset != nil || topic == "callahead/v1/messages/out",
            let message = try? JSONDecoder().decode(Payload.self, from: Data(payload.utf8))
        else { return nil }
        entry = LedgerEntry.Text(id: message.id, topic: topic, to: message.to, asset: asset, text: message.text ?? "")
    }
}
