/// What whoever helps has to mind, because of what is wrong and of what the asset is.
package struct Cautions: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The engine must not be started again, not even with a jump start.
    package static let doNotRestart = Cautions(rawValue: 1 << 0)
    /// No wheel may roll on the ground while it is carried.
    package static let wheelsOffGround = Cautions(rawValue: 1 << 1)
    /// A time has to pass between switching the high voltage off and touching it.
    package static let waitAfterHVOff = Cautions(rawValue: 1 << 2)
    /// It has to stand in the open, away from everything.
    package static let storeOutdoors = Cautions(rawValue: 1 << 3)
    /// Its wheels don't roll: it has to be lifted or put on dollies.
    package static let wheelsBlocked = Cautions(rawValue: 1 << 4)
    /// Its brakes only open with air from outside.
    package static let brakesNeedAir = Cautions(rawValue: 1 << 5)

    /// A caution in words.
    package struct Words: Sendable, Hashable, Encodable {
        /// Stable, `snake_case`.
        package var key: String
        /// English, for crews and dispatchers.
        package var text: String
        /// Where it comes from.
        package var source: String
    }

    /// Every caution with its words, most urgent first.
    package static let words: [(caution: Cautions, words: Words)] = [
        (
            .doNotRestart,
            Words(
                key: "do_not_restart", text: "do not start the engine again, not even with a jump start",
                source: "Cummins red lamp: shut down; GM owner manual on oil pressure")
        ),
        (
            .waitAfterHVOff,
            Words(
                key: "wait_after_hv_off",
                text: "after the low voltage is disconnected wait at least 10 minutes; never disconnect the traction"
                    + " battery at the roadside",
                source: "IVR safety rules for electric and hybrid vehicles 2022, rules 5 to 7")
        ),
        (
            .storeOutdoors,
            Words(
                key: "store_outdoors",
                text: "keep it in the open and apart: a damaged traction battery can catch fire a day or more later",
                source: "Harley-Davidson LiveWire service notes; IVR rules 5 to 7")
        ),
        (
            .wheelsOffGround,
            Words(
                key: "wheels_off_ground", text: "carry it with no wheel rolling on the ground",
                source: "Ford F-150 Lightning response guide; Dodge Charger AWD guide; IVR rule 8")
        ),
        (
            .wheelsBlocked,
            Words(
                key: "wheels_blocked", text: "its wheels may be blocked: load it on dollies or with a crane",
                source: "Ram 3500 guide on a dead gearbox; our reading for steering and parking brake")
        ),
        (
            .brakesNeedAir,
            Words(
                key: "brakes_need_air", text: "its spring brakes stay closed until they get air from outside",
                source: "49 CFR 393.51; spring brakes close at about 140 kPa")
        ),
    ]

    /// The words of this set, most urgent first.
    package var all: [Words] { Cautions.words.filter { contains($0.caution) }.map(\.words) }
}
