import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Faults in bytes")
struct BinaryFaultTests {
    @Test(
        "bytes stand as hexadecimal digits, base64, or numbers",
        arguments: [
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":"0D14"}"#, ["set obd/P0D14"]),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":" 0x0d 14 "}"#, ["set obd/P0D14"]),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":[13,20]}"#, ["set obd/P0D14"]),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":3348}"#, ["set obd/P0D14"]),
            FaultCase("{path: x, form: obd2, encoding: base64, meaning: set}", #"{"x":"DRQ="}"#, ["set obd/P0D14"]),
            FaultCase("{path: {path: x, hex: true}, form: obd2, meaning: set}", #"{"x":"0D14"}"#, ["set obd/P0D14"]),
            FaultCase("{path: x, base64: true, form: obd2, meaning: set}", #"{"x":"DRQ="}"#, ["set obd/P0D14"]),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":["0D14","C100"]}"#, ["set obd/P0D14 obd/U0100"]),
            FaultCase(
                "{path: x, form: obd2, members: {code: [dtc]}, meaning: set}", #"{"x":[{"dtc":"0D14"},{"dtc":769}]}"#,
                ["set obd/P0D14 obd/P0301"]),
            // Service 03 in one CAN frame: length, service + 0x40, how many, codes, filler.
            FaultCase(
                "{path: x, form: obd2, skip: 3, count_at: 2, meaning: set}", #"{"x":[6,67,2,3,1,4,32,170]}"#,
                ["set obd/P0301 obd/P0420"]),
            FaultCase(
                "{path: x, form: obd2, skip: 3, count_at: 2, meaning: set}", #"{"x":"0243000000000000"}"#, ["set"]),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":"0301 0301 0000 FFFF"}"#, ["set obd/P0301"]),
            FaultCase("{path: x, form: obd2, meaning: set, code: 'bus/{}'}", #"{"x":"0301"}"#, ["set bus/P0301"]),
        ])
    func obd(_ example: FaultCase) throws {
        let (lines, _) = try example.run()
        #expect(lines == example.expected)
    }

    @Test("a payload of bytes is read as it is")
    func rawPayload() throws {
        let bench = try FaultCase.bench("{path: $, form: obd2, meaning: set}", payload: "bytes")
        let (outcome, observations) = bench.decode("t/1", [0x0D, 0x14, 0xC1, 0x00])
        #expect(outcome == .decoded)
        #expect(FaultCase.lines(bench, observations) == ["set obd/P0D14 obd/U0100"])
    }

    @Test(
        "UDS codes have a failure type, a status and a mask",
        arguments: [
            FaultCase("{path: x, form: uds, meaning: set}", #"{"x":"112233"}"#, ["set obd/P1122-33"]),
            FaultCase(
                "{path: x, form: uds, meaning: set}", #"{"x":"030111C10088"}"#, ["set obd/P0301-11 obd/U0100-88"]),
            FaultCase("{path: x, form: uds, meaning: set}", #"{"x":7816779}"#, ["set obd/C3746-4B"]),
            FaultCase("{path: x, form: uds, namespace: uds, meaning: set}", #"{"x":"9A1F4B"}"#, ["set uds/9A1F-4B"]),
            FaultCase(
                "{path: x, form: uds, record: code_status, meaning: set}", #"{"x":"030111 08 042000 24 C10088 50"}"#,
                ["set obd/P0301-11=confirmed obd/P0420-00=pending"]),
            FaultCase(
                "{path: x, form: uds, status_mask: 0x08, meaning: set}", #"{"x":"030111 08 042000 24"}"#,
                ["set obd/P0301-11=confirmed"]),
            FaultCase(
                "{path: x, form: uds, status_mask: 8, status: history, meaning: set}", #"{"x":"030111 08"}"#,
                ["set obd/P0301-11=history"]),
            // Service 19 02: answer, subfunction, availability mask, then code and status.
            FaultCase(
                "{path: x, form: uds, record: code_status, skip: 3, meaning: set}", #"{"x":"5902AF 030111 2F"}"#,
                ["set obd/P0301-11=confirmed"]),
            FaultCase(
                "{path: x, form: uds, record: severity_unit_code_status, skip: 3, meaning: set}",
                #"{"x":"5908AF 80 10 030111 0F"}"#,
                ["set obd/P0301-11=confirmed uds/severity.check_immediately=confirmed"]),
            FaultCase(
                "{path: x, form: uds, record: code_status, warning: true, meaning: set}", #"{"x":"030111 88"}"#,
                ["set obd/P0301-11=confirmed uds/status.warning_indicator=confirmed"]),
            FaultCase(
                "{path: x, form: uds, members: {code: [record, dtc]}, part: {path: ecu}, meaning: set}",
                #"{"ecu":"01","x":[{"dtc":"112233","record":"1122332402014711"},{"dtc":"030111","record":""}]}"#,
                ["set @01 obd/P1122-33=pending obd/P0301-11"]),
        ])
    func uds(_ example: FaultCase) throws {
        let (lines, reason) = try example.run()
        #expect(reason == nil)
        #expect(lines == example.expected)
    }

    static let dm1 = "{path: data, form: j1939, meaning: set, status: confirmed"

    @Test(
        "a DM1 message has codes, each control unit is a source of its own",
        arguments: [
            FaultCase("\(dm1)}", #"{"data":"00FF64000105FFFF"}"#, ["set j1939/SPN100.FMI1=confirmed"]),
            FaultCase("\(dm1)}", #"{"data":[0,255,100,0,1,5,255,255]}"#, ["set j1939/SPN100.FMI1=confirmed"]),
            FaultCase(
                "\(dm1)}", #"{"data":"00FF 64000105 6E000002 FFFFFFFF"}"#,
                ["set j1939/SPN100.FMI1=confirmed j1939/SPN110.FMI0=confirmed"]),
            FaultCase(
                "\(dm1), source_address: {path: id, bits: [0, 8]}}", #"{"id":419351040,"data":"00FF00000000FFFF"}"#,
                ["set @sa0"]),
            FaultCase(
                "\(dm1), source_address: {path: id, bits: [0, 8]}}", #"{"id":419351051,"data":"00FF7F020907FFFF"}"#,
                ["set @sa11 j1939/SPN639.FMI9=confirmed"]),
            FaultCase("\(dm1), source_address: sa}", #"{"data":"00FF00000000FFFF"}"#, []),
            FaultCase(
                "\(dm1), source_address: sa, code: 'j1939/{}.SA{address}'}", #"{"sa":11,"data":"00FF64000105FFFF"}"#,
                ["set @sa11 j1939/SPN100.FMI1.SA11=confirmed"]),
            FaultCase("\(dm1), source_address: sa, code: 'j1939/{}.SA{address}'}", #"{"data":"00FF64000105FFFF"}"#, []),
            FaultCase(
                "\(dm1), source_address: sa}", #"{"data":"00FF64000105FFFF"}"#, ["raise j1939/SPN100.FMI1=confirmed"]),
            FaultCase(
                "\(dm1), lamps: codes}", #"{"data":"50 5F 00000000 FFFF"}"#,
                [
                    "set j1939/lamp.mil=confirmed j1939/lamp.mil_flashing=confirmed j1939/lamp.red_stop=confirmed "
                        + "j1939/lamp.red_stop_flashing=confirmed"
                ]),
            FaultCase("\(dm1), conversion: 1}", #"{"data":"00FF00970381FFFF"}"#, ["set j1939/SPN1208.FMI3=confirmed"]),
            FaultCase("\(dm1), skip: 1}", #"{"data":"08 00FF64000105FFFF"}"#, ["set j1939/SPN100.FMI1=confirmed"]),
        ])
    func j1939(_ example: FaultCase) throws {
        let (lines, _) = try example.run()
        #expect(lines == example.expected)
    }

    @Test("lamps are signals; the lamp of one control unit does not put out another's")
    func lampSignals() throws {
        let alone = try FaultCase.bench("{path: data, form: j1939, meaning: set}")
        #expect(
            alone.values("t/1", #"{"data":"50FF00000000FFFF"}"#) == [
                "Vehicle.OBD.Status.IsMILOn=true", "Device.RedStopLamp=true", "Device.AmberWarningLamp=false",
                "Device.ProtectLamp=false",
            ])
        #expect(
            alone.values("t/1", #"{"data":"7F5F00000000FFFF"}"#) == [
                "Vehicle.OBD.Status.IsMILOn=true", "Device.MILFlashing=true",
            ])
        let several = try FaultCase.bench("{path: data, form: j1939, meaning: set, source_address: sa}")
        #expect(several.values("t/1", #"{"data":"10FF00000000FFFF","sa":0}"#) == ["Device.RedStopLamp=true"])
        #expect(several.values("t/1", #"{"data":"00FF00000000FFFF","sa":3}"#) == [])
        let silent = try FaultCase.bench("{path: data, form: j1939, meaning: set, lamps: ignore}")
        #expect(silent.values("t/1", #"{"data":"10FF00000000FFFF"}"#) == [])
    }

    @Test(
        "RV-C names the device in its second byte",
        arguments: [
            FaultCase("{path: d, form: rvc, meaning: set}", #"{"d":"0540FFFFFFFFFFFF"}"#, ["set @dsa64"]),
            FaultCase(
                "{path: d, form: rvc, meaning: raise}", #"{"d":"0540000C8302FFFF"}"#, ["raise @dsa64 rvc/SPN100.FMI3"]),
            FaultCase(
                "{path: d, form: rvc, meaning: set, lamps: codes}", #"{"d":"4540000C8302FFFF"}"#,
                ["set @dsa64 rvc/lamp.red rvc/SPN100.FMI3"]),
            FaultCase(
                "{path: d, form: rvc, meaning: set, part: fridge}", #"{"d":"0540000C8302FFFF"}"#,
                ["set @fridge rvc/SPN100.FMI3"]),
        ])
    func rvc(_ example: FaultCase) throws {
        let (lines, reason) = try example.run()
        #expect(reason == nil)
        #expect(lines == example.expected)
    }

    @Test("SPN and FMI may stand by themselves, or in the objects of an array")
    func fields() throws {
        let list = "{path: x, form: j1939_fields, members: {spn: s, fmi: f, status: st}, meaning: set}"
        let many = #"{"x":[{"s":100,"f":1,"st":"confirmed"},{"s":"110","f":"0"},{"s":0,"f":0}]}"#
        #expect(try FaultCase(list, many, []).run().lines == ["set j1939/SPN100.FMI1=confirmed j1939/SPN110.FMI0"])
        let one = "{spn: spn, fmi: fmi, oc: oc, form: j1939_fields, meaning: raise, source_address: sa}"
        #expect(
            try FaultCase(one, #"{"spn":100,"fmi":1,"oc":3,"sa":11}"#, []).run().lines == [
                "raise @sa11 j1939/SPN100.FMI1"
            ])
        #expect(try FaultCase(one, #"{"spn":524288,"fmi":1,"sa":11}"#, []).run().reason?.contains("524287") == true)
        #expect(try FaultCase(one, #"{"spn":1,"fmi":1,"sa":254}"#, []).run().reason == "an address is 0 to 253")
    }

    @Test("long lists are cut where the limit is, and what is too long is refused")
    func limits() throws {
        let codes = (1...300).map { String($0 + 0x1000, radix: 16) }.joined()
        let (lines, reason) = try FaultCase("{path: x, form: obd2, meaning: set}", "{\"x\":\"\(codes)\"}", []).run()
        #expect(reason == "more than 256 codes")
        #expect(lines.first?.hasPrefix("raise ") == true)
        let long = String(repeating: "00", count: 20_000)
        #expect(
            try FaultCase("{path: x, form: obd2, meaning: set}", "{\"x\":\"\(long)\"}", []).run().reason?.contains(
                "the limit is 16384") == true)
        let dm1 = "00FF" + String(repeating: "64000101", count: 500)
        #expect(
            try FaultCase("{path: x, form: j1939, meaning: set}", "{\"x\":\"\(dm1)\"}", []).run().reason?.contains(
                "1785") == true)
    }

    @Test("elements of a message list their codes together", arguments: [true, false])
    func joinedSets(isWhole: Bool) {
        let symbols = SymbolTable()
        func report(_ source: String, _ mode: FaultReport.Mode, _ codes: [String]) -> Observation {
            Observation(
                subject: symbols.intern("a"), source: symbols.intern(source), time: newYear, timeTrusted: true,
                body: .faults(FaultReport(mode: mode, kind: .active, codes: codes.map { FaultCode(code: $0, raw: $0) }))
            )
        }
        let earlier = report("test/1", .set, ["x/0"])
        var observations = [
            earlier, report("test/1", .set, ["x/1"]), report("test/1/2", .set, []),
            report("test/1", .set, ["x/2", "x/1"]),
            report("test/1", .raise, ["x/3"]),
        ]
        FaultSets.join(&observations, from: 1, isWhole: isWhole)
        let expected =
            isWhole
            ? [
                earlier, report("test/1", .set, ["x/1", "x/2"]), report("test/1/2", .set, []),
                report("test/1", .raise, ["x/3"]),
            ]
            : [
                earlier, report("test/1", .raise, ["x/1"]), report("test/1", .raise, ["x/2", "x/1"]),
                report("test/1", .raise, ["x/3"]),
            ]
        #expect(observations == expected)
    }

    @Test("control units in the elements of a message list codes of their own, and the elements of one unit together")
    func elements() throws {
        let ecus = "    for_each: [DetectedDTCs]\n"
        let list =
            "{path: DTCAndSnapshot.dtcCodes, form: uds, members: {code: [DTCSnapshotRecord, DTC]}, part: {path: ECUID}, meaning: set}"
        let payload = #"""
            {"DetectedDTCs":[
              {"ECUID":"01","DTCAndSnapshot":{"dtcCodes":[{"DTC":"112233","DTCSnapshotRecord":"1122332402014711"}]}},
              {"ECUID":"02","DTCAndSnapshot":{"dtcCodes":[]}},
              {"ECUID":"01","DTCAndSnapshot":{"dtcCodes":[{"DTC":"030111","DTCSnapshotRecord":""}]}}]}
            """#
        let sound = try FaultCase(list, payload, []).run(more: ecus)
        #expect(sound.reason == nil)
        #expect(sound.lines == ["set @01 obd/P1122-33=pending obd/P0301-11", "set @02"])
        let broken = try FaultCase(list, payload.replacing("030111", with: "0301"), []).run(more: ecus)
        #expect(broken.reason != nil)
        #expect(broken.lines == ["raise @01 obd/P1122-33=pending"])
    }
}
