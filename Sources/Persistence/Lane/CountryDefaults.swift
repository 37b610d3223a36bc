/// What is assumed of people and places in a country: the language most people speak and the clock.
struct CountryDefaults {
    /// BCP-47.
    var language: String
    /// IANA name.
    var timeZone: String

    /// What is known of a country by its ISO 3166-1 alpha-2 code in any case; `nil` of any other.
    ///
    /// Countries with one official language and one clock, and those whose safety sentences are shipped.
    static func of(_ country: String?) -> CountryDefaults? {
        switch country?.uppercased() {
        case "EE": CountryDefaults(language: "et", timeZone: "Europe/Tallinn")
        case "FI": CountryDefaults(language: "fi", timeZone: "Europe/Helsinki")
        case "GE": CountryDefaults(language: "ka", timeZone: "Asia/Tbilisi")
        case "LT": CountryDefaults(language: "lt", timeZone: "Europe/Vilnius")
        case "LV": CountryDefaults(language: "lv", timeZone: "Europe/Riga")
        case "UA": CountryDefaults(language: "uk", timeZone: "Europe/Kyiv")
        default: nil
        }
    }
}
