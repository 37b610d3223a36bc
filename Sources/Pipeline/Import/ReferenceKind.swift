package import Persistence

/// A kind of reference file, as `callahead import` names it.
package enum ReferenceKind: String, Sendable, CaseIterable {
    case customers, contacts, roles, assets, devices, sites, providers, units, workshops, slots, stock, zones
    case contracts, places, repairs

    /// The table that the rows go to.
    package var table: ReferenceTable {
        switch self {
        case .customers: .customer
        case .contacts: .contact
        case .roles: .role
        case .assets: .asset
        case .devices: .device
        case .sites: .site
        case .providers: .provider
        case .units: .unit
        case .workshops: .workshop
        case .slots: .slot
        case .stock: .stock
        case .zones: .zone
        case .contracts: .contract
        case .places: .place
        case .repairs: .repair
        }
    }
}
