import Foundation
package import Planning

extension HolidayCalendars {
    /// The calendars of an installation; none if it has no folder of them.
    ///
    /// - Throws: ``HolidayFileError`` with every mistake.
    package static func load(of installation: Installation) throws(HolidayFileError) -> HolidayCalendars {
        guard FileManager.default.fileExists(atPath: installation.holidays) else { return HolidayCalendars() }
        return try load(folder: installation.holidays)
    }

    /// The calendars of a folder, one file a country.
    ///
    /// - Throws: ``HolidayFileError`` with every mistake, or if the folder can't be read.
    package static func load(folder: String) throws(HolidayFileError) -> HolidayCalendars {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw HolidayFileError(mistakes: [
                HolidayFileError.Mistake(file: folder, line: nil, problem: "is no folder that can be read")
            ])
        }
        var calendars: [HolidayCalendar] = []
        var mistakes: [HolidayFileError.Mistake] = []
        for name in names.filter({ $0.hasSuffix(".yaml") }).sorted() {
            let path = "\(folder)/\(name)"
            do throws(HolidayFileError) {
                let calendar = try HolidayFile.load(path)
                guard !calendars.contains(where: { $0.country == calendar.country }) else {
                    throw HolidayFileError(mistakes: [
                        HolidayFileError.Mistake(
                            file: path, line: nil, problem: "another file has the holidays of \(calendar.country) too")
                    ])
                }
                calendars.append(calendar)
            } catch {
                mistakes += error.mistakes
            }
        }
        guard mistakes.isEmpty else { throw HolidayFileError(mistakes: mistakes) }
        return HolidayCalendars(calendars)
    }
}
