package import Telemetry

/// A truck, patrol or technician that can be sent, as planning sees it now.
package struct Unit: Sendable, Equatable {
    /// How a unit gets its offers.
    package enum Reach: String, Sendable, CaseIterable {
        /// A device of its own: it must be online to be offered a job.
        case mqtt
        /// A person is rung up; the answer is typed in.
        case phone
    }

    package var id: String
    package var name: String
    /// `flatbed`, `wheel_lift`, `heavy`, `patrol`, `technician`, or the provider's own word.
    package var kind: String
    package var capabilities: Capabilities
    /// The heaviest asset it can move; `nil` is unknown.
    package var maxMassKg: Int?
    /// Where it is, or where it waits if it never reports; `nil` is unknown.
    package var coordinate: Coordinate?
    /// When `coordinate` was reported; `nil` for a place from the units file.
    package var positionTime: Timestamp?
    package var phone: String?
    /// When it works; `nil` is round the clock.
    package var shift: Shift?
    package var providerID: String?
    package var reach: Reach
    /// Seats for passengers beside the crew; `nil` is unknown.
    package var seats: Int?
    /// Its own height in metres; `nil` is unknown.
    package var heightM: Double?
    /// Minutes from accepting a job to driving off.
    package var readinessMinutes: Double
    /// Whether its device is connected; without meaning for a unit reached by phone.
    package var online: Bool
    /// When its current job is expected to end; `nil` if it has none.
    package var freeAt: Timestamp?
    /// Where its current job ends; `nil` if it has none or that is unknown.
    package var freeWhere: Coordinate?
    /// Where it waits for jobs, as imported: its yard.
    package var base: Coordinate?

    package init(
        id: String, name: String, kind: String, capabilities: Capabilities, maxMassKg: Int? = nil,
        coordinate: Coordinate? = nil, positionTime: Timestamp? = nil, phone: String? = nil, shift: Shift? = nil,
        providerID: String? = nil, reach: Reach = .mqtt, seats: Int? = nil, heightM: Double? = nil,
        readinessMinutes: Double = 0, online: Bool = true, freeAt: Timestamp? = nil, freeWhere: Coordinate? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.capabilities = capabilities
        self.maxMassKg = maxMassKg
        self.coordinate = coordinate
        self.positionTime = positionTime
        self.phone = phone
        self.shift = shift
        self.providerID = providerID
        self.reach = reach
        self.seats = seats
        self.heightM = heightM
        self.readinessMinutes = readinessMinutes
        self.online = online
        self.freeAt = freeAt
        self.freeWhere = freeWhere
    }

    /// Where its next job starts from: the end of the current job, else where it is.
    ///
    /// A position reported after the time at which the job was to end is newer than that plan.
    package var startingPoint: Coordinate? {
        guard let freeAt, let freeWhere else { return coordinate }
        if let positionTime, positionTime > freeAt, let coordinate { return coordinate }
        return freeWhere
    }
}
