package import Telemetry

/// What the imported tables say about an asset and the people who belong to it.
package struct AssetReference: Sendable, Equatable {
    /// Row key of the asset.
    package var key: Int64
    package var id: String
    /// Whether it was imported; false for a device that nobody has told us about.
    package var known: Bool
    package var traits: AssetTraits
    package var plate: String?
    package var customer: String?
    /// The place of the site of a stationary asset; it beats GPS.
    package var site: Coordinate?
    /// Id of the site where it stands, or of the depot that it belongs to.
    package var siteID: String?
    /// `life`, `cold_chain`, `public`, `business`, `private`, `redundant`.
    package var impact: String?
    /// How to get to the site of a stationary asset.
    package var access: SiteAccess?
    /// What tractor and trailer weigh together, if imported.
    package var combinationMassKg: Int?
    /// Its own height in metres.
    package var heightM: Double?
    /// The trailer that it pulls.
    package var trailer: CoupledAsset?
    /// The tractor that pulls it.
    package var tractor: CoupledAsset?
    /// Its own contract, else its customer's; without one it is covered.
    package var contract: Contract?
    /// What its data may be used for.
    package var purposes = AssetPurposes.all
    /// Drivers first, then owner, fleet manager, site contact, keyholder; within a role by id.
    package var contacts: [ContactReference]

    package init(
        key: Int64, id: String, known: Bool, traits: AssetTraits, plate: String? = nil, customer: String? = nil,
        site: Coordinate? = nil, impact: String? = nil, contacts: [ContactReference] = []
    ) {
        self.key = key
        self.id = id
        self.known = known
        self.traits = traits
        self.plate = plate
        self.customer = customer
        self.site = site
        self.impact = impact
        self.contacts = contacts
    }
}
