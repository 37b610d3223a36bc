import Outreach
import Telemetry

/// The phrasebook that is shipped.
func shippedPhrasebook() throws -> Phrasebook {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return try Phrasebook.load(directory: "/\(root)/outreach")
}

/// Where the languages differ in a test's values.
private let symptoms = ["en": "its oil pressure has gone", "et": "õlirõhk on kadunud"]
private let places = ["en": "Narva road, near Lasnamäe", "et": "Narva maantee, Lasnamäe lähedal"]

/// A Monday morning in Tallinn, winter time.
let monday = Timestamp(iso8601: "2026-11-23T10:00:00Z") ?? Timestamp(seconds: 0)

func appointment(_ iso: String = "2026-11-23T12:30:00Z") -> SlotSituation.Appointment {
    let time = Timestamp(iso8601: iso) ?? monday
    return SlotSituation.Appointment(
        workshop: "Peterburi tee autoteenindus", time: LocalTime(time, now: monday, utcOffsetMinutes: 120))
}

/// A car with everything known about it.
func fullContext(_ language: String, leg: LegSituation, slot: SlotSituation = .none) -> ScriptContext {
    var context = ScriptContext(
        language: language, task: .breakdownCall, caseNumber: "1042", severity: .stop, motion: .standing, leg: leg,
        slot: slot)
    context.contactName = "Mari Maasikas"
    context.plate = "123 ABC"
    context.placeWords = places[language]
    context.placeAgeSeconds = 20
    context.symptomClause = symptoms[language]
    context.country = "EE"
    context.roadClass = .road
    context.passengers = 3
    context.seats = 2
    context.covered = true
    return context
}

/// Six situations with the name of their snapshot.
func situations(_ language: String) -> [(name: String, context: ScriptContext)] {
    let flatbed = "flatbed"
    var moving = fullContext(language, leg: .provisional)
    moving.motion = .moving
    var bare = ScriptContext(
        language: language, task: .breakdownCall, caseNumber: "7", severity: .limp, leg: .needsLocation)
    bare.assetKind = .van
    var charger = fullContext(language, leg: .accepted(unit: "technician", eta: MinuteRange(low: 40, high: 60)))
    charger.task = .siteCall
    charger.assetKind = .charger
    charger.assetName = "EV-3"
    charger.symptomClause = nil
    var again = fullContext(language, leg: .noneAvailable, slot: .held(appointment("2026-11-24T07:00:00Z")))
    again.task = .callAgain
    again.change = .unitRefused
    return [
        (
            "accepted",
            fullContext(
                language, leg: .accepted(unit: flatbed, eta: MinuteRange(low: 20, high: 30)),
                slot: .confirmed(appointment()))
        ),
        (
            "offered",
            fullContext(language, leg: .offered(unit: flatbed), slot: .asked(appointment("2026-11-27T07:05:00Z")))
        ),
        ("moving", moving), ("bare", bare), ("charger", charger), ("again", again),
    ]
}
