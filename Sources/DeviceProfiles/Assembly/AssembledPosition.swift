internal import Telemetry

/// Whose position is put together.
struct AssembledOwner: Sendable, Equatable {
    var subject: Symbol
    /// The device: axes of two devices never meet.
    var source: Symbol
    var isUnit: Bool
}

/// One of the two numbers that make a place.
package enum Axis: UInt8, Sendable, CaseIterable {
    case latitude, longitude

    var other: Axis { self == .latitude ? .longitude : .latitude }

    /// The signal that carries this axis while its partner is awaited.
    package var signalName: String {
        switch self {
        case .latitude: "Vehicle.CurrentLocation.Latitude"
        case .longitude: "Vehicle.CurrentLocation.Longitude"
        }
    }
}

/// A position that was put together.
struct AssembledPosition: Sendable, Equatable {
    var owner: AssembledOwner
    var time: Timestamp
    var isTrusted: Bool
    var position: Position
}

/// One axis that waits for its partner and must survive a crash.
struct AssembledHalf: Sendable, Equatable {
    var owner: AssembledOwner
    var axis: Axis
    var value: Double
    var time: Timestamp
    var isTrusted: Bool
}

/// Whether a device has a fix: what it said before it lost it must not be believed after a crash.
struct AssembledFix: Sendable, Equatable {
    var owner: AssembledOwner
    var hasFix: Bool
    var time: Timestamp
    var isTrusted: Bool

    /// The signal that carries it.
    static let signalName = "Device.HasFix"
}

/// When a part of a position was said, and when it came.
struct AssemblyMoment: Sendable {
    /// The device's own time, or the time of receipt.
    var time: Timestamp
    var isTrusted: Bool
    /// A kept message without a time: the last that was said, nobody knows when.
    var isUndated: Bool
    var receivedAt: Timestamp
}
