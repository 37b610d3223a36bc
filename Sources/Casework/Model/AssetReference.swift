package import Telemetry

/// A role that a contact has of an asset, its customer or its site.
package enum Role: String, Sendable, CaseIterable {
    case driver, owner
    case fleetManager = "fleet_manager"
    case siteContact = "site_contact"
    case keyholder, workshop, provider, authority
}

/// A contact as decisions need it: no name, no phone.
///
/// Those stay in tables of their own and are looked up when shown.
package struct ContactReference: Sendable, Equatable {
    package var id: String
    package var role: Role
    /// BCP-47.
    package var language: String
    /// The contact's zone at the time of loading, minutes east of UTC.
    package var utcOffsetMinutes: Int
    package var doNotCall: Bool
    /// Whether this person may approve what costs money.
    package var mayAuthorise: Bool

    package init(
        id: String, role: Role, language: String, utcOffsetMinutes: Int, doNotCall: Bool, mayAuthorise: Bool = false
    ) {
        self.id = id
        self.role = role
        self.language = language
        self.utcOffsetMinutes = utcOffsetMinutes
        self.doNotCall = doNotCall
        self.mayAuthorise = mayAuthorise
    }
}

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
