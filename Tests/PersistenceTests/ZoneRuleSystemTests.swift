import Foundation
import Planning
import Telemetry
import Testing

@testable import Persistence

@Suite("Zones of the system")
struct ZoneRuleSystemTests {
    @Test(
        "a zone is the system's, at any hour of sixty years",
        arguments: [
            "America/New_York", "Asia/Tbilisi", "Europe/Chisinau", "Africa/Casablanca", "Australia/Lord_Howe",
            "Asia/Kathmandu", "Europe/Istanbul", "America/Sao_Paulo", "Europe/Tallinn", "Europe/Kyiv", "Pacific/Apia",
        ])
    func follows(name: String) throws {
        let rule = try #require(ZoneRule.system(name))
        let zone = try #require(TimeZone(identifier: name))
        // The rules that are known by name hold since 1996; Istanbul's since 2016.
        let first: Int64 =
            [ZoneRule.european(minutes: 120), .fixed(minutes: 180)].contains(rule) ? 1_480_000_000 : 640_000_000
        var wrong: Int64?
        for second in stride(from: first, to: 2_500_000_000, by: 86_400 * 3 + 3_600) where wrong == nil {
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))) / 60
            if rule.offsetMinutes(at: Timestamp(seconds: second)) != expected { wrong = second }
        }
        #expect(wrong == nil)
    }

    @Test("a change is found to the second")
    func changes() throws {
        guard case .table(let table) = try #require(ZoneRule.system("America/New_York")) else {
            Issue.record("no table")
            return
        }
        let change = try #require(Timestamp(iso8601: "2027-03-14T07:00Z"))
        #expect(table.changes.contains(.init(time: change, minutes: -240)))
        #expect(table.changes.count == 122)
    }

    @Test("a zone without changes is an offset, and a name that is none is told")
    func others() {
        #expect(ZoneRule.system("Asia/Dubai") == .fixed(minutes: 240))
        #expect(ZoneRule.system("Europe/Atlantis") == nil)
        #expect(ZoneRule.system("") == nil)
    }
}
