import Telemetry
import Testing

@testable import Diagnostics

@Suite("Status and severity bytes")
struct StatusByteTests {
    @Test(
        "a status byte says how sure the control unit is",
        arguments: [
            (0x09, .confirmed), (0x2F, .confirmed), (0x08, .history), (0x28, .history), (0x20, .history),
            (0x04, .pending), (0x05, .pending), (0x01, .pending), (0x50, .unknown), (0x00, .unknown),
            (0x89, .confirmed),
        ] as [(UInt8, FaultCode.Status)])
    func status(byte: UInt8, expected: FaultCode.Status) {
        #expect(UDSStatus(rawValue: byte).status == expected)
    }

    @Test(
        "a severity byte asks for what its upper bits say, emission classes never for a stop",
        arguments: [
            (0x80, .stop), (0x9F, .stop), (0xC0, .stop), (0x40, .limp), (0x60, .limp), (0x20, .maintenance),
            (0x02, .serviceSoon), (0x04, .serviceSoon), (0x08, .serviceSoon), (0x10, .maintenance), (0x00, nil),
            (0x01, nil),
        ] as [(UInt8, Severity?)])
    func severity(byte: UInt8, expected: Severity?) {
        #expect(UDSSeverity(byte).asks == expected)
    }

    @Test(
        "the severity byte of a code raises it, whatever its status, and is native evidence", arguments: [0x08, 0x04])
    func raised(status: UInt8) throws {
        let fault = ReportedFault(
            code: "obd/P0420", uds: UDSStatus(rawValue: status), severityByte: UDSSeverity(0x80))
        let diagnosis = try Shipped.diagnostician().diagnose([fault], of: Shipped.car)
        #expect(diagnosis.severity == .stop && diagnosis.symptom == "catalyst_weak")
        #expect(diagnosis.evidence.first?.kind == .native && diagnosis.evidence.first?.code == "obd/P0420")
    }

    @Test("a severity byte never lowers what a table says")
    func neverLowers() throws {
        let fault = ReportedFault(code: "obd/P0524", status: .confirmed, severityByte: UDSSeverity(0x20))
        #expect(try Shipped.diagnostician().diagnose([fault], of: Shipped.car).severity == .stop)
    }

    @Test("a code whose control unit wants a lamp is at least service soon, an unknown one stays unknown")
    func lamp() throws {
        let diagnostician = try Shipped.diagnostician()
        func severity(_ code: String, _ status: UInt8) -> Severity {
            diagnostician.diagnose([ReportedFault(code: code, uds: UDSStatus(rawValue: status))], of: Shipped.car)
                .severity
        }
        #expect(severity("obd/P0420", 0x08) == .info)
        #expect(severity("obd/P0420", 0x88) == .serviceSoon)
        #expect(severity("obd/P1999", 0x88) == .unknown)
        #expect(severity("obd/P0524", 0x89) == .stop)
    }

    @Test("a code of a memory keeps its severity and says where it stands")
    func stored() throws {
        let diagnostician = try Shipped.diagnostician()
        for code in ["obd/P0524", "obd/P0335", "obd/P1999"] {
            let active = diagnostician.diagnose([ReportedFault(code: code)], of: Shipped.car)
            let stored = diagnostician.diagnose([ReportedFault(code: code, kind: .stored)], of: Shipped.car)
            #expect(active.severity == stored.severity && active.immobile == stored.immobile)
            #expect(stored.evidence.contains { $0.rule == "status_stored" })
            #expect(!active.evidence.contains { $0.rule == "status_stored" })
        }
    }

    @Test("of two entries of a code the graver request counts, in any order")
    func twice() throws {
        let faults = [
            ReportedFault(code: "obd/P0420", status: .confirmed),
            ReportedFault(code: "obd/P0420", status: .pending, wantsLamp: true, severityByte: UDSSeverity(0x40)),
        ]
        let diagnostician = try Shipped.diagnostician()
        let diagnosis = diagnostician.diagnose(faults, of: Shipped.car)
        let reversed = diagnostician.diagnose(faults.reversed(), of: Shipped.car)
        #expect(diagnosis.severity == .limp && diagnosis.faults.first?.status == .confirmed)
        #expect(diagnosis == reversed)
    }
}
