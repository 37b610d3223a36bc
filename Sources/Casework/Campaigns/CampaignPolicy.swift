/// How many assets in which time are a campaign.
///
/// Durations are in seconds, at most ``CauseBook/horizon``.
package struct CampaignPolicy: Sendable, Equatable {
    /// This many of one make and model with one code.
    package var modelAssets = 5
    /// Within this time.
    package var modelWindow: Int64 = 600
    /// This many vehicles of one depot.
    package var depotAssets = 3
    package var depotWindow: Int64 = 3_600
    /// This many empty batteries.
    package var coldAssets = 5
    package var coldWindow: Int64 = 4 * 3_600
    /// This many stationary assets of one site.
    package var siteAssets = 2
    package var siteWindow: Int64 = 600
    /// Nobody has joined for this long: it is over.
    package var quietAfter: Int64 = 3_600

    package init() {}

    func limits(_ kind: Cause.Kind) -> (assets: Int, window: Int64) {
        switch kind {
        case .model: (modelAssets, modelWindow)
        case .depot: (depotAssets, depotWindow)
        case .cold: (coldAssets, coldWindow)
        case .site: (siteAssets, siteWindow)
        }
    }
}
