package import Planning

/// When and how somebody can get to a stationary asset.
package struct SiteAccess: Sendable, Equatable {
    /// The clock of the site.
    package var zone: ZoneRule
    /// Lowest passage on the way in, in metres.
    package var heightLimitM: Double?

    package init(zone: ZoneRule = .utc, heightLimitM: Double? = nil) {
        self.zone = zone
        self.heightLimitM = heightLimitM
    }
}
