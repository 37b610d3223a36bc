import FleetSimulator
import Telemetry
import Testing

struct ScenarioTests {
    @Test("the town has what the demo promises")
    func contents() throws {
        let town = try smallTown()
        let fleet = Fleet(town: town, seed: 1)
        #expect(fleet.vehicles.count == 60)
        #expect(Set(fleet.vehicles.map(\.profile)) == [.native, .obd2MQTT, .teltonika])
        #expect(Set(fleet.vehicles.map(\.device)).count == 60)
        #expect(town.units.count == 10)
        #expect(town.units.filter { $0.reach == "phone" }.count == 1)
        #expect(town.workshops.count == 4)
        #expect(Set(fleet.customers.map(\.language)) == ["en", "et"])
        #expect((fleet.customers.map(\.phone) + fleet.contacts.map(\.phone)).allSatisfy { $0.hasPrefix("+999") })
    }

    @Test("every breakdown of the file shows on the wire once, and the repeated one twice")
    func breakdowns() throws {
        let town = try smallTown()
        let (messages, simulation) = try play()
        let reported = messages.compactMap(\.breakdown)
        #expect(reported.sorted() == Array(town.breakdowns.indices))
        #expect(simulation.truth.broken.count == town.breakdowns.filter { !$0.repeats }.count)
        for broken in simulation.truth.broken {
            let message = try #require(messages.first { $0.breakdown == broken.breakdown })
            #expect(message.at == broken.at)
            #expect(broken.codes.allSatisfy { message.payload.contains($0) })
        }
    }

    @Test("a broken vehicle stands at its crossing")
    func stands() throws {
        let town = try smallTown()
        let broken = try play().simulation.truth.broken
        for item in broken {
            let crossing = try #require(town.streets.index(of: town.breakdowns[item.breakdown].at))
            #expect(item.place.distance(to: town.streets.places[crossing]) < 1)
        }
    }

    @Test("a vehicle in a garage never tells a place, and its driver does later")
    func withoutFix() throws {
        let messages = try play().messages
        let fleet = Fleet(town: try smallTown(), seed: 1)
        let device = try #require(fleet.vehicle("van-06")).device
        let records = messages.filter { $0.topic == "kivila/tracker/teltonika/\(device)/data" }
        #expect(!records.isEmpty)
        #expect(records.allSatisfy { $0.payload.contains("\"latlng\":\"0.000000,0.000000\"") })
        let shared = messages.filter { $0.topic == "callahead/v1/assets/van-06/driver" }
        #expect(shared.count == 1)
        #expect(shared.first?.payload.contains("shared_location") == true)
    }

    @Test("consecutive places of a vehicle are as far apart as it can drive")
    func noJumps() throws {
        let messages = try play().messages
        let topic = "callahead/v1/assets/car-01/position"
        var last: (at: Timestamp, place: Coordinate)?
        for message in messages where message.topic == topic {
            let latitude = try #require(number("lat", in: message.payload))
            let longitude = try #require(number("lon", in: message.payload))
            let place = try Coordinate(latitude: latitude, longitude: longitude)
            if let last {
                let metres = place.distance(to: last.place)
                #expect(metres <= Double(message.at.seconds(since: last.at)) * 25 + 1)
            }
            last = (message.at, place)
        }
        #expect(last != nil)
    }

    private func number(_ key: String, in payload: String) -> Double? {
        payload.split(separator: "\"\(key)\":").last?.split { !"0123456789.-".contains($0) }.first.flatMap {
            Double($0)
        }
    }
}
