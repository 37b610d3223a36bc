/// The holidays of every country that an installation knows.
package struct HolidayCalendars: Sendable, Equatable {
    private let byCountry: [String: HolidayCalendar]
    /// The countries by their ISO 3166-1 alpha-2 codes, sorted.
    package let countries: [String]

    /// Calendars; of two for one country the first counts.
    package init(_ calendars: [HolidayCalendar] = []) {
        byCountry = Dictionary(calendars.map { ($0.country, $0) }) { first, _ in first }
        countries = byCountry.keys.sorted()
    }

    /// The calendar of a country in any case of letters; without holidays for `nil` and for any other country.
    package subscript(country: String?) -> HolidayCalendar {
        country.flatMap { byCountry[$0.uppercased()] } ?? .none
    }
}
