import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

extension AtTheDesk {
    /// Messages in quarantine that a mended profile understands.
    @Suite("Trying kept messages again")
    struct RetryTests {
        /// A copy of the shipped profiles in which the adapter's code list is described wrongly, or rightly.
        private static func profiles(in centre: Centre, mended: Bool) throws -> String {
            let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "device-profiles").path
            let folder = "\(centre.directory)/profiles-\(mended ? "mended" : "broken")"
            try FileManager.default.copyItem(atPath: shipped, toPath: folder)
            if !mended {
                let file = folder + "/obd2-mqtt.yaml"
                let text = try String(contentsOfFile: file, encoding: .utf8)
                try text.replacing("path: dtc, form: list", with: "path: dtc, form: text")
                    .write(toFile: file, atomically: true, encoding: .utf8)
            }
            return folder
        }

        private static let message = ("obd2mqtt/car-1_dtc", #"{"dtc":["P0524"]}"#)

        private static func mapDevice(_ db: Database) throws {
            try db.execute(
                sql: "INSERT INTO device (profile, device, asset_id) VALUES ('obd2-mqtt', 'car-1', 'car-1')")
        }

        /// Brings a message into quarantine.
        private static func quarantine(in centre: Centre, broken: String) throws {
            let peer = try Peer(centre.broker.port)
            try centre.serveUntilIdle(seconds: 0.1)
            try centre.write { db in
                try Reference(cars: 1).insert(into: db)
                try RetryTests.mapDevice(db)
            }
            try peer.publish([RetryTests.message])
            let serve = try centre.serve(more: ["--profiles", broken])
            try eventually("the message is in quarantine", said: serve.errors) {
                try centre.number("SELECT count(*) FROM quarantine WHERE state = 'new'") == 1 ? true : nil
            }
            #expect(try centre.cases(of: "car-1") == 0)
            serve.send(SIGTERM)
            #expect(try serve.waitForEnd() == .exited(0))
        }

        @Test(
            "a message of a mended profile opens one case with its own time, and is tried once",
            .timeLimit(.minutes(1)))
        func mended() throws {
            try withCentre { centre in
                let broken = try RetryTests.profiles(in: centre, mended: false)
                let mended = try RetryTests.profiles(in: centre, mended: true)
                try RetryTests.quarantine(in: centre, broken: broken)
                let received = try centre.number("SELECT at FROM quarantine")

                // The profile is as it was: nothing changes.
                let early = try centre.run(["quarantine", "retry", "--all", "--profiles", broken])
                #expect(early.end == .exited(1))
                #expect(early.output.contains("still not understood"))
                #expect(try centre.texts("SELECT state FROM quarantine") == ["new"])

                let retry = try centre.run(["quarantine", "retry", "--profile", "obd2-mqtt", "--profiles", mended])
                #expect(retry.end == .exited(0), "\(retry.errors)")
                #expect(retry.output.contains("1 handed over"))
                #expect(try centre.texts("SELECT state FROM quarantine") == ["retrying"])
                #expect(try centre.number("SELECT count(*) FROM audit WHERE command = 'quarantine_retry'") == 1)

                for _ in 1...2 {
                    let serve = try centre.serve(more: ["--profiles", mended, "--exit-when-idle", "0.2"])
                    #expect(try serve.waitForEnd() == .exited(0), "\(serve.errors)")
                    #expect(try centre.texts("SELECT state FROM quarantine") == ["retried"])
                    #expect(try centre.cases(of: "car-1") == 1)
                    #expect(try centre.number("SELECT fault_at FROM case_file") == received)
                    #expect(
                        try centre.number("SELECT count(*) FROM task WHERE kind IN ('breakdown_call', 'triage')") == 1)
                    let again = try centre.run(["quarantine", "retry", "--all", "--profiles", mended])
                    #expect(again.end == .exited(2))
                }
            }
        }

        @Test("a running service takes a message in at once", .timeLimit(.minutes(1)))
        func running() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 2))
                let serve = try centre.serve()
                try serve.waitForWords("connected as")
                for number in 1...120 {
                    try RetryTests.keep(Native.stop("car-\(number % 2 + 1)"), in: centre)
                }
                try RetryTests.keep(("callahead/v1/units/nobody/online", "true"), in: centre)
                try RetryTests.keep(("callahead/v1/assets/car-1/faults", "{"), in: centre)
                let retry = try centre.run(["quarantine", "retry", "--all", "--json"])
                #expect(retry.end == .exited(0), "\(retry.errors)")
                #expect(retry.output.contains(#""handed_over":121"#), "\(retry.output)")
                try centre.waitForCase(of: "car-1")
                try centre.waitForCase(of: "car-2")
                try eventually("all are dealt with", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM quarantine WHERE state = 'retrying'") == 0 ? true : nil
                }
                #expect(try centre.number("SELECT count(*) FROM quarantine WHERE state = 'retried'") == 121)
                #expect(try centre.number("SELECT count(*) FROM task WHERE kind = 'breakdown_call'") == 2)
                #expect(serve.end == nil)
            }
        }

        @Test("what only newer profiles understand waits for the restart of a running service", .timeLimit(.minutes(1)))
        func oldProfiles() throws {
            try withCentre { centre in
                let broken = try RetryTests.profiles(in: centre, mended: false)
                let mended = try RetryTests.profiles(in: centre, mended: true)
                try RetryTests.quarantine(in: centre, broken: broken)
                let serve = try centre.serve(more: ["--profiles", broken])
                try serve.waitForWords("connected as")
                #expect(try centre.run(["quarantine", "retry", "1", "--profiles", mended]).end == .exited(0))
                try serve.waitForWords("waits for a restart")
                #expect(try centre.texts("SELECT state FROM quarantine") == ["retrying"])
                serve.send(SIGTERM)
                #expect(try serve.waitForEnd() == .exited(0))
                let next = try centre.serve(more: ["--profiles", mended])
                try centre.waitForCase(of: "car-1")
                #expect(next.end == nil)
                #expect(try centre.texts("SELECT state FROM quarantine") == ["retried"])
            }
        }

        @Test("a kept message of which the process dies is set back, and the service lives on", .timeLimit(.minutes(1)))
        func poison() throws {
            try withCentre { centre in
                try centre.prepare(Reference(cars: 3))
                let message = ("callahead/v1/assets/car-1/faults", #"{"mode":"raise","codes":["POISON"]}"#)
                try RetryTests.keep(message, in: centre)
                #expect(try centre.run(["quarantine", "retry", "--all"]).end == .exited(0))
                var deaths = 0
                while deaths < 5 {
                    let serve = try centre.serve(failpoint: "on-payload:POISON", more: ["--exit-when-idle", "0.2"])
                    if try serve.waitForEnd() == .exited(0) { break }
                    deaths += 1
                }
                #expect((1...3).contains(deaths))
                #expect(try centre.texts("SELECT state FROM quarantine") == ["new"])
                #expect(try centre.texts("SELECT reason FROM quarantine").first?.contains("died") == true)
            }
        }

        @Test(
            "wrong usage is told apart from nothing to do", .timeLimit(.minutes(1)),
            arguments: [
                (["quarantine", "retry"], 64), (["quarantine", "retry", "1", "--all"], 64),
                (["quarantine", "retry", "--all"], 2), (["quarantine", "retry", "17"], 2),
            ] as [([String], Int32)])
        func usage(words: [String], code: Int32) throws {
            try withCentre { centre in
                try centre.prepare()
                #expect(try centre.run(words).end == .exited(code))
            }
        }

        /// A message as the lane keeps it.
        private static func keep(_ message: (topic: String, payload: String), in centre: Centre) throws {
            let payload = Data(message.payload.utf8)
            try centre.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO quarantine (at, topic, payload, payload_bytes, reason) VALUES (?, ?, ?, ?, 'once')
                        """, arguments: [Milliseconds.now, message.topic, payload, payload.count])
            }
        }
    }
}
