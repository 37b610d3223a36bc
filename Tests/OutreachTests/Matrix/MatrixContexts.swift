import Outreach
import Telemetry

/// Every thing that changes what is said, as axes of a table.
enum Matrix {
    static let firm = "Firma OÜ"

    static let legs: [LegSituation] =
        [
            .offered(unit: "flatbed"), .offered(unit: nil), .accepted(unit: "wheel_lift", eta: nil),
            .enRoute(unit: "?", eta: nil), .onScene(unit: "technician"), .noneAvailable, .needsLocation,
            .provisional, .staged, .loaded, .finished, .notPlanned, .standby,
            .thirdPartyAsked(provider: firm, right: .concession), .thirdPartyAsked(provider: nil, right: .concession),
            .thirdPartyAsked(provider: firm, right: .police), .thirdPartyAsked(provider: nil, right: .police),
            .thirdPartyAccepted(provider: firm, eta: nil), .thirdPartyAccepted(provider: nil, eta: nil),
            .needsApproval(ofTow: true), .needsApproval(ofTow: false), .visitAsked(at: tomorrow),
            .visitAsked(at: nil), .visit(at: tomorrow), .visit(at: nil), .stored(broughtAt: tomorrow),
            .stored(broughtAt: nil),
        ] + ranges.map { .accepted(unit: "heavy", eta: $0) }
        + ranges.suffix(2).flatMap { range -> [LegSituation] in
            [
                .enRoute(unit: "patrol", eta: range), .thirdPartyAccepted(provider: firm, eta: range),
                .thirdPartyAccepted(provider: nil, eta: range),
            ]
        }

    private static let ranges = [(0, 1), (1, 2), (4, 5), (10, 11), (20, 21), (21, 22), (20, 25)].map {
        MinuteRange(low: $0.0, high: $0.1)
    }

    static let slots: [SlotSituation] = [
        .none, .held(appointment()), .toBeCalled(appointment("2026-11-24T07:05:00Z")), .asked(appointment()),
        .confirmed(appointment("2027-01-05T08:00:00Z")), .confirmed(appointment("2026-11-27T07:05:00Z")),
        .refused(appointment()),
    ]

    private static let tomorrow = appointment("2026-11-24T07:00:00Z").time

    /// Nothing, and all the ways in which a place can be known.
    static let places: [(words: String?, place: SpokenPlace?)] = {
        let here = try? Coordinate(latitude: 59.43704, longitude: 24.75399)
        let before = (try? Coordinate(latitude: -59.5, longitude: -0.00001)).map { [$0] } ?? []
        let town = SpokenPlace.Landmark(name: "Tapa", metres: 2_300, direction: .northEast)
        let near = SpokenPlace.Landmark(name: "Tapa", metres: 150, direction: .south)
        return [
            (nil, nil), ("Narva mnt 7, Tapa", nil), (nil, SpokenPlace(road: "E20")),
            (nil, SpokenPlace(road: "E20", kilometre: 34.6, towards: "Narva", coordinate: here, confirmed: true)),
            (nil, SpokenPlace(road: "E20", kilometre: 1, landmark: near, source: .person)),
            (nil, SpokenPlace(road: "E20", towards: "Narva", landmark: town, accuracyMetres: 12)),
            (nil, SpokenPlace(landmark: town, coordinate: here, source: .network, accuracyMetres: 2_500)),
            (nil, SpokenPlace(landmark: near, coordinate: here, source: .site)),
            (
                nil,
                SpokenPlace(
                    coordinate: here, source: .gps, accuracyMetres: 21, heading: .southWest, earlier: before)
            ),
            (nil, SpokenPlace(source: .gps, accuracyMetres: 600, heading: .north)),
        ]
    }()

    static let ages: [Int64?] = [nil, 0, 60, 300, 660, 7_199, 7_260, 75_600, 172_800, 1_900_800]

    /// How many values each axis has, in the order in which ``context(_:_:)`` reads them.
    static let sizes = [
        Severity.allCases.count, AssetKind.allCases.count, Motion.allCases.count, legs.count, slots.count,
        TaskKind.allCases.count, ChangeReason.allCases.count, CallPurpose.allCases.count, Channel.allCases.count,
        places.count, ages.count, RoadClass.allCases.count + 1, 3, 6, 4, 3,
    ]

    static let cover = PairwiseCover(sizes: sizes, seed: 20_261_122).rows

    /// Products of a few axes that are small enough to be gone through whole; the other axes turn.
    static let whole: [[Int]] = {
        var rows: [[Int]] = []
        func product(_ axes: [Int]) {
            var values = Array(repeating: 0, count: axes.count)
            while true {
                var row = sizes.enumerated().map { (rows.count * ($0.offset * 2 + 7) + $0.offset) % $0.element }
                for (axis, value) in zip(axes, values) { row[axis] = value }
                rows.append(row)
                var place = axes.count - 1
                while place >= 0 {
                    values[place] += 1
                    if values[place] < sizes[axes[place]] { break }
                    values[place] = 0
                    place -= 1
                }
                if place < 0 { return }
            }
        }
        product([0, 1, 2])  // severity, kind, motion
        product([3, 4])  // leg, slot
        product([5, 7, 8])  // task, purpose, channel
        product([9, 10])  // place, age
        return rows
    }()

    /// The context of a row: with everything known, with nothing, or with half of it.
    static func context(_ language: String, _ row: [Int]) -> ScriptContext {
        var context = ScriptContext(
            language: language, task: TaskKind.allCases[row[5]], caseNumber: "1042",
            severity: Severity.allCases[row[0]], immobile: row[14] == 1, motion: Motion.allCases[row[2]],
            assetKind: AssetKind.allCases[row[1]], leg: legs[row[3]], slot: slots[row[4]])
        context.change = ChangeReason.allCases[row[6]]
        context.purpose = CallPurpose.allCases[row[7]]
        context.channel = Channel.allCases[row[8]]
        context.placeWords = places[row[9]].words
        context.place = places[row[9]].place
        context.placeAgeSeconds = ages[row[10]]
        context.roadClass = row[11] < RoadClass.allCases.count ? RoadClass.allCases[row[11]] : nil
        context.mayKnowPlace = row[14] != 2
        context.sceneReleased = row[14] == 3
        context.shortage = row[13] < 4 ? Shortage.allCases[row[13]] : nil
        context.nextTry = row[13] == 0 ? .at(tomorrow) : row[13] < 5 ? .minutes([21, 1, 5, 11, 22][row[13]]) : nil
        context.alternative = row[13] < 3 ? Alternative.allCases[row[13]] : nil
        switch row[12] {
        case 0: break
        case 1: fill(&context, row)
        default: half(&context)
        }
        return context
    }

    private static func fill(_ context: inout ScriptContext, _ row: [Int]) {
        context.contactName = "Mari Maasikas"
        context.plate = "123 ABC"
        context.assetName = "EV-3"
        context.symptomClause = symptom(context.language)
        context.partName = "P7"
        context.partOnBoard = row[15] == 1
        context.partInStock = row[15] == 2 ? true : nil
        context.country = ["EE", "xx", "??"][row[15]]
        context.passengers = [3, 0, 1_000][row[15]]
        context.seats = 2
        context.covered = row[15] == 0
        context.told = Set(ToldFact.allCases)
        context.reportedAt = appointment("2026-11-22T07:00:00Z").time
        context.make = "Toyota Corolla"
        context.grossMassKg = 3_500
        context.needs = Capabilities.words.reduce(into: []) { $0.formUnion($1.capability) }
        context.heightLimit = 2.15
        context.accessNote = "1234#."
        context.destination = "Laagna Auto"
        context.otherAssets = ["456 DEF", "789 GHI"]
        context.campaign = Campaign(Campaign.Scope.allCases[row[15]], count: row[14] == 0 ? nil : 21)
        context.digest = digest(context.language, lines: [1, 11, 14][row[15]])
        context.vin = "WVWZZZ1JZXW000001"
        context.colour = "RAL 3000"
        context.energy = Energy.allCases[row[1] % Energy.allCases.count]
        context.formerUnit = FormerUnit(kind: row[15] == 0 ? nil : "flatbed")
        context.approver = "Peeter Paju"
        context.closedWorkshop = ClosedWorkshop(row[15] == 0 ? .yard : .nightDrop, opens: tomorrow)
        context.isForeseen = row[14] == 3
        context.forecast = forecast(context.language, row)
        context.offeredTimes = Array(offered.prefix([3, 0, 2][row[15]]))
    }

    private static let offered = [
        appointment("2026-11-24T07:00:00Z"), appointment("2026-11-24T08:00:00Z"),
        SlotSituation.Appointment(workshop: firm, time: tomorrow),
    ]

    /// Any two reasons, some without their words.
    private static func forecast(_ language: String, _ row: [Int]) -> SpokenForecast {
        let kinds = SpokenReason.Kind.allCases
        let reasons = [row[3], row[3] + row[10] + 1].map { index in
            SpokenReason(
                kinds[index % kinds.count], clause: row[15] == 0 ? symptom(language) : nil,
                otherClause: row[14] == 0 ? symptom(language) : nil, count: [6, 1, nil][row[15]])
        }
        return SpokenForecast(
            probability: [0.3, 0, 1][row[15]], horizonSeconds: [604_800, 3_600, 21 * 86_400][row[15]], reasons: reasons)
    }

    private static func half(_ context: inout ScriptContext) {
        context.plate = "123 ABC"
        context.campaign = Campaign(.fleet, count: 1)
        context.told = [.smoke, .wheelsBlocked]
        context.closedWorkshop = ClosedWorkshop(.yard)
        context.formerUnit = FormerUnit(kind: "?")
        context.symptomClause = ""
        context.contactName = ""
        context.digest = [DigestLine(assetKind: .van), DigestLine(assetKind: .car, assetName: "K2")]
        context.heightLimit = .nan
        context.grossMassKg = 0
    }

    private static func digest(_ language: String, lines: Int) -> [DigestLine] {
        (0..<lines).map { index in
            DigestLine(
                assetKind: AssetKind.allCases[index], plate: index % 3 == 2 ? nil : "12\(index) ABC",
                assetName: index % 5 == 2 ? nil : "K\(index)",
                symptomClause: index % 4 == 3 ? nil : symptom(language),
                offer: index % 2 == 0 ? appointment() : nil)
        }
    }

    /// A clause that has no word of any language in it.
    static func symptom(_ language: String) -> String { "P0520." }
}
