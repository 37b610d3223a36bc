package import Outreach

/// The durations and distances of casework that an installation may change; seconds and metres.
package struct CasePolicy: Sendable, Equatable {
    package var outreach = OutreachPolicy()
    /// How long a `phone` unit's offer stands: somebody has to ring first.
    package var phoneOfferLifetime: Int64 = 300
    /// When a plan without a unit is tried again, if nothing tells a better time.
    package var replanAfter: Int64 = 60
    /// How long a fault of a mild case must be clear before the case is withdrawn.
    package var recoveryAfter: Int64 = 300
    /// A plan is made again when the asset is further from its place than this.
    package var replanDistance: Double = 500
    /// A fix of a moving asset older than this is no place.
    package var movingFixMaxAge: Int64 = 900
    /// A fix of a standing asset older than this is no place.
    package var standingFixMaxAge: Int64 = 86_400
    /// A fix coarser than this is no place, metres.
    package var fixMaxAccuracy: Float = 1_000
    /// From this speed on an asset counts as moving, km/h.
    package var movingSpeed: Float = 5
    /// From the arrival of a tow until the asset can leave the scene.
    package var loadingTime: Int64 = 1_800
    /// An accepted unit that has not arrived this long after the latest time we named is called.
    package var arrivalGrace: Int64 = 600
    /// Somebody was told and nobody can be sent, because the place is not known: when to ask again.
    package var askAgainAfter: Int64 = 120
    /// After this many unanswered attempts the next contact is tried.
    package var attemptsPerContact = 2

    package init() {}
}
