package import Outreach
package import Planning
package import Telemetry

/// The durations and distances of casework that an installation may change; seconds and metres.
package struct CasePolicy: Sendable, Equatable {
    package var outreach = OutreachPolicy()
    package var campaigns = CampaignPolicy()
    package var prevention = PreventionPolicy()
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
    /// So long only the owner of a case gets its second call; for a `stop` at most 20 s.
    package var ownerFirst: Int64 = 60
    /// After this many unanswered attempts the next contact is tried.
    package var attemptsPerContact = 2

    // MARK: Units and jobs

    /// A unit with a job that has not been heard of for this long, or is offline, is called before it is replaced.
    package var unitSilentAfter: Int64 = 180
    /// A unit that was stood down and has not confirmed it is free after this long.
    package var cancelWait: Int64 = 600
    /// The crew's own minutes stand this long before positions refine them.
    package var crewEtaStands: Int64 = 600
    /// Somebody else is sent only if they come this much sooner than the unit that has the job, in seconds and in per
    /// cent of what is left.
    package var replaceIfSoonerBy: Int64 = 600
    package var replaceIfSoonerPercent: Int64 = 30
    /// From arrival until an asset is mended on the spot.
    package var mendingTime: Int64 = 1_800
    /// From arrival at a workshop or yard until the unit is free.
    package var unloadingTime: Int64 = 900
    /// From this speed on an asset that reports nothing wrong drives normally, km/h.
    package var normalSpeed: Float = 20
    /// After this long of normal driving its unit may be stood down.
    package var normalDrivingFor: Int64 = 300

    /// Who has the right to recover where we have none is asked again if they give no answer in this time.
    package var thirdPartyLifetime: Int64 = 900
    /// A unit is asked this long before a workshop or a site opens.
    package var legLead: Int64 = 1_800

    // MARK: Slots and parts

    /// A slot that no workshop has confirmed is given back after this long.
    package var holdLifetime: Int64 = 3_600
    /// A workshop that could not be reached is rung again after this long.
    package var workshopCallAgain: Int64 = 300
    /// A part is named and held only if it is the cause with at least this likelihood, in per cent.
    package var partLikelihoodPercent = 50
    /// What parts that are not there, unknown stock and a second leg cost.
    package var slots = SlotPolicy()

    // MARK: Approval

    /// Help for a `stop` goes ahead if nobody has approved or refused it after this long.
    package var approvalWait: Int64 = 900

    // MARK: Choosing

    /// What a second of waiting weighs, by severity; `immobile` counts as `limp` at least.
    package var weights: [Severity: Int64] = [
        .emergency: 16, .stop: 8, .unknown: 4, .limp: 4, .serviceSoon: 2, .maintenance: 1, .info: 1,
    ]
    /// Candidates looked at for each case before the choice proves that it needs more.
    package var candidatesPerCase = 4
    /// Estimated travel times, where no router answers.
    package var travel = BuiltInTravelTime()

    package init() {}
}
