/// A device as one profile knows it.
package struct DeviceKey: Hashable, Sendable {
    /// Name of the profile.
    package var profile: String
    /// Id that the device has in the profile's topics or payloads.
    package var device: String

    package init(profile: String, device: String) {
        self.profile = profile
        self.device = device
    }
}

/// Which asset a device belongs to; two devices on one asset are normal.
package struct DeviceDirectory: Sendable, Equatable {
    /// Asset ids by device.
    package var assets: [DeviceKey: String]

    package init(assets: [DeviceKey: String] = [:]) {
        self.assets = assets
    }

    /// The asset of a device; one that nobody has mapped becomes the asset `profile:device`, never a bare id.
    package func asset(profile: String, device: String) -> String {
        assets[DeviceKey(profile: profile, device: device)] ?? "\(profile):\(device)"
    }
}
