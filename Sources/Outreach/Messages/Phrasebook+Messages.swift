extension Phrasebook {
    /// The most text messages that one message may take.
    package static let messagePartLimit = 3

    /// What the driver's app or the vehicle shows: what to do, then who comes.
    package func advice(for context: ScriptContext) -> String {
        let speech = speech(context)
        return "\(speech.advice) \(speech.say(.comingShort, context.legKey))"
    }

    /// The text message: what it is about, what to do, who comes, the number to call; at most three parts.
    ///
    /// What does not fit goes, the least needed first; who it is from and what to do stay. Somebody who is not with the
    /// asset is asked to call back and told nothing else.
    package func message(for context: ScriptContext) -> String {
        let speech = speech(context)
        var bare = Values()
        bare[.company] = speech.language.company
        bare[.caseNumber] = context.caseNumber
        bare[.assetWord] = speech.language.words.asset(context.assetKind)
        let full = speech.say(.message, context.headKey)
        let short = speech.language.say(.message, context.headKey, bare)
        let answer = speech.say(.message, context.channel == .text ? "reply" : "callback")
        let slot: String
        if case .confirmed = context.slot, context.mayKnowPlace {
            slot = speech.say(.message, "slot")
        } else {
            slot = ""
        }
        guard !context.isToHelper, context.digest.isEmpty else { return voicemail(for: context) }
        if context.isOfferToPrevent {
            let likelihood = context.saysLikelihood ? speech.say(.message, "likelihood") : ""
            var offer = ""
            if case .held = context.slot, context.mayKnowPlace { offer = speech.say(.message, "offer") }
            // Whoever waits for a time that is gone must read that, whatever else has no room.
            let lost = context.change == .offerSlotLost ? speech.say(.message, "offer_lost") : ""
            return fitting([
                [full, lost, likelihood, offer, answer], [full, lost, offer, answer], [full, lost, answer],
                [short, lost, answer], [short, lost], [short],
            ])
        }
        guard context.isAboutHelp else {
            return fitting([[full, slot, answer], [full, answer], [short, answer], [short]])
        }
        let advice = speech.advice
        let coming = speech.say(.comingShort, context.legKey)
        return fitting([
            [full, advice, coming, slot, answer], [full, advice, coming, answer], [full, advice, coming],
            [short, advice, coming], [full, advice], [short, advice], [advice],
        ])
    }

    /// What the driver is told the moment a unit has taken the job; at most three parts.
    ///
    /// For a leg that is neither accepted nor under way it is ``message(for:)``, which says what is true instead.
    package func acceptance(for context: ScriptContext) -> String {
        let key: String
        switch context.leg {
        case .accepted, .enRoute: key = "acceptance"
        case .thirdPartyAccepted: key = "acceptance_third_party"
        default: return message(for: context)
        }
        let speech = speech(context)
        let text = speech.say(.message, key)
        return fitting([[text, speech.say(.message, context.channel == .text ? "reply" : "callback")], [text]])
    }

    /// What may be left on an answering machine: company, case number and call-back number, nothing else.
    package func voicemail(for context: ScriptContext) -> String {
        fitting([[speech(context).say(.message, "voicemail")]])
    }

    private func speech(_ context: ScriptContext) -> Speech {
        let language = chain(context.language)[0]
        return Speech(context: context, language: language, values: values(context, language))
    }

    /// The first choice that is short enough; of the last one the words that fit, if none is.
    private func fitting(_ choices: [[String]]) -> String {
        var text = ""
        for choice in choices {
            text = choice.filter { !$0.isEmpty }.joined(separator: " ")
            if SMSLength(text).parts <= Phrasebook.messagePartLimit { return text }
        }
        // Only a value without end leads here, such as a case number of hundreds of digits.
        while SMSLength(text).parts > Phrasebook.messagePartLimit {
            text = String(text.unicodeScalars.prefix(text.unicodeScalars.count * 9 / 10))
        }
        return text
    }
}

extension Speech {
    /// What to do now, in a few words.
    fileprivate var advice: String { say(.advice, SafetySituation(context).rawValue) }
}

extension ScriptContext {
    /// Whether somebody may be waiting for help: then a message says what to do and who comes.
    fileprivate var isAboutHelp: Bool {
        switch task {
        case .breakdownCall, .siteCall, .callAgain, .triage: true
        default: false
        }
    }
}
