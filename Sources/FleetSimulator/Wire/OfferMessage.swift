#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// An offer or a stand-down as a unit receives it.
struct OfferMessage: Decodable {
    struct About: Decodable {
        var asset: String
    }

    var offer_id: Int64
    var lat: Double?
    var lon: Double?
    var expires_at: String?
    /// Set when a later message only tells that the asset has moved.
    var revision: Int64?
    var `case`: About?

    /// `nil` for anything that is not such a message.
    init?(_ payload: String) {
        guard let message = try? JSONDecoder().decode(OfferMessage.self, from: Data(payload.utf8)) else { return nil }
        self = message
    }
}
