package import Casework
package import DeviceProfiles
package import Diagnostics
package import MQTT
package import Outreach
package import Persistence
package import Roads

/// Everything that a lane is built from.
package struct LaneConfiguration {
    package var databasePath: String
    package var mqtt: MQTTConfiguration
    package var profiles: ProfileSet
    package var diagnostician: Diagnostician
    package var phrasebook: Phrasebook
    package var policy: CasePolicy
    package var defaults: LaneDefaults
    /// From when on a device says too much.
    package var throttle = ThrottlePolicy()
    /// How long what is kept.
    package var retention = Retention()
    /// Whom to ask for driving times; without one they are estimated.
    package var router: RouterConfiguration?
    /// `CALLAHEAD_FAILPOINT`.
    package var failpoint: String?
    /// Ends the lane after this many seconds without a message; for measurements.
    package var exitWhenIdle: Double?
    /// Whom the lane tells how it does; nobody unless it is set.
    package var report: LaneReport?

    package init(
        databasePath: String, mqtt: MQTTConfiguration, profiles: ProfileSet, diagnostician: Diagnostician,
        phrasebook: Phrasebook, policy: CasePolicy = CasePolicy(), defaults: LaneDefaults = LaneDefaults(),
        failpoint: String? = nil, exitWhenIdle: Double? = nil
    ) {
        self.databasePath = databasePath
        self.mqtt = mqtt
        self.profiles = profiles
        self.diagnostician = diagnostician
        self.phrasebook = phrasebook
        self.policy = policy
        self.defaults = defaults
        self.failpoint = failpoint
        self.exitWhenIdle = exitWhenIdle
    }
}
