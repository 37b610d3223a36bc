package import Telemetry

/// What a caller tells about an asset that may have no row yet, and about themselves.
package struct ToldAsset: Sendable, Equatable {
    /// The asset's id, if they know it.
    package var id: String?
    package var plate: String?
    package var kind: AssetKind?
    package var make: String?
    package var model: String?
    package var energy: Energy?
    /// A contact that is known.
    package var contactID: String?
    package var name: String?
    package var phone: String?
    /// BCP-47.
    package var language: String?

    package init() {}
}

/// The rows that a told case refers to.
package struct ToldRows: Sendable, Equatable {
    package var asset: String
    package var contact: String?
    package var isNewAsset: Bool
    package var isNewContact: Bool
}
