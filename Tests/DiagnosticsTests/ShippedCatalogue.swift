import Foundation
import Telemetry

@testable import Diagnostics

/// The catalogues of this repository, loaded once.
enum Shipped {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "device-profiles").path

    static let catalogue = Result { try FaultCatalogue.load(directory: directory) }

    static func diagnostician() throws -> Diagnostician { Diagnostician(catalogue: try catalogue.get()) }

    static let car = AssetTraits(kind: .car, energy: .petrol, drivetrain: .fwd)
}

extension Diagnostician {
    /// Diagnoses confirmed codes of a petrol car.
    func diagnose(_ codes: [String], of traits: AssetTraits = Shipped.car, signals: [SignalReading] = []) -> Diagnosis {
        diagnose(codes.map { ReportedFault(code: $0, status: .confirmed) }, of: traits, signals: signals)
    }
}
