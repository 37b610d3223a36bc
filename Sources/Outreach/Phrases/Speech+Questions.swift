/// What people ask, with the answer that is true now.
extension Speech {
    var questions: [Script.Question] {
        if context.purpose == .fleet {
            return [
                ask(.whoPays, .whoPays, context.covered == true ? "covered" : "unknown"),
                ask(.mayIDrive, .mayIDrive, context.mayDriveKey), ask(.other, .verify, "how"),
            ]
        }
        var questions = [ask(.howLong, .howLong, howLong)]
        if !context.isDevice, !(context.mendsOnSpot && context.slot == .none) {
            questions.append(ask(.whereTo, .whereTo, whereTo))
        }
        questions.append(ask(.whoPays, .whoPays, context.covered == true ? "covered" : "unknown"))
        questions.append(ask(.mayIDrive, .mayIDrive, context.mayDriveKey))
        if !context.isDevice { questions.append(ask(.passengers, .passengers, passengers)) }
        // Whoever rang us knows who we are.
        if context.purpose == .usual { questions.append(ask(.other, .verify, "how")) }
        return questions
    }

    private func ask(_ key: QuestionKey, _ section: Section, _ situation: String) -> Script.Question {
        Script.Question(key: key, text: say(section, situation))
    }

    private var howLong: String {
        switch context.leg {
        case .onScene: "here"
        case .loaded: "loaded"
        case .standby: "nobody"
        case .visit(.some): "visit"
        default: context.leg.eta == nil ? "open" : "eta"
        }
    }

    private var whereTo: String {
        switch context.slot {
        case .none, .refused: "none"
        case _ where !context.mayKnowPlace: "withheld"
        case .confirmed: "confirmed"
        case .asked, .toBeCalled, .held: "open"
        }
    }

    private var passengers: String {
        guard let people = context.passengers, people > 0 else { return "unknown" }
        guard let seats = context.seats else { return "counted" }
        return people <= seats ? "fit" : "too_many"
    }
}
