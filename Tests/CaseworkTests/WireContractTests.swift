import Casework
import Foundation
import Telemetry
import Testing
import Yams

@Suite("What leaves over MQTT")
struct WireContractTests {
    @Test("every message of a whole case has the keys that the AsyncAPI document describes")
    func keys() throws {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.50, 24.90)])
        world.add("car-1")
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T1", .accepted, offer: job.offerID, eta: 20)
        world.now = world.now.adding(seconds: 60)
        world.position(59.45, 24.80, asset: "car-1")
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.close(caseID: id, state: .declined, reason: "own \"help\" is there"))

        let path = Shipped.repository.appending(path: "device-profiles/callahead-v1.asyncapi.yaml")
        let document = try #require(try Yams.compose(yaml: String(contentsOf: path, encoding: .utf8)))
        var seen: Set<String> = []
        for row in world.outbox {
            let (name, message) = try #require(
                description(of: row.topic, in: document), "\(row.topic) is not described")
            let parsed = try JSONSerialization.jsonObject(with: Data(row.payload.utf8)) as? [String: Any]
            var keys = Set(try #require(parsed).keys)
            // The number is filled in when the message leaves.
            if row.contact != nil { keys.insert("to") }
            let described = Set((message["payload"]?["properties"]?.mapping ?? [:]).keys.compactMap(\.string))
            let required = Set((message["payload"]?["required"]?.sequence ?? []).compactMap(\.string))
            #expect(keys.isSubset(of: described), "\(row.topic): \(keys.subtracting(described)) not described")
            #expect(required.isSubset(of: keys), "\(row.topic): \(required.subtracting(keys)) missing")
            seen.insert(parsed?["revision"] == nil ? name : "\(name) again")
        }
        #expect(seen == ["advice", "offer", "offer again", "standDown", "textMessage"])
    }

    /// The message of the channel whose address fits a topic.
    private func description(of topic: String, in document: Node) -> (String, Node)? {
        let levels = topic.split(separator: "/")
        for (_, channel) in document["channels"]?.mapping ?? [:] {
            let address = (channel["address"]?.string ?? "").split(separator: "/")
            let fits =
                address.count == levels.count
                && zip(address, levels).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            guard fits, let name = channel["messages"]?.mapping?.keys.first?.string,
                let message = document["components"]?["messages"]?[name]
            else { continue }
            return (name, message)
        }
        return nil
    }
}
