import Outreach
import Telemetry

private let fleetManagers = ["en": "the fleet manager", "et": "autopargi juht"]
private let batteries = ["en": "battery", "et": "aku"]

/// What plans can lead to beyond the six of ``situations(_:)``, with the name of their snapshot.
func planSituations(_ language: String) -> [(name: String, context: ScriptContext)] {
    let eta = MinuteRange(low: 20, high: 30)
    let morning = appointment("2026-11-24T07:00:00Z").time
    var list: [(name: String, context: ScriptContext)] = []
    func add(
        _ name: String, _ leg: LegSituation, _ slot: SlotSituation = .none,
        _ change: (inout ScriptContext) -> Void = { _ in }
    ) {
        var context = fullContext(language, leg: leg, slot: slot)
        context.partName = batteries[language]
        change(&context)
        list.append((name, context))
    }
    let firm = "Maanteeabi OÜ"
    add("concession, named", .thirdPartyAsked(provider: firm, right: .concession))
    add("concession, unnamed", .thirdPartyAsked(provider: nil, right: .concession))
    add("police", .thirdPartyAsked(provider: nil, right: .police))
    add("third party accepted", .thirdPartyAccepted(provider: firm, eta: eta))
    add("third party accepted, nothing known", .thirdPartyAccepted(provider: nil, eta: nil))
    add("approval of a tow", .needsApproval(ofTow: true)) { $0.approver = fleetManagers[language] }
    add("approval of help", .needsApproval(ofTow: false))
    add("two units", .accepted(unit: "flatbed", eta: eta)) {
        $0.task = .callAgain
        $0.change = .unitChanged
        $0.formerUnit = FormerUnit(kind: "wheel_lift")
    }
    add("former unit alone", .offered(unit: "flatbed")) {
        $0.task = .callAgain
        $0.change = .unitSilent
        $0.formerUnit = FormerUnit(kind: nil)
    }
    add("part on board", .accepted(unit: "patrol", eta: eta)) { $0.partOnBoard = true }
    add("visit asked", .visitAsked(at: morning))
    add("visit with part", .visit(at: morning)) {
        $0.assetKind = .charger
        $0.task = .siteCall
        $0.partOnBoard = true
    }
    add("stored", .stored(broughtAt: morning), .confirmed(appointment("2026-11-24T08:00:00Z")))
    add("standby", .standby, .held(appointment())) { $0.severity = .limp }
    add("all busy", .noneAvailable) {
        $0.shortage = .allBusy
        $0.nextTry = .minutes(5)
        $0.alternative = .afterJob
    }
    add("off shift", .noneAvailable) {
        $0.shortage = .offShift
        $0.nextTry = .at(morning)
        $0.alternative = .otherProvider
    }
    add("none capable", .noneAvailable) {
        $0.shortage = .noneCapable
        $0.alternative = .ownHelp
    }
    add("all refused", .noneAvailable) {
        $0.shortage = .refused
        $0.nextTry = .minutes(0)
    }
    add("slot refused", .offered(unit: "flatbed"), .refused(appointment())) {
        $0.task = .callAgain
        $0.change = .slotChanged
    }
    add("slot to be called", .offered(unit: "flatbed"), .toBeCalled(appointment()))
    add("night drop", .accepted(unit: "flatbed", eta: eta), .confirmed(appointment("2026-11-24T08:00:00Z"))) {
        $0.closedWorkshop = ClosedWorkshop(.nightDrop, opens: morning)
    }
    add("yard", .accepted(unit: "flatbed", eta: eta), .asked(appointment("2026-11-24T08:00:00Z"))) {
        $0.closedWorkshop = ClosedWorkshop(.yard, opens: morning)
    }
    for change in [ChangeReason.approvalRefused, .thirdParty, .moved] {
        add("change: \(change.rawValue)", .notPlanned) {
            $0.task = .callAgain
            $0.change = change
        }
    }
    add("call: lost touch", .accepted(unit: "flatbed", eta: eta)) {
        $0.task = .providerCall
        $0.purpose = .lostTouch
    }
    add("call: third party", .thirdPartyAsked(provider: firm, right: .concession)) {
        $0.task = .providerCall
        $0.purpose = .thirdParty
        $0.colour = ["en": "red", "et": "punane"][language]
    }
    add("call: workshop with part", .accepted(unit: "flatbed", eta: eta), .toBeCalled(appointment())) {
        $0.task = .workshopCall
    }
    add("call: workshop that has the part", .notPlanned, .toBeCalled(appointment())) {
        $0.task = .workshopCall
        $0.partInStock = true
    }
    add("call: approve tow", .needsApproval(ofTow: true), .held(appointment())) { $0.purpose = .approveTow }
    add("call: approve help", .needsApproval(ofTow: false)) {
        $0.purpose = .approveHelp
        $0.placeWords = nil
    }
    return list
}

/// What is said of the plan: for a call to a driver without safety, opening, place and symptom, and with the first
/// question; for any other call everything.
func planWords(_ book: Phrasebook, _ context: ScriptContext) -> String {
    let isDriver =
        context.purpose == .usual && [.breakdownCall, .siteCall, .callAgain].contains(context.task)
    let kinds: [Script.Block.Kind] = [.change, .coming, .next, .questions]
    return book.script(for: context).blocks.filter { !isDriver || kinds.contains($0.kind) }
        .map { $0.kind == .questions ? String($0.text.split(separator: "\n")[0]) : $0.text }
        .joined(separator: "\n")
}
