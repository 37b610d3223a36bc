package import Casework
package import Diagnostics
package import Outreach
package import Persistence
package import Telemetry

/// Puts the words to a task: what the script says is true of the plan at the moment of showing.
package struct ScriptBuilder: Sendable {
    private let phrasebook: Phrasebook
    private let catalogue: FaultCatalogue
    /// The dispatcher's own language, BCP-47.
    package let dispatcherLanguage: String
    /// Whether customers hear how likely a part fails, by the policy.
    private let saysLikelihood: Bool

    /// - Parameter policy: What is said of a part that may fail soon.
    package init(
        phrasebook: Phrasebook, catalogue: FaultCatalogue, dispatcherLanguage: String = "en",
        policy: PreventionPolicy = PreventionPolicy()
    ) {
        self.phrasebook = phrasebook
        self.catalogue = catalogue
        self.dispatcherLanguage = dispatcherLanguage
        saysLikelihood = policy.saysLikelihood
    }

    /// The words for the addressee, or `nil` for a task without a case.
    ///
    /// - Parameter language: Another than the addressee's.
    package func script(for task: TaskDetail, language: String? = nil, at now: Timestamp) -> Script? {
        context(for: task, language: language, at: now).map { phrasebook.script(for: $0) }
    }

    /// The words as a text message, for somebody who does not answer; `nil` for a task without a case.
    package func message(for task: TaskDetail, at now: Timestamp) -> String? {
        context(for: task, at: now).map { phrasebook.message(for: $0) }
    }

    /// What may be left on an answering machine; `nil` for a task without a case.
    package func voicemail(for task: TaskDetail, at now: Timestamp) -> String? {
        context(for: task, at: now).map { phrasebook.voicemail(for: $0) }
    }

    /// What is known for the words to a task; `nil` for a task without a case.
    ///
    /// - Parameter language: Another than the addressee's.
    package func context(for task: TaskDetail, language: String? = nil, at now: Timestamp) -> ScriptContext? {
        // A number to correct is nobody to talk to.
        guard !task.entry.row.isForData else { return nil }
        let spoken = phrasebook.language(for: language ?? task.addressee?.language ?? "")
        guard let file = task.caseDetail else { return digest(task, language: spoken, at: now) }
        var context = situation(file, at: now).scriptContext(
            language: spoken, task: task.entry.row, contactName: isWithAsset(task) ? task.addressee?.name : nil)
        if let channel = task.addressee.flatMap({ Channel(rawValue: $0.channel) }) { context.channel = channel }
        if context.purpose == .usual, task.entry.row.isCall {
            if task.isInbound {
                context.purpose = .inbound
            } else if task.askedToBeCalledBack {
                context.purpose = .callBack
            }
            context.otherAssets = otherAssets(of: task, besides: context.plate)
        }
        context.mayKnowPlace = !task.entry.row.isCall || mayKnowPlace(task.addressee)
        return context
    }

    /// The same in the dispatcher's own language, to stand beside it; `nil` if that is the language already.
    package func dispatcherScript(for task: TaskDetail, beside script: Script, at now: Timestamp) -> Script? {
        let own = self.script(for: task, language: dispatcherLanguage, at: now)
        return own?.language == script.language ? nil : own
    }

    /// The keys of all symptoms that there are words for.
    package var symptomKeys: [String] { catalogue.symptomKeys }

    /// Whether there are words for a symptom.
    package func knows(symptom key: String) -> Bool { catalogue.ownText(ofSymptom: key, language: "en") != nil }

    /// The symptom as a heading in the dispatcher's language; its key if there are no words for it.
    package func title(ofSymptom key: String) -> String {
        catalogue.text(ofSymptom: key, language: dispatcherLanguage)?.title ?? key.wordsOfKey
    }

    /// The symptom as a clause; `nil` if there are no words for it.
    func clause(ofSymptom key: String, language: String) -> String? {
        catalogue.text(ofSymptom: key, language: language)?.clause
    }

    /// The name of a part in the dispatcher's language; its key if there is none.
    package func name(ofPart key: String) -> String {
        catalogue.partName(key, language: dispatcherLanguage) ?? key.wordsOfKey
    }

    /// The place in the dispatcher's language; `nil` if no road and no place near it is known.
    package func placeWords(_ file: CaseDetail, at now: Timestamp) -> String? {
        let context = situation(file, at: now).scriptContext(language: dispatcherLanguage)
        return phrasebook.placeWords(context)
    }

    /// Minutes in the dispatcher's language, in the same words as in a script: "20 to 30 minutes".
    package func minutes(_ range: MinuteRange) -> String {
        phrasebook.minutes(range, language: dispatcherLanguage)
    }

    private func situation(_ file: CaseDetail, at now: Timestamp) -> Situation {
        var situation = Situation(
            current: file.current, reference: file.reference, fix: file.fix, unit: file.unit, slot: file.slot,
            workshop: file.workshop, catalogue: catalogue, now: now)
        for fact in file.facts { situation.current.facts[fact.key] = fact.value }
        if let helper = file.helper, let rule = helper.rule {
            situation.thirdParty = ThirdParty(name: helper.firm, rule: rule)
        }
        situation.offered = file.offered
        situation.saysLikelihood = saysLikelihood
        situation.formerUnits = file.alsoComing.map(\.kind)
        situation.surroundings = file.surroundings
        return situation
    }

    /// What else the same person is to be called about.
    private func otherAssets(of task: TaskDetail, besides plate: String?) -> [String] {
        var assets: [String] = []
        for other in task.sameContact where other.caseID != task.entry.row.caseID {
            guard let asset = other.asset, asset != plate, asset != task.assetID, !assets.contains(asset) else {
                continue
            }
            assets.append(asset)
        }
        return Array(assets.prefix(5))
    }

    private func isWithAsset(_ task: TaskDetail) -> Bool {
        task.addressee?.contactID != nil && task.entry.row.isCall
    }

    /// Whether somebody may be told where the asset is and where it goes: only those with a role that may know.
    private func mayKnowPlace(_ person: Person?) -> Bool {
        switch person?.role.flatMap(Role.init(rawValue:)) {
        case .driver, .owner, .fleetManager, .siteContact, .keyholder: true
        case .workshop, .provider, .authority, nil: false
        }
    }
}
