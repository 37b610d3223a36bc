import Telemetry
import Testing

@testable import Diagnostics

@Suite("The catalogues of machines and networks")
struct MachineCatalogueTests {
    struct Size: Sendable, CustomTestStringConvertible {
        var namespace: String
        var atLeast: Int
        var testDescription: String { namespace }
    }

    @Test(
        "a catalogue has rows for its codes",
        arguments: [
            Size(namespace: "j1939", atLeast: 390), Size(namespace: "genset", atLeast: 850),
            Size(namespace: "victron", atLeast: 170), Size(namespace: "everest", atLeast: 60),
            Size(namespace: "ocpp", atLeast: 44), Size(namespace: "tesla", atLeast: 110),
            Size(namespace: "genmon", atLeast: 90), Size(namespace: "ems-esp", atLeast: 120),
            Size(namespace: "heatpump", atLeast: 92), Size(namespace: "landroid", atLeast: 37),
            Size(namespace: "scooter", atLeast: 19), Size(namespace: "valetudo", atLeast: 25),
            Size(namespace: "ovms", atLeast: 40), Size(namespace: "traccar", atLeast: 38),
            Size(namespace: "teltonika", atLeast: 45), Size(namespace: "uds", atLeast: 11),
            Size(namespace: "rvc", atLeast: 6),
        ])
    func size(_ size: Size) throws {
        let codes = try Shipped.catalogue.get().generic.keys.filter { $0.hasPrefix(size.namespace + "/") }
        #expect(codes.count >= size.atLeast)
    }

    static let namespaces = [
        "j1939", "uds", "rvc", "ocpp", "everest", "victron", "genset", "scooter", "heatpump", "tesla", "landroid",
        "ems-esp", "valetudo", "genmon", "ovms", "traccar", "teltonika", "owntracks",
    ]

    @Test("no code with a row falls to an unknown fault", arguments: namespaces)
    func known(namespace: String) throws {
        let diagnostician = try Shipped.diagnostician()
        let codes = diagnostician.catalogue.generic.keys.filter { $0.hasPrefix(namespace + "/") }.sorted()
        #expect(!codes.isEmpty)
        for code in codes {
            let diagnosis = diagnostician.diagnose([code])
            #expect(diagnosis.symptom != "unknown_fault", "\(code)")
            #expect(diagnosis.evidence.first?.kind != .structure, "\(code)")
        }
    }

    @Test("a row that is no fault is information and nothing else", arguments: namespaces)
    func noFault(namespace: String) throws {
        let catalogue = try Shipped.catalogue.get()
        for (code, index) in catalogue.generic where code.hasPrefix(namespace + "/") {
            let row = catalogue.rows[index]
            guard catalogue.symptoms[row.symptom].key == "no_fault" else { continue }
            #expect(row.severity == .info && !row.immobile && row.parts.isEmpty, "\(code)")
        }
    }

    @Test(
        "an unknown code of a known namespace is unknown, never fine",
        arguments: [
            "ocpp/NoSuchError", "ocpp/CX999", "everest/evse_manager/NoSuchError", "everest/NoSuchError",
            "everest/Inoperative/", "victron/NoSuchAlarm", "victron/vebus.9", "victron/charger.250",
            "genset/deepsea.0x9999", "genset/generac.9", "genset/", "scooter/xiaomi.99", "heatpump/Z99",
            "heatpump/dimplex.lm.99", "tesla/XYZZY_a001", "tesla/XYZZY", "tesla/", "tesla/_a066", "landroid/21",
            "landroid/117", "landroid/-1", "ems-esp/Z9(999)", "ems-esp/", "ems-esp/(227)", "valetudo/odd.odd",
            "valetudo/motors.odd.odd", "genmon/Something New", "ovms/vehicle.odd", "traccar/newAlarm",
            "uds/severity.odd",
            "j1939/lamp.odd", "j1939/SPN520192.FMI0", "rvc/lamp.odd", "rvc/SPN100.FMI31",
        ])
    func unknown(code: String) throws {
        let diagnosis = try Shipped.diagnostician().diagnose([code])
        #expect(diagnosis.severity == .unknown)
        #expect(diagnosis.symptom == "unknown_fault")
    }

    @Test("what a row suspects stays within certainty, also after refinement")
    func likelihoods() throws {
        let catalogue = try Shipped.catalogue.get()
        let types = (UInt8.min...UInt8.max).compactMap { FailureType($0) }
        #expect(types.count >= 90)
        for row in catalogue.rows {
            for type in types {
                let refined = row.refined(by: type)
                #expect(refined.parts.reduce(0) { $0 + $1.likelihood } <= 1.0001, "\(row.title)")
                #expect(refined.severity >= row.severity, "\(row.title)")
            }
        }
    }
}
