import Testing

@testable import DeviceProfiles

@Suite("Mistakes in fault lists")
struct FaultMistakeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var list: String
        var problem: String
        var allowed = ""
        var nearest: String?

        var testDescription: String { list }
    }

    @Test(
        "a mistake says what is wrong, what is allowed, and the nearest word",
        arguments: [
            Case(
                list: "{path: x, form: j1393, meaning: set}", problem: "form can't be \"j1393\"",
                allowed: "uds, j1939, rvc", nearest: "j1939"),
            Case(
                list: "{path: x, form: count, code: A, separators: x}",
                problem: "form count has an unknown key \"separators\"", allowed: "code"),
            Case(
                list: "{path: x, form: uds, meaning: set, status_msk: 8}", problem: "unknown key \"status_msk\"",
                nearest: "status_mask"),
            Case(
                list: "{path: x, form: text, meaning: by_valu}", problem: "meaning can't be \"by_valu\"",
                allowed: "set, raise, clear, log, by_value", nearest: "by_value"),
            Case(
                list: "{path: x, form: count, code: A, meaning: set}", problem: "the form count is no full set",
                allowed: "by_value, raise"),
            Case(list: "{path: x, form: count}", problem: "form count has no code", allowed: "code: a word"),
            Case(list: "{path: x, form: level}", problem: "form level has no code", allowed: "{capture}"),
            Case(
                list: "{path: x, form: level, code: \"{nme}\"}", problem: "no capture \"{nme}\"",
                allowed: "{device}, {name}", nearest: "{name}"),
            Case(
                list: "{path: x, form: vector, code: \"T{index\"}", problem: "has a \"{\" without a \"}\"",
                allowed: "{index}"),
            Case(list: "{path: x, form: level, code: n, on: [a], off: [A]}", problem: "\"a\" is both on and off"),
            Case(
                list: "{path: x, form: text, meaning: {path: m, words: {a: rase}}}",
                problem: "the meaning of a word can't be \"rase\"", allowed: "ignore", nearest: "raise"),
            Case(list: "{path: x, form: text, meaning: {words: {a: raise}}}", problem: "meaning has no path"),
            Case(
                list: "{path: x, form: text, meaning: set, status: {words: {a: confirmd}}}",
                problem: "can't be \"confirmd\"", allowed: "pending", nearest: "confirmed"),
            Case(
                list: "{path: x, form: text, meaning: set, status: {otherwise: pending}}",
                problem: "neither a path nor words", allowed: "words"),
            Case(
                list: "{path: x, form: enum, meaning: set, unlisted: ignor}", problem: "unlisted can't be",
                allowed: "report, ignore, raise", nearest: "ignore"),
            Case(list: "{path: x, form: pattern, meaning: set}", problem: "has no pattern", allowed: "(?P<code>"),
            Case(list: "{path: x, form: pattern, pattern: \"(\", meaning: set}", problem: "can't be used"),
            Case(
                list: "{path: x, form: pattern, pattern: a, meaning: set}", problem: "no group \"code\"",
                allowed: "code: a word"),
            Case(
                list: "{path: x, form: pattern, pattern: \"(?P<code>a)(?P<txt>b)\", meaning: set}",
                problem: "no use for a group \"txt\"", allowed: "code, text, status", nearest: "text"),
            Case(
                list: "{path: x, form: obd2, meaning: set, encoding: hexa}", problem: "encoding can't be",
                allowed: "hex, base64, bytes", nearest: "hex"),
            Case(
                list: "{path: x, form: obd2, meaning: set, skip: 65}",
                problem: "skip is not a whole number from 0 to 64"),
            Case(
                list: "{path: x, form: uds, meaning: set, status_mask: 256}",
                problem: "status_mask is not a whole number from 1 to 255"),
            Case(
                list: "{path: x, form: uds, meaning: set, record: code, status_mask: 8}", problem: "has no status_mask",
                allowed: "code_status"),
            Case(
                list: "{path: x, form: uds, meaning: set, record: code_stat}", problem: "record can't be",
                allowed: "severity_unit_code_status", nearest: "code_status"),
            Case(
                list: "{path: x, form: j1939, meaning: set, conversion: 4}",
                problem: "conversion is not a whole number from 1 to 3"),
            Case(
                list: "{path: x, form: j1939, meaning: set, lamps: code}", problem: "lamps can't be",
                allowed: "signals, codes, ignore", nearest: "codes"),
            Case(
                list: "{path: x, form: rvc, meaning: set, lamps: signals}", problem: "no signals of the vehicle",
                allowed: "codes, ignore"),
            Case(list: "{spn: x, form: j1939_fields, meaning: set}", problem: "has no numbers", allowed: "spn and fmi"),
            Case(list: "{form: text, meaning: set}", problem: "a fault list has no path", allowed: "path"),
            Case(
                list: "{path: x, meaning: set}", problem: "a fault list has no form",
                allowed: "list, text, flags, bits, count"),
            Case(
                list: "{path: x, form: bits, bits: {\"63\": A}, meaning: set}",
                problem: "\"63\" is not the number of a bit", allowed: "0 to 62"),
            Case(list: "{path: $, form: flags}", problem: "has no flags", allowed: "flags"),
            Case(
                list: "{path: x, form: obd2, meaning: set, members: {cod: a}}",
                problem: "members has an unknown key \"cod\"", allowed: "code", nearest: "code"),
        ])
    func mistakes(_ expected: Case) throws {
        let text = Bench.head + "rules:\n  - name: a\n    topic: \"t/{device}/{name}\"\n    faults: [\(expected.list)]"
        let error = #expect(throws: ProfileError.self) { _ = try ProfileSet.load(texts: [("test.yaml", text)]) }
        let all = try #require(error).mistakes
        let found = try #require(all.first { $0.problem.contains(expected.problem) }, "\(all.map(\.description))")
        #expect(found.line == 6)
        #expect(found.column > 12)
        #expect(found.allowed.contains(expected.allowed), "\(found.allowed)")
        #expect(found.nearest == expected.nearest)
    }
}
