import Casework
import Outreach
import Persistence
import Planning
import Telemetry

/// Why somebody may ring about one open case.
struct CaseReasons {
    private let one: LookupCase
    private let card: LookupCard
    private let now: Timestamp
    private let symptom: String

    init(_ one: LookupCase, _ card: LookupCard, now: Timestamp, symptom: String) {
        self.one = one
        self.card = card
        self.now = now
        self.symptom = symptom
    }

    private var file: CaseDetail { one.detail }
    private var row: CaseRow { one.detail.current.row }
    private var state: JobState? { one.detail.leg?.state }

    /// Those that hold; never empty.
    var all: [CallReason] {
        let found = [
            danger, missedCall, helpLate, changed, crewWithoutThem, placeUnknown, approval, notToldYet, noUnit,
            openQuestion, coming, there, onTheWay, inWorkshop, offer,
        ].compactMap { $0 }
        return found.isEmpty ? [reason(.openCase, "case \(row.id) is open: \(symptom)")] : found
    }

    private func reason(_ rule: CallReason.Rule, _ text: String) -> CallReason {
        CallReason(rule, text, case: row.id)
    }

    // MARK: Nobody has spoken to them

    private var danger: CallReason? {
        guard row.severity == .emergency, row.toldAt == nil else { return nil }
        return reason(.danger, "EMERGENCY, and nobody has reached them yet: \(symptom)")
    }

    /// The newest try to reach the caller came to nothing.
    private var missedCall: CallReason? {
        let contacts = card.people.compactMap(\.person.contactID)
        let tries = one.attempts.filter { attempt in
            guard attempt.channel == "voice" else { return false }
            return card.isCaller ? attempt.contactID.map(contacts.contains) ?? false : attempt.contactID != nil
        }
        guard let last = tries.last, now.seconds(since: last.at) < 86_400, row.toldAt.map({ $0 < last.at }) ?? true
        else { return nil }
        let outcome = last.outcome.flatMap(Outcome.init(rawValue:))
        if let outcome, outcome.consequence != .tryAgain { return nil }
        let missed = tries.reversed().prefix { try_ in
            let word = try_.outcome.flatMap(Outcome.init(rawValue:))
            return word.map { $0.consequence == .tryAgain } ?? true
        }
        if outcome == .callBack { return reason(.missedCall, "wanted to be called back (\(time(last.at)))") }
        let count =
            switch missed.count {
            case 1: "once"
            case 2: "twice"
            default: "\(missed.count) times"
            }
        let end = outcome.map { ": \($0.words)" } ?? ""
        return reason(
            .missedCall, "returns our call: \(last.actor) tried to reach them \(count), last at \(time(last.at))\(end)")
    }

    private var notToldYet: CallReason? {
        guard row.toldAt == nil, row.severity != .emergency, let task = one.tasks.first(where: { $0.row.isCall }),
            task.row.kind != .serviceOffer, task.row.kind != .preventOffer
        else { return nil }
        let holder = task.state(at: now) == .claimed ? task.claimedBy.map { ", \($0) has the task" } ?? "" : ""
        return reason(
            .notToldYet,
            "rings before we did: \(symptom) since \(time(row.openedAt)); task \(task.row.id) is open\(holder)")
    }

    // MARK: What was promised

    private var helpLate: CallReason? {
        guard let promise = row.promise, let latest = promise.latest, latest < now, !isThere else { return nil }
        let minutes = now.seconds(since: latest) / 60
        guard minutes >= 1 else { return nil }
        let unit = promise.unit.map { $0 == file.helper?.id ? named(file.helper) : $0 } ?? "help"
        var text = "rings because at \(time(promise.at)) they were told that \(unit) comes by \(time(latest)), "
        text += "and it has not come: \(minutes == 1 ? "1 minute" : "\(minutes) minutes") late"
        if let eta = file.eta(at: now) { text += "; now \(eta.low) to \(eta.high) minutes" }
        return reason(.helpLate, text)
    }

    private var changed: CallReason? {
        guard let task = one.tasks.first(where: { $0.row.kind == .callAgain }) else { return nil }
        let why = task.row.reasons.last ?? task.row.change?.words ?? "something has changed"
        return reason(.changed, "rings before we could call again: \(why)")
    }

    private var crewWithoutThem: CallReason? {
        guard let job = file.current.jobs.last else { return nil }
        switch job.state {
        case .goneOnArrival: return reason(.crewWithoutThem, "the crew (\(job.unit)) was there and did not find them")
        case .noAccess: return reason(.crewWithoutThem, "the crew (\(job.unit)) was there and could not get in")
        case .unable: return reason(.crewWithoutThem, "the crew (\(job.unit)) was there and could not help")
        default: return nil
        }
    }

    private var coming: CallReason? {
        guard row.toldAt != nil, helpLate == nil, let eta = file.eta(at: now) else { return nil }
        var text = "asks where the help is: \(named(file.helper)) comes in \(eta.low) to \(eta.high) minutes"
        if let latest = row.promise?.latest { text += "; they were told by \(time(latest))" }
        return reason(.helpComing, text)
    }

    private var there: CallReason? {
        guard state == .onScene || state == .loaded else { return nil }
        return reason(.helpThere, "\(named(file.helper)) is with them")
    }

    private var onTheWay: CallReason? {
        guard row.state == .inTransit else { return nil }
        let place = file.workshop.map { " to \($0.name)" } ?? ""
        return reason(.onTheWay, "asks where the \(asset) is: on its way\(place)")
    }

    private var inWorkshop: CallReason? {
        guard row.state == .inWorkshop else { return nil }
        let place = file.workshop.map { "at \($0.name)" } ?? "in a workshop"
        return reason(.inWorkshop, "asks when the \(asset) is ready: it is \(place)")
    }

    // MARK: What we wait for

    private var placeUnknown: CallReason? {
        guard file.current.plan?.state == .needsLocation else { return nil }
        return reason(.placeUnknown, "can tell us where they are: nobody can be sent without it")
    }

    private var approval: CallReason? {
        guard file.current.plan?.state == .needsApproval, file.current.plan?.approval == .needed else { return nil }
        let may = !card.isCaller || card.people.contains(where: \.mayAuthorise)
        return reason(.approval, may ? "may approve the help: it waits for that" : "the help waits for an approval")
    }

    private var noUnit: CallReason? {
        guard file.current.plan?.state == .noneAvailable else { return nil }
        let next = file.current.plan?.nextTryAt.map { "; next try at \(time($0))" } ?? ""
        return reason(.noUnit, "asks when somebody comes: no unit is free yet\(next)")
    }

    private var openQuestion: CallReason? {
        guard let question = one.openQuestions.last else { return nil }
        return reason(.openQuestion, "asked at \(time(question.at)) and got no answer: \(question.text)")
    }

    private var offer: CallReason? {
        let kinds: [TaskKind] = [.serviceOffer, .preventOffer, .triage]
        guard let task = one.tasks.first(where: { kinds.contains($0.row.kind) }), row.toldAt == nil else { return nil }
        return reason(.offer, "task \(task.row.id) waits for them: \(task.row.kind.words), \(symptom)")
    }

    // MARK: Words

    private var isThere: Bool {
        switch state {
        case .onScene, .loaded, .delivered, .stored, .fixed, .madeSafe: true
        default: row.state == .inTransit || row.state == .inWorkshop || row.state == .onScene
        }
    }

    private var asset: String {
        let kind = file.reference.traits.kind
        return kind == .other ? "asset" : kind.words
    }

    private func named(_ helper: Helper?) -> String {
        guard let helper else { return "help" }
        guard helper.name == helper.id, let kind = helper.kind, !kind.isEmpty else { return helper.name }
        return "the \(kind.wordsOfKey) \(helper.id)"
    }

    private func time(_ time: Timestamp) -> String {
        now.seconds(since: time) < 72_000 ? time.minute : "\(time.day) \(time.minute)"
    }
}
