import ArgumentParser
import Casework
import Foundation
import Pipeline

/// Which policy.
struct PolicyOptions: ParsableArguments {
    @Option(help: "The policy file; else policy.yaml of the installation, else the defaults.")
    var policy: String?

    /// The file that counts; `nil` if the installation has none.
    func path(in installation: Installation) -> String? {
        PolicyOptions.path(policy, in: installation)
    }

    /// The file that was named, or the installation's if there is one.
    static func path(_ named: String?, in installation: Installation) -> String? {
        if let named { return named }
        return FileManager.default.fileExists(atPath: installation.policy) ? installation.policy : nil
    }

    /// What counts.
    ///
    /// - Throws: ``PolicyError``
    func values(in installation: Installation) throws -> PolicyValues {
        guard let path = path(in: installation) else { return PolicyValues() }
        return try PolicyFile.load(path).values
    }

    /// What the policy says of offers to replace a part, for a command that only shows something.
    ///
    /// A mistake in the file keeps nobody from their calls: it is told, and what the file may forbid is not said.
    static func prevention(_ named: String? = nil, in installation: Installation) -> PreventionPolicy {
        do {
            guard let path = path(named, in: installation) else { return PreventionPolicy() }
            return try PolicyFile.load(path).values.casework.prevention
        } catch {
            Terminal.say("\(error)\nuntil the policy is mended, no script says how likely a part fails")
            var careful = PreventionPolicy()
            careful.saysLikelihood = false
            return careful
        }
    }
}
