import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Trouble codes in bytes")
struct TroubleCodeTests {
    @Test(
        "two bytes are a letter and four digits",
        arguments: [
            (0x0D14, "P0D14"), (0x0301, "P0301"), (0x3400, "P3400"), (0x4049, "C0049"), (0x9A1F, "B1A1F"),
            (0xC100, "U0100"), (0xFFFE, "U3FFE"), (0x7FFF, "C3FFF"),
        ])
    func twoBytes(number: UInt16, text: String) {
        let code = OBDCode(high: UInt8(number >> 8), low: UInt8(number & 0xFF))
        #expect(code.text == text)
        #expect(!code.isFiller)
    }

    @Test("zeros and ones fill up answers and are no codes")
    func fillers() {
        #expect(OBDCode(high: 0, low: 0).isFiller)
        #expect(OBDCode(high: 0xFF, low: 0xFF).isFiller)
        #expect(UDSCode(code: OBDCode(high: 0, low: 0), failureType: 0).isFiller)
        #expect(UDSCode(code: OBDCode(high: 0xFF, low: 0xFF), failureType: 0xFF).isFiller)
        #expect(!UDSCode(code: OBDCode(high: 0, low: 0), failureType: 0x11).isFiller)
        #expect(!UDSCode(code: OBDCode(high: 0xFF, low: 0xFF), failureType: 0).isFiller)
    }

    @Test("the third byte is a failure type behind a dash")
    func failureType() {
        let code = UDSCode(code: OBDCode(high: 0x9A, low: 0x1F), failureType: 0x4B)
        #expect(code.text == "B1A1F-4B")
        #expect(code.hexText == "9A1F-4B")
    }

    @Test(
        "the status byte says confirmed before pending before history",
        arguments: [
            (UInt8(0x2F), FaultCode.Status.confirmed), (0x08, .confirmed), (0x24, .pending), (0x05, .pending),
            (0x01, .unknown), (0x80, .unknown), (0x20, .history), (0x60, .history), (0x50, .unknown), (0x00, .unknown),
        ])
    func status(byte: UInt8, status: FaultCode.Status) {
        #expect(UDSStatus(rawValue: byte).faultStatus == status)
    }

    @Test("a test that has not run is no evidence of a failure")
    func evidence() {
        #expect(UDSStatus(rawValue: 0x50).isDisjoint(with: .evidence))
        for bit in [UInt8(0x01), 0x02, 0x04, 0x08, 0x20, 0x80] {
            #expect(!UDSStatus(rawValue: bit).isDisjoint(with: .evidence))
        }
    }

    @Test(
        "the severity byte has three words, the most urgent wins",
        arguments: [
            (UInt8(0x80), "check_immediately"), (0xE2, "check_immediately"), (0x60, "check_at_next_halt"),
            (0x21, "maintenance_only"),
        ])
    func severity(byte: UInt8, word: String) {
        #expect(UDSCode(code: OBDCode(high: 3, low: 1), failureType: 0, severity: byte).severityWord == word)
        #expect(UDSCode(code: OBDCode(high: 3, low: 1), failureType: 0, severity: 0x1F).severityWord == nil)
    }

    @Test("an SPN has its low byte first and its top three bits beside the FMI")
    func dm1() {
        let code = J1939TroubleCode(dm1: [0x64, 0x00, 0x01, 0x05], conversion: 3)
        #expect((code.spn, code.fmi, code.occurrences) == (100, 1, 5))
        #expect(code.text == "SPN100.FMI1")
        let large = J1939TroubleCode(dm1: [0x01, 0xF0, 0xFF, 0x7F], conversion: 3)
        #expect((large.spn, large.fmi, large.occurrences) == (0x7_F001, 31, 127))
    }

    @Test("old packings are read as the profile says, and only where the code says that it is old")
    func conversions() {
        // SPN 1208 = 0b1001_0111_000: its upper 16 bits are 0x0097, its lower three are 0.
        let first: [UInt8] = [0x00, 0x97, 0x03, 0x81]
        #expect(J1939TroubleCode(dm1: first[...], conversion: 1).spn == 1_208)
        let second: [UInt8] = [0x97, 0x00, 0x03, 0x81]
        #expect(J1939TroubleCode(dm1: second[...], conversion: 2).spn == 1_208)
        let third: [UInt8] = [0xB8, 0x04, 0x03, 0x81]
        #expect(J1939TroubleCode(dm1: third[...], conversion: 3).spn == 1_208)
        let new: [UInt8] = [0xB8, 0x04, 0x03, 0x01]
        for conversion in 1...3 { #expect(J1939TroubleCode(dm1: new[...], conversion: conversion).spn == 1_208) }
    }

    @Test("RV-C has the most significant byte first")
    func rvc() throws {
        let code = J1939TroubleCode(rvc: [0x00, 0x0C, 0x83, 0x02])
        #expect((code.spn, code.fmi, code.occurrences) == (100, 3, 2))
        let message = try #require(DiagnosticMessage(rvc: [0x05, 0x40, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]))
        #expect(message.subject == 64)
        #expect(message.codes.isEmpty)
        #expect(message.saysNone)
        #expect(message.lamps.allSatisfy { !$0.isLit })
        #expect(message.lamps.map(\.kind) == [.yellow, .red])
    }

    @Test("lamps are off, lit, or not there; old units that leave the second byte empty don't flash")
    func lamps() {
        let lamps = DiagnosticLamp.lamps(dm1: 0b01_11_01_00, flash: 0b01_11_11_11)
        #expect(lamps.map(\.kind) == [.malfunction, .amberWarning, .protect])
        #expect(lamps.map(\.isLit) == [true, true, false])
        #expect(lamps.map(\.isFlashing) == [true, false, false])
        #expect(DiagnosticLamp.lamps(dm1: 0b01_01_01_01, flash: 0).allSatisfy { $0.isLit && !$0.isFlashing })
        #expect(DiagnosticLamp.lamps(dm1: 0xFF, flash: 0xFF).isEmpty)
    }

    @Test("a message of several codes is read to its end; a cut one is not whole")
    func messages() throws {
        let two: [UInt8] = [0x10, 0xFF, 0x64, 0, 1, 1, 0x6E, 0, 0, 2]
        let message = try #require(DiagnosticMessage(j1939: two, conversion: 3))
        #expect(message.codes.map(\.code.text) == ["SPN100.FMI1", "SPN110.FMI0"])
        #expect(message.isWhole)
        let cut = try #require(DiagnosticMessage(j1939: two + [0x10, 0x20], conversion: 3))
        #expect(cut.codes.count == 2)
        #expect(!cut.isWhole)
        #expect(DiagnosticMessage(j1939: [0, 0, 0, 0, 0], conversion: 3) == nil)
    }

    @Test("SPN 0 with FMI 0 says that nothing is wrong, all ones say that nothing is known")
    func nothing() throws {
        let none = try #require(DiagnosticMessage(j1939: [0, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF], conversion: 3))
        #expect(none.saysNone && none.isWhole && none.codes.isEmpty)
        let unknown = try #require(DiagnosticMessage(j1939: [UInt8](repeating: 0xFF, count: 8), conversion: 3))
        #expect(!unknown.saysNone && !unknown.isWhole && unknown.codes.isEmpty)
    }
}
