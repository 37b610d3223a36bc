import Foundation
import TestSupport
import Testing

/// Before it breaks, from the wire to the workshop's time.
@Suite("Prognosis over the wire")
struct PrognosisTests {
    /// Eight days of a car: driven in the morning, at rest for the rest of the day.
    private func days(_ asset: String, volts: (Int) -> Double) -> [(topic: String, payload: String)] {
        let hour: Int64 = 3_600_000
        let begins = Milliseconds.now - 8 * 24 * hour
        return (0..<8).flatMap { day in
            [(0, 14.1), (6, volts(day)), (12, volts(day)), (18, volts(day)), (20, volts(day))].map { after, value in
                let time = begins + Int64(day * 24 + after) * hour
                return (
                    "callahead/v1/assets/\(asset)/signals",
                    "{\"time\":\(time),\"values\":{\"Vehicle.LowVoltageBattery.CurrentVoltage\":\(value)}}"
                )
            }
        }
    }

    @Test(
        "a battery that rests lower every night is offered, a steady one is not; a yes holds the time that was chosen",
        .timeLimit(.minutes(1)))
    func battery() throws {
        try withCentre { centre in
            try centre.prepare(Reference(slots: 4, cars: 2))
            let peer = try Peer(centre.broker.port)
            let serve = try centre.serve()
            try peer.publish(days("car-2") { _ in 12.55 })
            try peer.publish(days("car-1") { $0 < 4 ? 12.5 : 12.5 - Double($0 - 3) * 0.15 })

            let task = try centre.claim("prevent_offer")
            #expect(task.reasons.contains { $0.contains("the starter battery fails within a week") }, "\(task.reasons)")
            let list = try centre.run(["prognosis", "list", "--json"])
            #expect(list.output.contains("\"car-1\"") && list.output.contains("\"book\""), "\(list.output)")
            #expect(!list.output.contains("\"car-2\""), "\(list.output)")
            let plate = try centre.texts("SELECT plate FROM asset WHERE id = 'car-1'")[0]
            let table = try centre.run(["prognosis", "list"])
            #expect(table.output.contains(plate) && table.output.contains("starter battery"), "\(table.output)")
            #expect(!table.errors.contains("more"), "\(table.errors)")
            let none = try centre.run(["prognosis", "list", "--limit", "0"])
            #expect(none.output.isEmpty && none.errors.contains("and 1 more; --limit 1"), "\(none.errors)")
            // Every car of the test has the same one.
            let twins = try centre.run(["prognosis", "show", plate.lowercased().replacing(" ", with: "-")])
            #expect(twins.end == .exited(2) && twins.errors.contains("give the id, car-1, car-2"), "\(twins.errors)")
            let stranger = try centre.run(["prognosis", "show", "999 ZZZ"])
            #expect(stranger.end == .exited(2), "\(stranger.errors)")
            #expect(stranger.errors.contains("no asset with the id or plate 999 ZZZ is known"), "\(stranger.errors)")
            let show = try centre.run(["prognosis", "show", "car-1"])
            #expect(show.output.hasPrefix("\(plate) · car-1 · within"), "\(show.output)\(show.errors)")
            #expect(show.end == .exited(0) && show.output.contains("starter battery: "), "\(show.output)\(show.errors)")

            let second = try centre.texts("SELECT start FROM slot ORDER BY start LIMIT 1 OFFSET 1")[0]
            // As the screen shows it: to the minute.
            let minute = (Double(second) ?? 0) / 60_000
            let start = Date(timeIntervalSince1970: minute.rounded(.down) * 60).ISO8601Format()
            let token = try #require(task.token)
            _ = try centre.run(["tasks", "dial", "\(task.id)", "--token", "\(token)", "--as", "Mari"])
            let torn = try centre.run([
                "tasks", "finish", "\(task.id)", "--token", "\(token)", "--as", "Mari", "--declined", "--slot-start",
                start,
            ])
            #expect(torn.end == .exited(64), "\(torn.output)\(torn.errors)")
            let finish = try centre.run([
                "tasks", "finish", "\(task.id)", "--token", "\(token)", "--as", "Mari", "--accepted", "--slot-start",
                start,
            ])
            #expect(finish.end == .exited(0), "\(finish.errors)\(start)")
            // The dispatcher reads back what is booked.
            #expect(finish.errors.contains("finished: accepted, for 20"), "\(finish.output)\(finish.errors)")
            try eventually("the time is held", said: serve.errors) {
                try centre.number(
                    """
                    SELECT count(*) FROM hold JOIN slot ON CAST(slot.id AS TEXT) = hold.resource
                    WHERE hold.kind = 'slot' AND hold.state = 'confirmed' AND slot.start = \(second)
                    """) == 1 ? true : nil
            }
            #expect(try centre.texts("SELECT answer FROM prevent_offer") == ["accepted"])
            #expect(try centre.number("SELECT count(*) FROM quarantine") == 0)
        }
    }
}
