internal import Telemetry

extension Phrasebook {
    /// The place as the language of a context says it; `nil` if nothing is known that has a name.
    package func placeWords(_ context: ScriptContext) -> String? {
        values(context, chain(context.language)[0])[.place]
    }

    /// Minutes as a language says them: "20 to 30 minutes".
    package func minutes(_ range: MinuteRange, language: String) -> String {
        chain(language)[0].words.minutes(range)
    }

    /// What can be inserted for a context; texts that are empty count as unknown.
    func values(_ context: ScriptContext, _ language: Language) -> Values {
        var values = Values()
        let words = language.words
        let unit = words.unit(context.leg.unit)
        values[.company] = language.company
        values[.callback] = language.callback
        values[.contact] = context.contactName
        values[.plate] = context.plate
        values[.asset] = context.assetName
        values[.assetWord] = words.asset(context.assetKind)
        values[.caseNumber] = context.caseNumber
        values[.age] = context.placeAgeSeconds.flatMap(words.age)
        values[.symptom] = Values.clause(context.symptomClause)
        values[.part] = context.partName
        values[.unit] = unit.indefinite
        values[.theUnit] = unit.definite
        values[.eta] = context.leg.eta.map { words.minutes($0) }
        values[.workshop] = context.slot.appointment?.workshop
        values[.when] = context.slot.appointment.map { words.when($0.time) }
        values[.emergencyNumber] = emergencyNumber(context.country)
        values[.provider] = context.leg.provider
        values[.approver] = context.approver
        if context.partOnBoard { values[.carriedPart] = context.partName }
        if context.partInStock == nil { values[.askedPart] = context.partName }
        values[.formerUnit] = context.formerUnit.map { words.unit($0.kind).definite }
        values[.visitWhen] = context.leg.visitTime.map { words.when($0) }
        if case .stored(let time) = context.leg { values[.broughtWhen] = time.map { words.when($0) } }
        values[.opens] = context.closedWorkshop?.opens.map { words.when($0) }
        switch context.nextTry {
        case .minutes(let count): values[.wait] = words.wait(Int64(max(1, count)))
        case .at(let time): values[.tryWhen] = words.when(time)
        case nil: break
        }
        values[.otherAssets] = context.otherAssets.filter { !$0.isEmpty }.joined(separator: ", ")
        let vehicles = context.purpose == .digest ? context.digest.count : context.campaign?.count ?? 0
        if vehicles > 1 || context.purpose == .digest && vehicles > 0 { values[.vehicles] = words.vehicles(vehicles) }
        addOffer(context, words, &values)
        addFacts(context, words, &values)
        addPlace(context, language, &values)
        values[.place] = context.placeWords
        return values
    }

    /// How likely a part fails, and the times at which it can be replaced.
    private func addOffer(_ context: ScriptContext, _ words: Words, _ values: inout Values) {
        if let forecast = context.forecast {
            values[.share] = words.share(forecast.probability, of: context.assetKind)
            values[.within] = words.within(forecast.horizonSeconds)
        }
        let offered = context.offeredTimes.prefix(3)
        guard offered.count > 1, let first = offered.first else { return }
        if offered.allSatisfy({ $0.workshop == first.workshop }) {
            values[.workshop] = first.workshop
            values[.times] = words.either(offered.map { words.when($0.time) })
        } else {
            values[.offers] = offered.map { "\(words.when($0.time)), \($0.workshop)" }.joined(separator: "; ")
        }
    }

    private func addFacts(_ context: ScriptContext, _ words: Words, _ values: inout Values) {
        values[.vin] = context.vin
        values[.colour] = context.colour
        values[.make] = context.make
        values[.energy] = context.energy.map { words.energy($0) }
        values[.mass] = context.grossMassKg.flatMap { $0 > 0 ? "\($0)" : nil }
        values[.people] = context.passengers.flatMap { $0 >= 0 ? "\($0)" : nil }
        values[.needs] = words.needs(context.needs)
        values[.height] = context.heightLimit.flatMap { $0 > 0 && $0 < 100 ? Values.tenths($0) : nil }
        values[.access] = Values.clause(context.accessNote)
        values[.destination] = context.destination
        values[.reported] = context.reportedAt.map { words.when($0) }
    }

    /// The place in the words of the language, and its numbers.
    private func addPlace(_ context: ScriptContext, _ language: Language, _ values: inout Values) {
        guard let place = context.place else { return }
        values[.accuracy] = place.accuracyMetres.flatMap(language.words.distance)
        values[.heading] = place.heading.map { language.words.heading($0) }
        if let coordinate = place.coordinate {
            values[.latitude] = Values.degrees(coordinate.latitude)
            values[.longitude] = Values.degrees(coordinate.longitude)
            values[.code] = PlusCode(coordinate).description
        }
        values[.earlier] = place.earlier.prefix(2)
            .map { "\(Values.degrees($0.latitude)), \(Values.degrees($0.longitude))" }.joined(separator: "; ")
        var parts = Values()
        parts[.road] = place.road
        parts[.kilometre] = place.kilometre.flatMap { (0..<100_000).contains($0) ? "\(Int64($0.rounded()))" : nil }
        parts[.towards] = place.towards
        let road = parts.present.contains(Placeholder.road.bit) ? language.say(.location, "road", parts) : ""
        let landmark = place.landmark.map { language.words.beside($0) } ?? ""
        values[.place] = [road, landmark].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

extension Values {
    /// A clause without a full stop of its own.
    static func clause(_ text: String?) -> String? { text.map { $0.last == "." ? String($0.dropLast()) : $0 } }

    /// Degrees to about a metre: "59.43700".
    static func degrees(_ degrees: Double) -> String {
        let steps = Int64((degrees * 100_000).rounded())
        let fraction = String(steps.magnitude % 100_000)
        return "\(steps < 0 ? "-" : "")\(steps.magnitude / 100_000)."
            + String(repeating: "0", count: 5 - fraction.count) + fraction
    }

    /// "2.1", "3".
    static func tenths(_ number: Double) -> String {
        let tenths = Int64((number * 10).rounded(.down))
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
