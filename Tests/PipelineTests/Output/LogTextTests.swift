import Pipeline
import Testing

@Suite("Lines of the log")
struct LogTextTests {
    @Test(
        "telephone numbers lose their middle",
        arguments: [
            ("call +999 5550 1234 12 now", "call +999 555 … 12 now"), ("+9995550002", "+999 … 02"),
            ("00999 555 000 02.", "009 995 … 02."), ("tel:+999-555-123456,", "tel:+999 55 … 56,"),
            ("(+999) 5551234567", "(+999 555 … 67"), ("\"to\":\"+99955501234\"", "\"to\":\"+999 5 … 34\""),
            ("two +99955500011 and +99955500022", "two +999 5 … 11 and +999 5 … 22"),
        ])
    func masked(text: String, wanted: String) {
        #expect(text.maskingPhoneNumbers == wanted)
    }

    @Test(
        "other figures stay",
        arguments: [
            "2026-11-22T14:08:02.123+0200", "12+1234567", "1795000000000", "0.0012345678", "message 1000000001 of 2",
            "a + b", "+12 34", "00", "127.0.0.1:18830", "+",
        ])
    func untouched(text: String) {
        #expect(text.maskingPhoneNumbers == text)
    }

    @Test("nothing makes a second line or moves the cursor")
    func oneLine() {
        let hostile = "topic a\n2026-01-01 critical all is well\r\u{1b}[2J\u{0}\u{85}\u{2028}\u{202e}end"
        let line = hostile.logSafe
        let scalars = line.unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x7f || $0.value == 0x2028 }
        #expect(scalars.isEmpty, "\(line)")
        #expect(line.hasPrefix("topic a ") && line.hasSuffix("end"))
        #expect(String(repeating: "x", count: 100_000).logSafe.count == 4_001)
    }
}
