/// What a diagnostic message of J1939 or RV-C says: lamps and codes.
struct DiagnosticMessage: Sendable, Equatable {
    /// Longest message that the transport protocol of J1939 carries.
    static let longest = 1_785

    var lamps: [DiagnosticLamp] = []
    /// Codes with the bytes they were read from; none of them a filler.
    var codes: [(code: J1939TroubleCode, bytes: ArraySlice<UInt8>)] = []
    /// Whether it says that there is no code; all ones say it only in RV-C, in J1939 they say nothing.
    var saysNone = false
    /// False when bytes are left that are no whole code, or a code that is not available.
    var isWhole = true
    /// The device that an RV-C message is about.
    var subject: UInt8?

    /// A DM1 or DM2 message (SAE J1939-73): two bytes of lamps, then four bytes a code.
    ///
    /// In one frame of eight bytes the last two are filled up; what they hold is of no account.
    init?(j1939 bytes: [UInt8], conversion: Int) {
        guard bytes.count >= 6 else { return nil }
        lamps = DiagnosticLamp.lamps(dm1: bytes[0], flash: bytes[1])
        var at = 2
        var zeros = 0
        while at + 4 <= bytes.count {
            let four = bytes[at..<(at + 4)]
            let code = J1939TroubleCode(dm1: four, conversion: conversion)
            at += 4
            if code.isNotAvailable {
                // Behind codes it is filler; alone it says that the unit can't tell.
                if codes.isEmpty && zeros == 0 { isWhole = false }
            } else if code.isFiller {
                zeros += 1
            } else {
                codes.append((code, four))
            }
        }
        saysNone = codes.isEmpty && zeros > 0
        let rest = bytes[at...]
        if bytes.count != 8, !rest.allSatisfy({ $0 == 0xFF || $0 == 0 }) { isWhole = false }
    }

    /// An RV-C DM_RV message: lamps, the device, and one code.
    init?(rvc bytes: [UInt8]) {
        guard bytes.count >= 6 else { return nil }
        lamps = DiagnosticLamp.lamps(rvc: bytes[0])
        subject = bytes[1] == 0xFF ? nil : bytes[1]
        let four = bytes[2..<6]
        let code = J1939TroubleCode(rvc: four)
        if code.isFiller { saysNone = true } else { codes.append((code, four)) }
    }

    static func == (left: DiagnosticMessage, right: DiagnosticMessage) -> Bool {
        left.lamps == right.lamps && left.codes.map(\.code) == right.codes.map(\.code)
            && left.saysNone == right.saysNone && left.isWhole == right.isWhole && left.subject == right.subject
    }
}
