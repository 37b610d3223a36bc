import Foundation
import GRDB
import TestSupport
import Testing

extension EndToEnd {
    /// Devices that say a value at a time, and only when they are asked to.
    @Suite("One value at a time")
    struct AssemblyTests {
        private static let profile = """
            profile: metrics
            identity: {device: "{device}"}
            keepalive: {topic: "R/{device}/keepalive", payload: "speak", every: 1h}
            rules:
              - {name: latitude, topic: "N/{device}/lat", payload: text, time: none, assembles: {latitude: $}}
              - {name: longitude, topic: "N/{device}/lon", payload: text, time: none, assembles: {longitude: $}}

            """

        @Test("a killed service loses no axis, and asks a device to speak once", .timeLimit(.minutes(2)))
        func survives() throws {
            try withCentre { centre in
                let words = ["--profiles", try profiles(in: centre.directory)]
                let device = try Peer(centre.broker.port, filters: ["R/+/keepalive"])
                var serve = try centre.serve(more: words)
                // Nothing comes from such a device before it is asked.
                try device.wait("it is asked to speak") { $0.received.map(\.payload) == ["speak"] }
                #expect(device.received.map(\.topic) == ["R/car-1/keepalive"])
                try device.publish("N/car-1/lat", "59.437")
                try device.publish("N/car-2/lat", "58.38")
                try eventually("both axes are on disk", said: serve.errors) {
                    try centre.number("SELECT count(*) FROM signal") == 2 ? true : nil
                }
                #expect(try centre.number("SELECT count(*) FROM position") == 0)
                serve.kill()

                serve = try centre.serve(more: words)
                try device.publish("N/car-1/lon", "24.753")
                let place = try eventually("the axes have met", said: serve.errors) {
                    try centre.texts("SELECT lat || ' ' || lon FROM position").first
                }
                #expect(place == "59.437 24.753")
                // Once by each service, and the other device once when it had spoken.
                try device.wait("all are asked") { $0.received.count == 3 }
                try device.publish("N/car-1/lat", "59.438")
                try device.settle()
                let asked = device.received.map(\.topic).sorted()
                #expect(asked == ["R/car-1/keepalive", "R/car-1/keepalive", "R/car-2/keepalive"])
            }
        }

        /// The shipped profiles and ours, with its keep-alive switched on.
        private func profiles(in directory: String) throws -> String {
            let folder = directory + "/device-profiles"
            let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "device-profiles")
            try FileManager.default.copyItem(atPath: shipped.path, toPath: folder)
            try AssemblyTests.profile.write(toFile: folder + "/metrics.yaml", atomically: true, encoding: .utf8)
            try "metrics: {keepalive: [car-1]}\n".write(
                toFile: folder + "/overrides.yaml", atomically: true, encoding: .utf8)
            return folder
        }
    }
}
