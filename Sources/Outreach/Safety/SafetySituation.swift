import Telemetry

/// What decides which safety sentence is right.
package enum SafetySituation: String, Sendable, CaseIterable {
    case movingEmergency = "moving_emergency"
    case movingStop = "moving_stop"
    case movingLimp = "moving_limp"
    case standingEmergency = "standing_emergency"
    case standingMotorway = "standing_motorway"
    case standingRoad = "standing_road"
    case standingOffRoad = "standing_off_road"
    case unknownEmergency = "unknown_emergency"
    case motionUnknown = "motion_unknown"
    case deviceEmergency = "device_emergency"
    case device

    init(_ context: ScriptContext) {
        let isEmergency = context.severity == .emergency
        if context.isDevice {
            self = isEmergency ? .deviceEmergency : .device
            return
        }
        let mustStop = context.severity >= .stop || context.immobile
        switch context.motion {
        case .moving: self = isEmergency ? .movingEmergency : mustStop ? .movingStop : .movingLimp
        case .unknown:
            self =
                isEmergency ? .unknownEmergency : mustStop || context.severity != .limp ? .motionUnknown : .movingLimp
        case .standing:
            switch context.roadClass {
            case _ where isEmergency: self = .standingEmergency
            case .motorway: self = .standingMotorway
            case .offRoad: self = .standingOffRoad
            case .road, nil: self = .standingRoad
            }
        }
    }
}

extension ScriptContext {
    /// Whether it stands at a site, or works where no traffic is.
    var isDevice: Bool { assetKind.isStationary || assetKind == .mower }
}
