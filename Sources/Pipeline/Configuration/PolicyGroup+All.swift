import Casework
import Outreach
import Persistence
import Planning
import Roads
import Telemetry

private let minute = 60.0
private let hour = 3_600.0
private let day = 86_400.0

extension PolicyGroup {
    /// Every setting there is, in the order of the file: a new one is one line here and one in the shipped file.
    package static let all = [
        calls, quietHours, exposure, campaigns, prevention, offers, units, slots, approval, place, recovery, choosing,
        travel,
        router, flood, keeping,
    ]

    private static let calls = PolicyGroup(
        "calls", "When people are called and called again.",
        [
            .amount(
                "due_stop", .time, 0...(10 * minute), \.casework.outreach.dueStop,
                "From a fault that says stop, or an asset that cannot move, until its call is due."),
            .amount(
                "due_limp", .time, 0...hour, \.casework.outreach.dueLimp,
                "From a fault that lets the asset limp on until its call is due."),
            .amount(
                "due_unknown", .time, 0...hour, \.casework.outreach.dueUnknown,
                "From a fault that nobody can judge until a person must look at it; on a road it is at once."),
            .amount(
                "due_service_soon", .time, minute...(14 * day), \.casework.outreach.dueServiceSoon,
                "From a fault that wants a workshop soon until its call is due."),
            .amount(
                "alarm_after", .time, 1...(10 * minute), \.casework.outreach.alarmAfter,
                "Nobody has claimed the call about a stop: every desk is alarmed."),
            .amount(
                "message_after", .time, 1...hour, \.casework.outreach.messageAfter,
                "Nobody has claimed the call about a stop: the text message goes by itself."),
            .amount(
                "authority_after", .time, 0...(10 * minute), \.casework.outreach.authorityAfter,
                "Nobody in an emergency has answered: the call to the authority goes ahead."),
            .amount(
                "ask_again_after", .time, 10...hour, \.casework.askAgainAfter,
                "Somebody was told and the place is still not known: they are asked again."),
            .amount(
                "owner_first", .time, 0...(10 * minute), \.casework.ownerFirst,
                "Only the owner of a case gets its second call for this long; of a stop for 20 s at most."),
            .amount(
                "attempts_per_contact", .count, 1...10, \.casework.attemptsPerContact,
                "After this many unanswered attempts the next contact is tried."),
            .amount(
                "redial_stop", .time, 10...(10 * minute), \.casework.outreach.redialStop,
                "A stop, or an asset that cannot move, and nobody answered: the next call …"),
            .amount(
                "next_contact_stop", .time, 10...hour, \.casework.outreach.nextContactStop,
                "… and from there until the next contact is tried."),
            .amount(
                "redial", .time, 10...(6 * hour), \.casework.outreach.redial,
                "A fault to limp on with, or one that nobody can judge, and nobody answered: the next call …"),
            .amount(
                "next_contact", .time, 10...(6 * hour), \.casework.outreach.nextContact,
                "… and from there until the next contact is tried."),
            .amount(
                "redial_service_soon", .time, minute...(7 * day), \.casework.outreach.redialServiceSoon,
                "A fault that wants a workshop soon, and nobody answered: the next call …"),
            .amount(
                "next_contact_service_soon", .time, minute...(14 * day), \.casework.outreach.nextContactServiceSoon,
                "… and from there until the next contact is tried."),
            .amount(
                "redial_busy", .time, 5...(10 * minute), \.casework.outreach.redialBusy,
                "The line was busy: the next call."),
            .amount(
                "call_back_stop", .time, 30...hour, \.casework.outreach.callBackStop,
                "Somebody wished to be called later, and it cannot wait: they are called after this at the latest."),
            .amount(
                "longest_call_back", .time, hour...(60 * day), \.casework.outreach.longestCallBack,
                "Nobody is called back later than after this."),
            .amount(
                "longest_pause_stop", .time, 30...hour, \.casework.outreach.longestPauseStop,
                "Everybody was tried in vain, and it cannot wait: the pauses grow to this …"),
            .amount(
                "longest_pause", .time, minute...(7 * day), \.casework.outreach.longestPause,
                "… and to this if it can."),
            .amount(
                "rounds_before_unreached", .count, 1...50, \.casework.outreach.roundsBeforeUnreached,
                "Everybody was tried so often in vain: what can wait is given up, a stop never."),
            .amount(
                "promise_lifetime", .time, minute...hour, \.casework.outreach.promiseLifetime,
                "A text message that names minutes does not leave later than after this …"),
            .amount(
                "message_lifetime", .time, minute...day, \.casework.outreach.messageLifetime,
                "… and one that names none not later than after this."),
            .amount(
                "slip_after", .time, minute...(6 * hour), \.casework.outreach.slipAfter,
                "An arrival later than what was said by more than this makes a new call …"),
            .amount(
                "slip_share", .share, 1...500, \.casework.outreach.slipPercent,
                "… and so does one that is later by more than this share of the time that was said."),
        ])

    private static let quietHours = PolicyGroup(
        "quiet_hours", "When nobody is called without need, by the contact's clock; the same time twice: never quiet.",
        [
            .amount("from", .clock, 0...1_439, \.casework.outreach.quietFrom, "Quiet from this time on …"),
            .amount("to", .clock, 0...1_439, \.casework.outreach.quietTo, "… until this time."),
        ])

    private static let exposure = PolicyGroup(
        "exposure", "What makes one case more urgent than another of the same severity.",
        [
            .amount("night_from", .clock, 0...1_439, \.casework.outreach.nightFrom, "Dark from this time on …"),
            .amount(
                "night_to", .clock, 0...1_439, \.casework.outreach.nightTo, "… until this time, where the asset is."),
            .amount(
                "cold_below", .number, -60...30, \.casework.outreach.coldBelow,
                "Cold at or below this many degrees Celsius around the asset."),
        ])

    private static let campaigns = PolicyGroup(
        "campaigns", "How many assets in which time have one cause; a campaign ranks calls and never delays a stop.",
        [
            .amount(
                "model_assets", .count, 2...1_000, \.casework.campaigns.modelAssets,
                "So many of one make and model with one code …"),
            .amount("model_window", .time, minute...day, \.casework.campaigns.modelWindow, "… within this time."),
            .amount(
                "depot_assets", .count, 2...1_000, \.casework.campaigns.depotAssets,
                "So many vehicles of one depot …"),
            .amount("depot_window", .time, minute...day, \.casework.campaigns.depotWindow, "… within this time."),
            .amount(
                "cold_assets", .count, 2...1_000, \.casework.campaigns.coldAssets,
                "So many assets with a weak battery in the cold …"),
            .amount("cold_window", .time, minute...day, \.casework.campaigns.coldWindow, "… within this time."),
            .amount(
                "site_assets", .count, 2...1_000, \.casework.campaigns.siteAssets,
                "So many stationary assets of one site: the site is one case …"),
            .amount("site_window", .time, minute...day, \.casework.campaigns.siteWindow, "… within this time."),
            .amount(
                "quiet_after", .time, minute...(7 * day), \.casework.campaigns.quietAfter,
                "Nothing has joined a campaign for this long: it is over."),
            .amount(
                "digest_at", .clock, 0...1_439, \.casework.outreach.digestAt,
                "When fleet managers hear of what can wait, by their clock."),
        ])

    private static let prevention = PolicyGroup(
        "prevention", "Offers to replace a part before it fails.",
        [
            .amount(
                "calls_per_thousand_assets", .number, 0...1_000, \.casework.prevention.callsPerThousand,
                "So many offers in seven days for each thousand assets …"),
            .amount(
                "calls_at_least", .count, 0...1_000, \.casework.prevention.callsAtLeast, "… and so many in any case."),
            .amount(
                "odds_grown_to", .share, 100...10_000, \.casework.prevention.oddsGrownTo,
                "After a no the odds must have grown to this share of those of then …"),
            .amount(
                "again_after", .time, hour...(365 * day), \.casework.prevention.againAfter,
                "… and this long must have passed; after an offer that nobody answered only this."),
            .amount(
                "notice", .time, 0...(7 * day), \.casework.prevention.notice,
                "A workshop time that is offered begins this long after the call at the earliest."),
            .amount(
                "ask_after_slot", .time, 0...(14 * day), \.casework.prevention.askAfterSlot,
                "So long after the time that was agreed somebody asks whether the part was replaced."),
            .flag(
                "say_likelihood", \.casework.prevention.saysLikelihood,
                "Customers hear how likely the part fails, yes or no; dispatchers see it in any case."),
            .amount(
                "coldest_expected_celsius", .count, -60...60, \.casework.prevention.coldestExpected,
                "The coldest night ahead where the vehicles stand; none: what each of them has felt itself."),
            .amount(
                "learn_after_failures", .count, 1...10_000, \.casework.prevention.learnAfter,
                "After so many new failures it learns again by itself, once a day at most; none: never."),
        ])

    private static let offers = PolicyGroup(
        "offers", "How long units may think about a job.",
        [
            .amount(
                "lifetime", .time, 5...(10 * minute), \.casework.outreach.offerLifetime,
                "A unit that has not answered an offer after this long is passed over."),
            .amount(
                "phone_lifetime", .time, 30...(2 * hour), \.casework.phoneOfferLifetime,
                "The same for a unit that must be rung up."),
            .amount(
                "third_party_lifetime", .time, minute...(4 * hour), \.casework.thirdPartyLifetime,
                "The same for a firm or an authority that has the right to recover on a road."),
            .amount(
                "replan_after", .time, 5...hour, \.casework.replanAfter,
                "Nobody is free: the plan is tried again after this long, unless a better time is known."),
        ])

    private static let units = PolicyGroup(
        "units", "Units at work.",
        [
            .amount(
                "silent_after", .time, 30...(2 * hour), \.casework.unitSilentAfter,
                "A unit with a job that has not been heard of for this long is called before it is replaced."),
            .amount(
                "arrival_grace", .time, 0...(2 * hour), \.casework.arrivalGrace,
                "A unit that has not arrived this long after the latest time that was said is called."),
            .amount(
                "replace_if_sooner_by", .time, minute...(6 * hour), \.casework.replaceIfSoonerBy,
                "Another unit takes a job over only if it comes sooner by this …"),
            .amount(
                "replace_if_sooner_share", .share, 0...100, \.casework.replaceIfSoonerPercent,
                "… and by this share of what is left."),
            .amount(
                "cancel_wait", .time, minute...(2 * hour), \.casework.cancelWait,
                "A unit that need not come is free for another job if it has not confirmed that after this long."),
            .amount(
                "crew_eta_stands", .time, 0...(2 * hour), \.casework.crewEtaStands,
                "What a crew says of its arrival beats what its position says for this long."),
            .amount(
                "leg_lead", .time, 0...(4 * hour), \.casework.legLead,
                "A unit that must not be there before a time is asked this long before it."),
            .amount(
                "mending", .time, 0...day, \.casework.mendingTime,
                "From arrival until an asset is mended on the spot."),
            .amount(
                "loading", .time, 0...(6 * hour), \.casework.loadingTime,
                "From the arrival of a tow until it leaves with the asset."),
            .amount(
                "unloading", .time, 0...(6 * hour), \.casework.unloadingTime,
                "From arrival at a workshop or yard until the unit is free."),
        ])

    private static let slots = PolicyGroup(
        "slots", "Workshop times and parts.",
        [
            .amount(
                "hold_lifetime", .time, minute...(14 * day), \.casework.holdLifetime,
                "A time that no workshop has confirmed is given back after this long."),
            .amount(
                "workshop_call_again", .time, minute...(2 * hour), \.casework.workshopCallAgain,
                "A workshop that could not be reached is rung again after this long."),
            .amount(
                "part_likelihood", .share, 1...100, \.casework.partLikelihoodPercent,
                "A part is named and held only if it is the cause with at least this likelihood."),
            .amount(
                "part_order_time", .time, 0...(60 * day), \.casework.slots.orderedPartSeconds,
                "How much longer a repair is thought to take if the part must be ordered; none: it can't be …"),
            .amount(
                "part_unknown_time", .time, 0...(60 * day), \.casework.slots.unknownStockSeconds,
                "… and if nobody knows whether the part is there."),
            .amount(
                "second_leg_time", .time, 0...(14 * day), \.casework.slots.secondLegSeconds,
                "What counts beside the time if the asset must be stored and fetched again."),
        ])

    private static let approval = PolicyGroup(
        "approval", "Help that somebody must approve.",
        [
            .amount(
                "wait", .time, 0...day, \.casework.approvalWait,
                "Help for a stop goes ahead if nobody has approved or refused it after this long.")
        ])

    private static let place = PolicyGroup(
        "place", "What counts as knowing where somebody is.",
        [
            .amount(
                "replan_distance", .distance, 50...50_000, \.casework.replanDistance,
                "A plan is made again when the asset is further from its place than this."),
            .amount(
                "moving_fix_age", .time, minute...day, \.casework.movingFixMaxAge,
                "A position of a moving asset older than this is no place."),
            .amount(
                "standing_fix_age", .time, minute...(60 * day), \.casework.standingFixMaxAge,
                "A position of a standing asset older than this is no place."),
            .amount(
                "fix_accuracy", .distance, 10...50_000, \.casework.fixMaxAccuracy,
                "A position coarser than this is no place."),
            .amount(
                "moving_speed", .speed, 1...50, \.casework.movingSpeed, "An asset quicker than this is moving."),
        ])

    private static let recovery = PolicyGroup(
        "recovery", "When a fault counts as gone.",
        [
            .amount(
                "mild_after", .time, 0...day, \.casework.recoveryAfter,
                "How long the fault of a mild case must be gone before the case is withdrawn."),
            .amount(
                "normal_speed", .speed, 5...130, \.casework.normalSpeed,
                "An asset that drives at least this fast and reports nothing wrong drives normally …"),
            .amount(
                "normal_driving", .time, minute...day, \.casework.normalDrivingFor,
                "… and after this long its unit may be stood down."),
        ])

    private static let choosing = PolicyGroup(
        "choosing", "Which case gets which unit; an asset that cannot move weighs as limp at least.",
        [
            weight(.emergency), weight(.stop), weight(.unknown), weight(.limp), weight(.serviceSoon),
            weight(.maintenance), weight(.info),
            .amount(
                "candidates_per_case", .count, 1...64, \.casework.candidatesPerCase,
                "Units looked at for each case before the choice proves that it needs more."),
        ])

    private static func weight(_ severity: Severity) -> PolicySetting {
        .amount(
            "weight_\(severity.rawValue)", .count, 1...1_000, \.[weight: severity],
            "What a second of waiting weighs if the severity is \(severity.rawValue.wordsOfKey).")
    }

    private static let travel = PolicyGroup(
        "travel", "The estimate of travel times, where no road router answers; `callahead eta calibrate` fits it.",
        [
            .amount(
                "minutes_at_one_kilometre", .number, TravelModel.minutesRange, \.travel.minutesAtOneKilometre,
                "Minutes that the first straight kilometre takes."),
            .amount(
                "exponent", .number, TravelModel.exponentRange, \.travel.exponent,
                "How the time grows with straight distance: below 1, longer drives use quicker roads."),
            .amount(
                "straight_line_limit", .speed, 20...130, \.travel.straightLineLimitKmh,
                "However far it is, the estimate covers straight distance no quicker than this."),
            .amount(
                "fastest_road", .speed, 20...200, \.travel.fastestRoadKmh,
                "No road covers straight distance quicker than this: what a router may answer at best."),
        ])

    private static let keeping = PolicyGroup(
        "keeping", "How long what is known about people is kept.",
        [
            .amount(
                "quarantine", .time, hour...(60 * day), \.retention.quarantine,
                "Messages that were not understood."),
            .amount("texts", .time, minute...(30 * day), \.retention.texts, "Text messages, after they were sent."),
            .amount(
                "messages", .time, hour...(30 * day), \.retention.messages,
                "Everything else that was published, after it was sent."),
            .amount(
                "places", .time, day...(365 * day), \.retention.places,
                "Exact places and tracks, after the end of a case; then to a kilometre and to the hour."),
            .amount(
                "words", .time, day...(3_650 * day), \.retention.words,
                "What people told and dispatchers wrote, after the end of a case."),
            .amount(
                "people", .time, day...(3_650 * day), \.retention.people,
                "Who was called and told, after the end of a case; then it is a case of nobody."),
            .amount(
                "desk", .time, 30 * day...(3_650 * day), \.retention.desk,
                "Who did what at the desk, and who looked at whose data."),
            .amount(
                "codes", .time, (30 * day)...(3_650 * day), \.retention.codes,
                "When which codes were active: what a prognosis learns from."),
            .amount(
                "days", .time, (30 * day)...(3_650 * day), \.retention.days,
                "What signals were on each day: the same."),
            .amount("sheets", .time, day...(365 * day), \.retention.sheets, "Which call sheets were printed."),
            .amount(
                "unit_places", .time, hour...(30 * day), \.retention.unitPlaces,
                "Where a unit was last, after it was heard of."),
        ])

    private static let router = PolicyGroup(
        "router", "Who tells travel times by road.",
        [
            .text(
                "address", \.router,
                "A road router, like osrm=http://127.0.0.1:5000 or valhalla=http://127.0.0.1:8002?costing=truck, or none."
            ) { text in
                do throws(RouterConfigurationError) {
                    _ = try RouterConfiguration(parsing: text)
                    return nil
                } catch {
                    return error.description
                }
            }
        ])

    private static let flood = PolicyGroup(
        "flood", "From when on a device says too much, so that of what it says only the newest counts.",
        [
            .amount(
                "messages_per_second", .count, 1...100_000, \.throttle.messagesPerSecond,
                "Messages a second about one asset or unit that may come without end."),
            .amount(
                "fault_messages_per_second", .count, 1...100_000, \.throttle.faultMessagesPerSecond,
                "The same for messages with fault codes; codes that may mean stop come through all the same."),
            .amount(
                "window", .time, 1...hour, \.throttle.window,
                "So much of its rate may come at once; of fault messages three times as much."),
            .amount(
                "mild_codes", .count, 1...10_000, \.throttle.mildCodes,
                "Different codes of no great weight that are taken from a device while it floods."),
            .amount(
                "quarantine_per_topic", .count, 1...10_000, \.throttle.quarantinePerTopic,
                "Messages of one topic that quarantine keeps at once; one a minute after that."),
        ])
}
