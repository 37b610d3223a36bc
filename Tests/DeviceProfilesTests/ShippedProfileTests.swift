import Foundation
import Telemetry
import Testing

@testable import DeviceProfiles

/// The folder of the profiles that are shipped.
let shippedDirectory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "device-profiles").path(percentEncoded: false)

@Suite("The shipped profiles")
struct ShippedProfileTests {
    @Test("every example gives what its profile says")
    func examples() throws {
        let set = try ProfileSet.load(directory: shippedDirectory)
        #expect(set.checkExamples().map(\.description) == [])
        #expect(set.profiles.allSatisfy { $0.exampleCount >= 4 })
    }
}
