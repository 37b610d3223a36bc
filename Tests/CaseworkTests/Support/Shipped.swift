import Casework
import Diagnostics
import Foundation
import Outreach

/// The catalogues and phrases of this repository, read once.
enum Shipped {
    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let catalogue = Result {
        try FaultCatalogue.load(directory: repository.appending(path: "device-profiles").path)
    }
    private static let phrases = Result {
        try Phrasebook.load(directory: repository.appending(path: "outreach").path)
    }

    static func diagnostician() throws -> Diagnostician { Diagnostician(catalogue: try catalogue.get()) }

    static func phrasebook() throws -> Phrasebook { try phrases.get() }
}
