/// One canonical fact decoded from a message: what every device's format becomes.
///
/// The JSON form is the contract of `callahead decode`; inside the program ids and names are symbols.
package struct Observation: Sendable, Equatable {
    /// The id of the asset, or of the unit for `unitPosition`, `unitLiveness` and `job`.
    package var subject: Symbol
    /// `profile/device[/ecu]`: within one source a full set of codes clears the missing ones.
    package var source: Symbol
    /// When it happened by the device's clock, or when it was received.
    package var time: Timestamp
    /// Whether `time` is the device's own plausible time; false when the receive time stands in.
    package var timeTrusted: Bool
    package var body: Body

    package init(subject: Symbol, source: Symbol, time: Timestamp, timeTrusted: Bool, body: Body) {
        self.subject = subject
        self.source = source
        self.time = time
        self.timeTrusted = timeTrusted
        self.body = body
    }

    /// What was observed.
    package enum Body: Sendable, Equatable {
        case position(Position)
        case signal(name: Symbol, value: SignalValue)
        case faults(FaultReport)
        case liveness(online: Bool)
        case driver(DriverMessage)
        case unitPosition(Position)
        case unitLiveness(online: Bool)
        case job(JobReport)
    }
}

/// A fix.
///
/// Missing values are missing, not zero.
package struct Position: Sendable, Equatable {
    package var coordinate: Coordinate
    /// km/h, never negative.
    package var speed: Float?
    /// Degrees clockwise from north, 0 to 360.
    package var heading: Float?
    /// Metres, 68 % radius as far as the device says.
    package var accuracy: Float?

    package init(coordinate: Coordinate, speed: Float? = nil, heading: Float? = nil, accuracy: Float? = nil) {
        self.coordinate = coordinate
        self.speed = speed
        self.heading = heading
        self.accuracy = accuracy
    }
}

/// The value of a signal, in the unit that its VSS name prescribes.
package enum SignalValue: Sendable, Equatable {
    case number(Double)
    case flag(Bool)
    case text(String)
}

/// What the driver's app said.
package struct DriverMessage: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case needHelp = "need_help"
        case safe
        case noHelp = "no_help"
        case cancel
        case sharedLocation = "shared_location"
    }

    package var kind: Kind
    package var coordinate: Coordinate?

    package init(kind: Kind, coordinate: Coordinate?) {
        self.kind = kind
        self.coordinate = coordinate
    }
}

/// A unit's answer to an offer, or its progress on the job.
package struct JobReport: Sendable, Equatable {
    package var offerID: Int64
    package var state: JobState
    package var reason: String?
    /// The crew's own estimate, minutes from `time`; it beats ours.
    package var etaMinutes: Double?
    package var note: String?

    package init(offerID: Int64, state: JobState, reason: String? = nil, etaMinutes: Double? = nil, note: String? = nil)
    {
        self.offerID = offerID
        self.state = state
        self.reason = reason
        self.etaMinutes = etaMinutes
        self.note = note
    }
}
