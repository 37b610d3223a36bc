extension Phrasebook {
    /// The most text messages that one message may take.
    package static let messagePartLimit = 3

    /// What the driver's app or the vehicle shows: what to do, then who comes.
    package func advice(for context: ScriptContext) -> String {
        let language = chain(context.language)[0]
        let values = values(context, language)
        let safety = language.say(.advice, SafetySituation(context).rawValue, values)
        return "\(safety) \(language.say(.comingShort, context.legKey, values))"
    }

    /// The text message: what it is about, what to do, who comes, the number to call; at most three parts.
    ///
    /// What does not fit goes, from the end; who it is from and what to do stay.
    package func message(for context: ScriptContext) -> String {
        let language = chain(context.language)[0]
        let values = values(context, language)
        var bare = Values()
        bare[.company] = language.company
        bare[.caseNumber] = context.caseNumber
        bare[.assetWord] = language.words.asset(context.assetKind)
        let advice = language.say(.advice, SafetySituation(context).rawValue, values)
        let coming = language.say(.comingShort, context.legKey, values)
        let callback = language.say(.message, "callback", values)
        let full = language.say(.message, "head", values)
        let short = language.say(.message, "head", bare)
        return fitting([
            [full, advice, coming, callback], [full, advice, coming], [short, advice, coming], [full, advice],
            [short, advice], [advice],
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
        let language = chain(context.language)[0]
        let values = values(context, language)
        let text = language.say(.message, key, values)
        return fitting([[text, language.say(.message, "callback", values)], [text]])
    }

    /// What may be left on an answering machine: company, case number and call-back number, nothing else.
    package func voicemail(for context: ScriptContext) -> String {
        let language = chain(context.language)[0]
        return language.say(.message, "voicemail", values(context, language))
    }

    /// The first choice that is short enough; the last one cut, if none is.
    private func fitting(_ choices: [[String]]) -> String {
        var text = ""
        for choice in choices {
            text = choice.filter { !$0.isEmpty }.joined(separator: " ")
            if SMSLength(text).parts <= Phrasebook.messagePartLimit { return text }
        }
        while SMSLength(text).parts > Phrasebook.messagePartLimit {
            text = String(text.unicodeScalars.prefix(text.unicodeScalars.count * 9 / 10))
        }
        return text
    }
}
