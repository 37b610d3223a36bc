package import Telemetry

/// What a unit must be and do to help with one case.
package struct RescueNeed: Sendable, Equatable {
    package var coordinate: Coordinate
    /// The ways to help; a unit must be able to do one of them.
    package var options: [RescueOption]
    /// Mass of the asset, or of the combination; `nil` is unknown.
    package var massKg: Int?
    /// People who need a seat; `nil` is unknown.
    ///
    /// It never rules a unit out, it is noted.
    package var passengers: Int?
    /// Lowest passage on the way in, in metres.
    package var heightLimitM: Double?
    package var immobile: Bool
    package var severity: Severity
    package var kind: AssetKind

    package init(
        coordinate: Coordinate, options: [RescueOption], massKg: Int? = nil, passengers: Int? = nil,
        heightLimitM: Double? = nil, immobile: Bool = false, severity: Severity = .stop, kind: AssetKind = .car
    ) {
        self.coordinate = coordinate
        self.options = options
        self.massKg = massKg
        self.passengers = passengers
        self.heightLimitM = heightLimitM
        self.immobile = immobile
        self.severity = severity
        self.kind = kind
    }

    /// A need with one option, by what it asks for; all that counts is the arrival.
    ///
    /// - Parameter capabilities: What diagnosis asks for; ``alternatives(for:kind:)`` adds what serves as well.
    package init(
        coordinate: Coordinate, capabilities: Capabilities, massKg: Int? = nil, passengers: Int? = nil,
        heightLimitM: Double? = nil, immobile: Bool = false, severity: Severity = .stop, kind: AssetKind = .car
    ) {
        let alternatives = RescueNeed.alternatives(for: capabilities, kind: kind)
        let moving: Capabilities = [.flatbed, .wheelLift, .dollies, .heavy, .winch]
        let moves = alternatives.contains { !$0.isDisjoint(with: moving) }
        self.init(
            coordinate: coordinate,
            options: [
                RescueOption(
                    kind: moves ? .tow : kind.isStationary ? .technicianVisit : .patrol, alternatives: alternatives,
                    movesAsset: moves)
            ],
            massKg: massKg, passengers: passengers, heightLimitM: heightLimitM, immobile: immobile, severity: severity,
            kind: kind)
    }

    /// The sets of capabilities that serve a need, the asked one first.
    ///
    /// A car or van that must not roll on its driven wheels goes on a flatbed, or on a wheel lift with dollies under the
    /// other axle; one that may be lifted can be carried as well.
    package static func alternatives(for asked: Capabilities, kind: AssetKind) -> [Capabilities] {
        guard !asked.isEmpty else { return [] }
        guard kind == .car || kind == .van else { return [asked] }
        if asked.contains(.flatbed) {
            return [asked, asked.subtracting(.flatbed).union([.wheelLift, .dollies])]
        }
        if asked.contains(.wheelLift) {
            return [asked, asked.subtracting([.wheelLift, .dollies]).union(.flatbed)]
        }
        return [asked]
    }
}
