internal import Telemetry

/// Made-up situations for whoever edits sentences and wants to see them.
extension ScriptContext {
    /// A situation of which everything is known, with invented names.
    ///
    /// - Parameter symptomClause: In the language that is to be shown.
    package mutating func fillWithExample(symptomClause: String?) {
        contactName = "Mari Maasikas"
        plate = "123 ABC"
        assetName = "EV-3"
        self.symptomClause = symptomClause
        placeAgeSeconds = 20
        place = SpokenPlace(
            road: "E263", kilometre: 34, towards: "Tartu",
            landmark: SpokenPlace.Landmark(name: "Kose", metres: 2_100, direction: .southEast),
            coordinate: try? Coordinate(latitude: 59.17312, longitude: 25.18024), source: .gps, accuracyMetres: 12,
            heading: .southEast, earlier: [])
        passengers = 3
        seats = 2
        covered = true
        make = "Toyota Corolla"
        colour = "RAL 3000"
        energy = .hybrid
        vin = "WVWZZZ1JZXW000001"
        grossMassKg = 1_900
        needs = .flatbed
        told = [.smoke, .liveLane, .children]
        destination = "Laagna Auto"
        reportedAt = LocalTime.example(hour: 13, minute: 55)
        if !purpose.isUsual {
            digest = [
                DigestLine(assetKind: .van, plate: "456 DEF", symptomClause: symptomClause, offer: .example),
                DigestLine(assetKind: .truck, plate: "789 GHI"),
            ]
        }
        forecast = SpokenForecast(
            probability: 0.3, horizonSeconds: 7 * 86_400, reasons: [SpokenReason(.charge50), SpokenReason(.frost)])
        if slot == .held(.example) {
            offeredTimes = [.example, .later(days: 1, hour: 9, minute: 0), .later(days: 3, hour: 8, minute: 30)]
        }
        shortage = .allBusy
        nextTry = .minutes(5)
    }
}

extension LocalTime {
    /// Today, at a time of the clock.
    static func example(hour: Int64, minute: Int64, daysAhead: Int64 = 0) -> LocalTime {
        let now = Timestamp(seconds: 0)
        let time = Timestamp(seconds: daysAhead * 86_400 + hour * 3_600 + minute * 60)
        return LocalTime(time, now: now, utcOffsetMinutes: 0)
    }
}

extension SlotSituation.Appointment {
    /// This afternoon at a workshop.
    static var example: SlotSituation.Appointment {
        SlotSituation.Appointment(workshop: "Laagna Auto", time: LocalTime.example(hour: 14, minute: 30))
    }

    /// At the same workshop on another day.
    fileprivate static func later(days: Int64, hour: Int64, minute: Int64) -> SlotSituation.Appointment {
        SlotSituation.Appointment(
            workshop: "Laagna Auto", time: LocalTime.example(hour: hour, minute: minute, daysAhead: days))
    }
}

extension SlotSituation {
    /// The keys of its sentences.
    package static var exampleKeys: [String] { keys }

    /// A slot in the state of a key; `nil` if there is no such state.
    package static func example(_ key: String) -> SlotSituation? {
        switch key {
        case "none": SlotSituation.none
        case "held": .held(.example)
        case "to_be_called": .toBeCalled(.example)
        case "asked": .asked(.example)
        case "confirmed": .confirmed(.example)
        case "refused": .refused(.example)
        default: nil
        }
    }
}

extension LegSituation {
    /// The keys of its sentences.
    package static var exampleKeys: [String] { keys }

    /// A leg in the state of a key; `nil` if there is no such state.
    package static func example(_ key: String) -> LegSituation? {
        let eta = MinuteRange(low: 20, high: 30)
        let tomorrow = LocalTime.example(hour: 9, minute: 0, daysAhead: 1)
        return switch key {
        case "offered": .offered(unit: "flatbed")
        case "accepted": .accepted(unit: "flatbed", eta: eta)
        case "en_route": .enRoute(unit: "flatbed", eta: eta)
        case "on_scene": .onScene(unit: "flatbed")
        case "concession_asked": .thirdPartyAsked(provider: "Maanteeabi", right: .concession)
        case "police_asked": .thirdPartyAsked(provider: nil, right: .police)
        case "third_party_accepted": .thirdPartyAccepted(provider: "Maanteeabi", eta: eta)
        case "needs_approval": .needsApproval(ofTow: false)
        case "needs_approval_tow": .needsApproval(ofTow: true)
        case "visit_asked": .visitAsked(at: tomorrow)
        case "visit": .visit(at: tomorrow)
        case "stored": .stored(broughtAt: tomorrow)
        case "standby": .standby
        case "none_available": .noneAvailable
        case "needs_location": .needsLocation
        case "provisional": .provisional
        case "staged": .staged
        case "loaded": .loaded
        case "finished": .finished
        case "not_planned": .notPlanned
        default: nil
        }
    }
}
