/// The words of the syntax, and what people write instead of them.
enum OpeningHoursWords {
    static let weekdays = ["mo", "tu", "we", "th", "fr", "sa", "su"]
    static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    static let sun = ["sunrise", "sunset", "dawn", "dusk"]

    /// Monday is 0.
    static func weekday(_ word: String) -> Int? { weekdays.firstIndex(of: word) }

    /// January is 1.
    static func month(_ word: String) -> Int? { months.firstIndex(of: word).map { $0 + 1 } }

    /// What to write for a word that is none of the syntax; `nil` if nobody knows.
    static func advice(for word: String) -> String? {
        if sun.contains(word) { return "times that follow the sun are not supported; write times like 08:00-18:00" }
        switch word {
        case "daily", "everyday", "always": return "write Mo-Su with times, or 24/7 for round the clock"
        case "weekdays", "workdays", "weekday", "workday": return "write Mo-Fr"
        case "weekend", "weekends": return "write Sa-Su"
        case "holiday", "holidays", "feiertag", "feiertage": return "write PH"
        case "am", "pm", "h", "uhr": return "write times from 00:00 to 24:00, like 18:00"
        case "to", "till", "until", "bis", "kuni": return "write a range with -, like Mo-Fr or 08:00-18:00"
        case "and", "ja", "und": return "write several days like Mo,We"
        case "noon": return "write 12:00"
        case "midnight": return "write 24:00 or 00:00"
        case "kinni", "suletud", "geschlossen", "shut": return "write off"
        case "avatud", "offen": return "write times like 08:00-18:00"
        case "summer", "winter": return "write months, like Apr-Oct"
        default: break
        }
        // English names, however long: Mon, Monday, January.
        if word.count >= 3, let index = weekdayNames.firstIndex(where: { $0.hasPrefix(word) }) {
            return "write \(capitalised(weekdays[index]))"
        }
        if word.count >= 3, let index = monthNames.firstIndex(where: { $0.hasPrefix(word) }) {
            return "write \(capitalised(months[index]))"
        }
        if word == "thur" || word == "thurs" { return "write Th" }
        if let other = otherWeekdays[word] { return "weekdays are written in English: \(other)" }
        return nil
    }

    private static func capitalised(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }

    private static let weekdayNames = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    private static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    /// The short names of Estonian, German, Finnish and Russian.
    private static let otherWeekdays = [
        "e": "Mo", "t": "Tu", "k": "We", "n": "Th", "r": "Fr", "l": "Sa", "p": "Su", "di": "Tu", "mi": "We",
        "do": "Th", "so": "Su", "ma": "Mo", "ti": "Tu", "ke": "We", "to": "Th", "pe": "Fr", "la": "Sa", "пн": "Mo",
        "вт": "Tu", "ср": "We", "чт": "Th", "пт": "Fr", "сб": "Sa", "вс": "Su", "нд": "Su",
    ]
}
