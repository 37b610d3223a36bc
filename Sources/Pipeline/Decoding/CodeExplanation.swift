package import DeviceProfiles
package import Diagnostics
package import Telemetry

/// Where a fault code can come from and what the catalogues make of it.
package struct CodeExplanation: Sendable {
    /// With its namespace.
    package let code: String
    /// What a car that reports this code alone is diagnosed with.
    package let diagnosis: Diagnosis
    /// Profiles whose fault lists can give codes of this namespace, by name.
    package let profiles: [DeviceProfile]
    private let catalogue: FaultCatalogue

    /// - Parameters:
    ///   - code: As people type it.
    ///   - make: The make whose own catalogue counts.
    package init(
        _ code: String, kind: AssetKind = .car, make: String? = nil, profiles: ProfileSet, catalogue: FaultCatalogue
    ) {
        self.code = FaultCodeName.complete(code)
        self.catalogue = catalogue
        diagnosis = Diagnostician(catalogue: catalogue)
            .diagnose([ReportedFault(code: self.code)], of: AssetTraits(kind: kind, make: make))
        let namespace = String(self.code.prefix { $0 != "/" })
        self.profiles = profiles.profiles.filter { $0.canReport(namespace: namespace) }
    }

    /// Whether a profile can report it or anything is known about it.
    package var isKnown: Bool {
        !profiles.isEmpty || diagnosis.severity != .unknown
    }

    /// For a person.
    package var lines: [String] {
        let reporters = profiles.map { "reported  by profile \($0.name): \($0.title) (\($0.file))" }
        return ["code \(code)"]
            + (diagnosis.screen(in: catalogue)
            + (reporters.isEmpty ? ["reported  by no profile of this installation"] : reporters)).map { "  \($0)" }
    }
}

// What `callahead profiles explain CODE --json` prints; the diagnosis is that of `callahead diagnose --json`.
extension CodeExplanation: Encodable {
    private enum CodingKeys: String, CodingKey { case code, diagnosis, profiles }

    private struct Reporter: Encodable {
        var name: String
        var title: String
        var file: String
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(diagnosis, forKey: .diagnosis)
        let reporters = profiles.map { Reporter(name: $0.name, title: $0.title, file: $0.file) }
        try container.encode(reporters, forKey: .profiles)
    }
}
