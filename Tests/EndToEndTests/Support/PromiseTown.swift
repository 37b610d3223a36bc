import Foundation
import GRDB
import TestSupport
import Testing

/// A town whose service answers quickly: what the policy gives minutes for takes seconds.
struct PromiseTown {
    var reference = Reference()
    /// `phone-1`, a flatbed nearby that is only reached by telephone.
    var phoneUnit = false
    /// Whether the workshop must be asked for its times.
    var workshopMustBeAsked = false
    /// A motorway through the town that only an approved firm may recover on.
    var concession = false
    /// Lines of the policy file.
    var policy = PromiseTown.quick

    /// The shortest that the policy allows.
    static let quick = """
        offers:
          lifetime: 5 s
          phone_lifetime: 60 s
          replan_after: 5 s
        recovery:
          mild_after: 1 s

        """
    /// The same, but offers that stand long enough to be looked at.
    static let patient = quick.replacing("  lifetime: 5 s", with: "  lifetime: 60 s")

    /// A running service in this town, with units that have said that they are there.
    func start(_ centre: Centre) throws -> Command {
        try centre.prepare(reference)
        try centre.write { try insert(into: $0) }
        let path = "\(centre.directory)/policy.yaml"
        try policy.write(toFile: path, atomically: true, encoding: .utf8)
        let serve = try centre.serve(more: ["--policy", path])
        try serve.waitForWords("connected as")
        return serve
    }

    private func insert(into db: Database) throws {
        if phoneUnit {
            try db.execute(
                sql: """
                    INSERT INTO unit (id, name, kind, capabilities, lat, lon, phone, reach, readiness_minutes)
                    VALUES ('phone-1', 'Phone 1', 'flatbed', 'flatbed;winch', 59.43, 24.74, '+3725550009', 'phone', 2)
                    """)
        }
        if workshopMustBeAsked {
            try db.execute(sql: "UPDATE workshop SET auto_confirm = 0, phone = '+3725550010'")
        }
        if concession {
            try db.execute(
                sql: """
                    INSERT INTO provider (id, name, phone) VALUES ('recovery-1', 'Ring Recovery', '+3725550011');
                    INSERT INTO zone (id, name, rule, area, provider_id, phone)
                    VALUES ('ring', 'Ring motorway', 'concession', ?, 'recovery-1', '+3725550011')
                    """,
                arguments: [
                    """
                    {"type":"Polygon","coordinates":[[[24.7,59.4],[24.8,59.4],[24.8,59.5],[24.7,59.5],[24.7,59.4]]]}
                    """
                ])
        }
        try db.execute(sql: "UPDATE meta SET value = value + 1 WHERE name = 'reference_change'")
    }
}

extension Peer {
    /// Waits for an offer to a unit and returns its number.
    func offer(to unit: String) throws -> Int {
        let topic = "callahead/v1/units/\(unit)/offer"
        try wait("\(unit) is asked") { peer in peer.received.contains { $0.topic == topic } }
        let message = received.last { $0.topic == topic }
        guard let offer = message?.number("offer_id") else { throw Trouble("the offer has no number: \(topic)") }
        return offer
    }

    /// Waits for an offer and answers it.
    @discardableResult
    func answer(_ unit: String, _ state: String, eta: Int? = nil) throws -> Int {
        let offer = try offer(to: unit)
        try publish([Native.job(unit, state, offer: offer, eta: eta)])
        return offer
    }

    /// The units that were asked, in order, revisions of an offer once.
    var asked: [String] {
        var units: [String] = []
        var seen: Set<Int> = []
        for message in received where message.topic.hasSuffix("/offer") {
            guard let offer = message.number("offer_id"), seen.insert(offer).inserted else { continue }
            units.append(String(message.topic.split(separator: "/")[3]))
        }
        return units
    }

    /// The units that were told that they need not come.
    var stoodDown: [String] {
        received.filter { $0.topic.hasSuffix("/stand_down") }.map { String($0.topic.split(separator: "/")[3]) }
    }
}

extension Native {
    /// A fault that lets the car limp on: the anti-lock brakes.
    static func limp(_ asset: String) -> (topic: String, payload: String) {
        (
            "callahead/v1/assets/\(asset)/faults",
            """
            {"time":\(Milliseconds.now),"mode":"raise","codes":["C0300"],"position":{"lat":59.437,"lon":24.753,"speed":0}}
            """
        )
    }

    /// Nothing is wrong any more, says the device.
    static func clear(_ asset: String) -> (topic: String, payload: String) {
        ("callahead/v1/assets/\(asset)/faults", "{\"time\":\(Milliseconds.now),\"mode\":\"set\",\"codes\":[]}")
    }

    static func at(
        _ asset: String, lat: Double, lon: Double, time: Int64 = Milliseconds.now
    ) -> (topic: String, payload: String) {
        (
            "callahead/v1/assets/\(asset)/position",
            "{\"time\":\(time),\"lat\":\(lat),\"lon\":\(lon),\"speed\":0}"
        )
    }

    static func unitAt(_ unit: String, lat: Double, lon: Double) -> (topic: String, payload: String) {
        (
            "callahead/v1/units/\(unit)/position",
            "{\"time\":\(Milliseconds.now),\"lat\":\(lat),\"lon\":\(lon),\"speed\":30}"
        )
    }
}
