/// Two settings of which one must not exceed the other.
struct PolicyRule: Sendable {
    /// The path of the setting that must not be more than the other.
    let lesser: String
    /// The path of the other.
    let greater: String
    /// What would happen otherwise.
    let reason: String

    /// Every one there is.
    static let all = times + weights

    private static let times = [
        PolicyRule(
            lesser: "calls.due_stop", greater: "calls.due_limp", reason: "a stop is called before milder faults"),
        PolicyRule(
            lesser: "calls.due_stop", greater: "calls.due_unknown", reason: "a stop is called before milder faults"),
        PolicyRule(
            lesser: "calls.due_limp", greater: "calls.due_service_soon",
            reason: "who is on the road is called before who may wait for days"),
        PolicyRule(
            lesser: "calls.due_unknown", greater: "calls.due_service_soon",
            reason: "who may be in trouble is called before who may wait for days"),
        PolicyRule(
            lesser: "calls.redial_stop", greater: "calls.redial",
            reason: "who must stop is tried again before who may limp on"),
        PolicyRule(
            lesser: "calls.redial", greater: "calls.redial_service_soon",
            reason: "who is on the road is tried again before who may wait for days"),
        PolicyRule(
            lesser: "calls.alarm_after", greater: "calls.message_after",
            reason: "the message stands in for a call that nobody claimed although the desks were alarmed"),
        PolicyRule(
            lesser: "offers.lifetime", greater: "calls.message_after",
            reason: "the message that goes by itself would go while the first unit has not answered yet"),
        PolicyRule(
            lesser: "offers.lifetime", greater: "offers.phone_lifetime",
            reason: "ringing somebody up takes longer than a message"),
        PolicyRule(
            lesser: "keeping.places", greater: "keeping.words", reason: "a case first grows coarse, then silent"),
        PolicyRule(
            lesser: "keeping.words", greater: "keeping.people", reason: "a case is first silent, then nobody's"),
        PolicyRule(
            lesser: "place.moving_fix_age", greater: "place.standing_fix_age",
            reason: "who moves has left an old place, who stands has not"),
        PolicyRule(
            lesser: "place.moving_speed", greater: "recovery.normal_speed",
            reason: "nobody drives normally who does not move"),
        PolicyRule(
            lesser: "slots.part_unknown_time", greater: "slots.part_order_time",
            reason: "a part that may be there is no later than one that is not"),
        PolicyRule(
            lesser: "travel.straight_line_limit", greater: "travel.fastest_road",
            reason: "an estimate is no quicker than the quickest road"),
    ]

    private static let weights = [
        ("stop", "emergency"), ("limp", "stop"), ("unknown", "stop"), ("service_soon", "limp"),
        ("maintenance", "service_soon"), ("info", "maintenance"),
    ].map { milder, worse in
        PolicyRule(
            lesser: "choosing.weight_\(milder)", greater: "choosing.weight_\(worse)",
            reason: "a milder fault never weighs more than a worse one")
    }
}
