import Casework
import Outreach
import Persistence
import Planning
import Telemetry

/// What one page says, whatever it is printed as.
struct SheetPage {
    /// A line with a label in front.
    struct Fact: Equatable {
        var label: String
        var text: String
    }

    /// A script block in the customer's language and in the dispatcher's.
    struct Block: Equatable {
        var text: String
        var own: String?
    }

    var heading: String
    /// Whom to ring, in the order in which it is read.
    var addressee: [Fact]
    var blocks: [Block]
    var language: String?
    var ownLanguage: String?
    /// What is planned, as it was when the page was printed.
    var plan: [Fact]
    /// Until when the plan may be told, and what to do then.
    var truth: String
    var background: [Fact]

    init(_ task: TaskDetail, scripts: ScriptBuilder, clock: WallClock, at now: Timestamp) {
        let row = task.entry.row
        let file = task.caseDetail
        var parts = [row.kind.words.uppercased()]
        if let file { parts.append(file.current.row.severity.words + (file.current.row.immobile ? ", immobile" : "")) }
        parts.append("due \(clock.minute(row.dueAt))")
        if task.entry.state(at: now) == .claimed, let holder = task.entry.claimedBy { parts.append("with \(holder)") }
        heading = parts.joined(separator: " · ")

        addressee = SheetPage.people(task)
        let script = scripts.script(for: task, at: now)
        let own = script.flatMap { scripts.dispatcherScript(for: task, beside: $0, at: now) }
        language = script?.language
        ownLanguage = own?.language
        blocks = (script?.blocks ?? []).map { block in
            Block(text: block.text, own: own?.blocks.first { $0.kind == block.kind }?.text)
        }
        plan = file.map { SheetPage.plan($0, clock, now) } ?? []
        truth = SheetPage.truth(file, clock, now)
        background = SheetPage.background(task, scripts, clock)
    }

    private static func people(_ task: TaskDetail) -> [Fact] {
        var facts: [Fact] = []
        if let person = task.addressee {
            facts.append(Fact(label: "RING", text: person.phone ?? "no number is known"))
            facts.append(
                Fact(
                    label: "WHO",
                    text: [
                        person.name ?? person.contactID, person.role?.wordsOfKey, person.language,
                        person.channel == "voice" ? nil : "by \(person.channel)", person.needs,
                    ].words))
        } else {
            facts.append(Fact(label: "RING", text: "nobody is known; look for the owner"))
        }
        if let customer = task.customer, customer.contactID != task.addressee?.contactID {
            facts.append(Fact(label: "CUSTOMER", text: [customer.name, customer.phone, customer.language].words))
        }
        guard let file = task.caseDetail else {
            if let asset = task.assetID { facts.append(Fact(label: "ASSET", text: asset)) }
            return facts
        }
        let traits = file.reference.traits
        let what = [
            traits.kind.words, traits.make, traits.model, traits.year.map(String.init), traits.energy?.rawValue,
        ]
        facts.append(
            Fact(
                label: "ASSET",
                text: [
                    "case \(file.current.row.id)", file.reference.plate, file.reference.id,
                    what.compactMap { $0 }.joined(separator: " "),
                ].words))
        return facts
    }

    /// Times instead of minutes: a page is read later than it is printed.
    private static func plan(_ file: CaseDetail, _ clock: WallClock, _ now: Timestamp) -> [Fact] {
        var facts: [Fact] = []
        if let place = file.place {
            facts.append(
                Fact(
                    label: "PLACE",
                    text: [
                        file.placeName,
                        "\(place.coordinate.latitude.places(5)), \(place.coordinate.longitude.places(5))",
                        "as of \(clock.minute(place.time))", place.confirmed ? "confirmed" : "not confirmed",
                    ].words))
        } else {
            facts.append(Fact(label: "PLACE", text: "unknown: ask where they are"))
        }
        if let leg = file.leg, let helper = file.helper, let state = leg.state {
            let range = file.eta(at: now).map { eta in
                "there between \(clock.minute(now.adding(seconds: Int64(eta.low) * 60))) and "
                    + clock.minute(now.adding(seconds: Int64(eta.high) * 60))
            }
            facts.append(Fact(label: "HELP", text: [helper.name, state.words, range, helper.phone].words))
        } else {
            facts.append(
                Fact(
                    label: "HELP",
                    text: [
                        file.current.plan?.state.words ?? "none planned",
                        file.current.plan?.reason?.wordsOfKey,
                    ].words))
        }
        for helper in file.alsoComing {
            facts.append(
                Fact(label: "ALSO", text: "\(helper.name) was called off and has not confirmed it: may still come"))
        }
        if let slot = file.slot, let hold = file.slotHold {
            facts.append(
                Fact(
                    label: "WORKSHOP",
                    text: [
                        file.workshop?.name ?? slot.workshopID, file.localStart(of: slot).replacing("T", with: " "),
                        hold.state.rawValue, file.workshop?.phone,
                    ].words))
        }
        return facts
    }

    private static func truth(_ file: CaseDetail?, _ clock: WallClock, _ now: Timestamp) -> String {
        let printed = "as of \(clock.minute(now))"
        guard let file else { return "\(printed)." }
        if let latest = file.promise(at: now).latest {
            return
                "\(printed), true until \(clock.minute(latest)). Say the times, not the minutes; later ring the crew first."
        }
        if file.leg?.state == .offered, let ends = file.current.jobs.last(where: { $0.state == .offered })?.expiresAt {
            return "\(printed), true until \(clock.minute(ends)): nobody has said yes yet. Then ring the crew first."
        }
        if let next = file.current.plan?.nextTryAt, next > now {
            return "\(printed), true until \(clock.minute(next)): then it would have been looked for again."
        }
        return "\(printed), true until somebody knows better."
    }

    private static func background(_ task: TaskDetail, _ scripts: ScriptBuilder, _ clock: WallClock) -> [Fact] {
        var facts: [Fact] = []
        if let row = task.caseDetail?.current.row {
            facts.append(
                Fact(
                    label: "WRONG",
                    text: [
                        scripts.title(ofSymptom: row.symptom), row.part.map { "probably \(scripts.name(ofPart: $0))" },
                        row.codes.joined(separator: " "),
                    ].words))
        }
        if let told = task.caseDetail?.facts, !told.isEmpty {
            facts.append(Fact(label: "KNOWN", text: told.map { "\($0.key) = \($0.value)" }.joined(separator: "; ")))
        }
        if !task.entry.row.reasons.isEmpty {
            facts.append(Fact(label: "WHY", text: task.entry.row.reasons.joined(separator: "; ")))
        }
        for attempt in task.attempts.suffix(4) {
            facts.append(
                Fact(
                    label: "TRIED",
                    text: [clock.minute(attempt.at), attempt.actor, attempt.outcome ?? "no outcome"].words))
        }
        for note in task.notes.suffix(4) {
            facts.append(Fact(label: "NOTE", text: "\(clock.minute(note.at)) \(note.actor): \(note.text)"))
        }
        return facts
    }
}

/// What every page asks for, the same words in the file that brings it back.
enum SheetQuestions {
    /// Words of the outcome, as `tasks finish` has them too.
    static let outcomes = Outcome.allCases.map(\.rawValue)
    /// What people ask, and what stays open.
    static let open = ["how_long", "where_to", "who_pays", "may_i_drive", "passengers"]
    /// What a plan reads of a person's word.
    static let facts = [
        "where (road, km, direction)", "safe place y/n", "live lane y/n", "smoke y/n", "people", "children y/n",
        "reduced mobility y/n", "wheels turn y/n", "key y/n", "trailer y/n", "height limit m",
    ]
}
