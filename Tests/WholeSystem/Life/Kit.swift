import Casework
import DeviceProfiles
import Diagnostics
import Foundation
import MQTT
import Outreach
import Persistence
import Pipeline

/// What all lives share: the catalogues, loaded once, and a database with the imported world to copy.
package final class Kit: Sendable {
    let configuration: LaneConfiguration
    /// Where databases live: in memory where the machine allows it, for nothing here needs a disk to be slow.
    let folder: String
    let template: String
    let topics = TopicMemory()

    /// - Parameter home: The folder with `device-profiles` and `outreach`.
    package init(home: String) throws {
        let parent = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        folder = "\(parent)/callahead-histories-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        template = "\(folder)/template.db"
        let profiles = try ProfileSet.load(directory: "\(home)/device-profiles")
        let catalogue = try FaultCatalogue.load(directory: "\(home)/device-profiles")
        let phrasebook = try Phrasebook.load(directory: "\(home)/outreach")
        configuration = LaneConfiguration(
            databasePath: template, mqtt: MQTTConfiguration(host: "simulated", port: 1, clientID: "callahead"),
            profiles: profiles, diagnostician: Diagnostician(catalogue: catalogue), phrasebook: phrasebook)
        let store = try StoreConnection(path: template, role: .command(create: true))
        for (kind, text) in Town.files {
            _ = try ReferenceImport(into: store).run(Array(text.utf8), kind: kind, name: kind.rawValue, inOnePart: true)
        }
        // The last one to close leaves one file without a log.
        try store.close()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func configuration(for path: String) -> LaneConfiguration {
        var configuration = configuration
        configuration.databasePath = path
        return configuration
    }
}
