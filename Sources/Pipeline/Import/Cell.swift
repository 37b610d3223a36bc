import Foundation
import Persistence
import Planning
import Telemetry

/// What a cell of a reference file may hold.
enum Cell {
    /// An id of the operator's own.
    case id
    /// An id that is also a part of MQTT topics.
    case topicID
    case text
    case phone
    case language
    case timeZone
    /// ISO 8601 with its zone, stored as milliseconds since 1970.
    case time
    /// The same of something that has happened: a day ahead at most, for clocks and zones that differ.
    case pastTime
    /// `HH:MM`.
    case clock
    /// When a place is open or somebody is there, in OpenStreetMap's syntax.
    case hours
    case flag
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case word([String])
    /// Words of a list, joined by `;`.
    case words([String])
    /// Free words, joined by `;`.
    case list
    /// A country by its two letters.
    case country
    /// GeoJSON with a polygon or several.
    case area

    /// The value of a text that is not empty.
    ///
    /// - Throws: ``CellMistake`` with what is wrong and what is allowed.
    func value(of text: String) throws(CellMistake) -> StoredValue {
        switch self {
        case .text: return .text(text)
        case .id: return .text(try Cell.id(text, forbidden: []))
        case .topicID: return .text(try Cell.id(text, forbidden: ["/", "+", "#"]))
        case .phone: return .text(try Cell.phone(text))
        case .language: return .text(try Cell.language(text))
        case .timeZone: return .text(try Cell.timeZone(text))
        case .time: return .integer(try Cell.time(text))
        case .pastTime:
            let time = try Cell.time(text)
            guard time <= Timestamp.wallClock.adding(seconds: 86_400).milliseconds else {
                throw CellMistake("“\(text)” has not come yet; a repair is told once it is done")
            }
            return .integer(time)
        case .clock: return .text(try Cell.clock(text))
        case .hours: return .text(try Cell.hours(text))
        case .flag: return .integer(try Cell.flag(text) ? 1 : 0)
        case .integer(let range):
            guard let number = Int(text), range.contains(number) else {
                throw CellMistake("“\(text)” is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return .integer(Int64(number))
        case .number(let range):
            guard let number = Double(text), range.contains(number) else {
                let hint = text.contains(",") ? "; write the decimals after a point" : ""
                throw CellMistake(
                    "“\(text)” is not a number from \(range.lowerBound.shortest) to \(range.upperBound.shortest)\(hint)"
                )
            }
            return .real(number)
        case .word(let words): return .text(try Cell.word(text, of: words))
        case .words(let words):
            var found: [String] = []
            for word in Cell.split(text) {
                let known = try Cell.word(word, of: words)
                if !found.contains(known) { found.append(known) }
            }
            return .text(found.joined(separator: ";"))
        case .list: return .text(Cell.split(text).joined(separator: ";"))
        case .country: return .text(try Cell.country(text))
        case .area:
            do {
                _ = try ZoneArea.polygons(text)
            } catch {
                throw CellMistake(error.text)
            }
            return .text(text)
        }
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: ";").map(trimmed).filter { !$0.isEmpty }
    }

    private static func word(_ text: String, of words: [String]) throws(CellMistake) -> String {
        if words.contains(text) { return text }
        var mistake = "“\(text)” is not one of \(words.joined(separator: ", "))"
        if text.contains(where: { " ,|+/".contains($0) }) { mistake += "; several are separated by ;" }
        if let nearest = nearestWord(to: text, in: words) { mistake += "; did you mean “\(nearest)”?" }
        throw CellMistake(mistake)
    }

    private static func id(_ text: String, forbidden: [Unicode.Scalar]) throws(CellMistake) -> String {
        for scalar in text.unicodeScalars where scalar.value < 0x20 || forbidden.contains(scalar) {
            let what =
                scalar.value < 0x20 ? "a control character" : "“\(scalar)”, which MQTT topics keep for themselves"
            throw CellMistake("“\(text.filter { !$0.isNewline })” holds \(what)")
        }
        guard text.utf8.count <= 128 else { throw CellMistake("an id has at most 128 bytes") }
        return text
    }

    /// A number as ITU-T E.164 has it: `+`, country code, at most 15 digits.
    private static func phone(_ text: String) throws(CellMistake) -> String {
        var number = text.filter { !" -./()\u{A0}".contains($0) }
        if number.hasPrefix("00") { number = "+" + number.dropFirst(2) }
        guard number.hasPrefix("+") else {
            throw CellMistake("“\(text)” has no country code; write it like +372 5123 4567")
        }
        let digits = number.dropFirst()
        guard (7...15).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }), digits.first != "0"
        else {
            throw CellMistake("“\(text)” is not a phone number: + and 7 to 15 digits, like +372 5123 4567")
        }
        return number
    }

    /// A tag as BCP 47 has it, with a language of ISO 639 first.
    private static func language(_ text: String) throws(CellMistake) -> String {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isWellFormed = parts.allSatisfy { part in
            (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
        }
        guard isWellFormed, let first = parts.first, (2...3).contains(first.utf8.count),
            Locale.LanguageCode(first.lowercased()).isISOLanguage
        else {
            throw CellMistake("“\(text)” is not a language tag; write it like et, en or pt-BR")
        }
        return text
    }

    /// A code as ISO 3166-1 has it, in capitals.
    private static func country(_ text: String) throws(CellMistake) -> String {
        let code = text.uppercased()
        guard code.utf8.count == 2, Locale.Region(code).isISORegion else {
            throw CellMistake("“\(text)” is not a country; write its two letters, like EE or FI")
        }
        return code
    }

    private static let timeZones = Set(TimeZone.knownTimeZoneIdentifiers).union(["UTC", "Etc/UTC"])

    private static func timeZone(_ text: String) throws(CellMistake) -> String {
        guard timeZones.contains(text), TimeZone(identifier: text) != nil else {
            let nearest = nearestWord(to: text, in: timeZones.sorted())
            let hint = nearest.map { "did you mean “\($0)”?" } ?? "write it like Europe/Tallinn"
            throw CellMistake("“\(text)” is not a time zone; \(hint)")
        }
        return text
    }

    /// A local time would mean another moment on another machine, so the zone must stand there.
    private static func time(_ text: String) throws(CellMistake) -> Int64 {
        guard let time = Timestamp(iso8601: text) else {
            throw CellMistake("“\(text)” is not a time; write it like 2027-03-01T14:30+02:00 or 2027-03-01T12:30Z")
        }
        let clock = text.drop { $0 != "T" && $0 != "t" && $0 != " " }
        guard clock.contains(where: { "Zz+-".contains($0) }) else {
            throw CellMistake("“\(text)” has no zone; write it like 2027-03-01T14:30+02:00 or 2027-03-01T12:30Z")
        }
        return time.milliseconds
    }

    private static func clock(_ text: String) throws(CellMistake) -> String {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0..<24).contains(hour) && (0..<60).contains(minute) || text == "24:00"
        else { throw CellMistake("“\(text)” is not a time of day from 00:00 to 24:00") }
        return text
    }

    private static func hours(_ text: String) throws(CellMistake) -> String {
        do {
            return try OpeningHours(text).text
        } catch {
            throw CellMistake("“\(text.filter { !$0.isNewline }.prefix(100))”: \(error)")
        }
    }

    private static func flag(_ text: String) throws(CellMistake) -> Bool {
        switch text.lowercased() {
        case "yes", "true", "1": return true
        case "no", "false", "0": return false
        default: throw CellMistake("“\(text)” is not one of yes, no, true, false, 1, 0")
        }
    }
}

/// What is wrong with a cell, and what is allowed.
struct CellMistake: Error {
    var text: String

    init(_ text: String) { self.text = text }
}

/// A text without spaces and tabs around it.
func trimmed(_ text: some StringProtocol) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x80 }
    return isPlain ? String(text) : text.trimmingCharacters(in: .whitespacesAndNewlines)
}

extension Double {
    /// Without a point if it is a whole number.
    fileprivate var shortest: String { rounded() == self && magnitude < 1e9 ? String(Int(self)) : String(self) }
}
