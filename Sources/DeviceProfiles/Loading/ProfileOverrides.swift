internal import Foundation
internal import Yams

/// What an installation says about profiles in `overrides.yaml`, beside them.
///
/// A mapping from the names of profiles:
///
///     victron-venus:
///       variables: {prefix: N}
///       trusted_gateway: true
///       keepalive: [c0619ab9929a]
enum ProfileOverrides {
    static let fileName = "overrides.yaml"

    /// What the file of a directory says on top of `options`, which win; without the file they are all there is.
    ///
    /// - Throws: ``ProfileError`` with the mistakes of the file.
    static func read(inDirectory directory: String, over options: ProfileOptions) throws(ProfileError) -> ProfileOptions
    {
        let path = directory.hasSuffix("/") ? directory + fileName : "\(directory)/\(fileName)"
        guard FileManager.default.fileExists(atPath: path) else { return options }
        var yaml = YAMLReader(file: path)
        guard let root = yaml.compose(try ProfileFile.text(atPath: path)) else { throw ProfileError(yaml.mistakes) }
        var merged = options
        for (profile, node) in yaml.pairs(root, "the file of overrides") {
            let members = yaml.members(
                node, of: "an override", allowed: ["variables", "trusted_gateway", "keepalive"])
            for (key, value) in yaml.pairs(members["variables"], "variables") {
                guard let text = yaml.text(value, "a variable"), merged.variables[profile]?[key] == nil else {
                    continue
                }
                merged.variables[profile, default: [:]][key] = text
            }
            if yaml.flag(members["trusted_gateway"], "trusted_gateway") ?? false {
                merged.trustedGateways.insert(profile)
            }
            if let devices = members["keepalive"], merged.keepAlive[profile] == nil {
                merged.keepAlive[profile] = yaml.texts(devices, "keepalive")
            }
        }
        guard yaml.mistakes.isEmpty else { throw ProfileError(yaml.mistakes) }
        return merged
    }
}
