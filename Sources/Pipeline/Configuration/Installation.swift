import Foundation

/// Where the files of an installation are: device profiles with their catalogues, words, policy, the broker's settings.
///
/// Looked for in this order: the folder that was given, `CALLAHEAD_HOME`, the current directory, and the folders above
/// the executable, so that a build in its source tree finds its own files.
package struct Installation: Sendable, Equatable {
    /// The environment variable that names a folder with `device-profiles/` and `outreach/`.
    package static let variable = "CALLAHEAD_HOME"

    /// The folder that holds the others.
    package let home: String
    /// The device profiles, if they stand elsewhere.
    private let profiles: String?

    /// Device profiles, `catalogues/`, `symptoms.yaml` and `parts.yaml`.
    package var deviceProfiles: String { profiles ?? "\(home)/device-profiles" }
    /// `scripts/` and `safety/`.
    package var outreach: String { "\(home)/outreach" }
    /// Public holidays, a file for each country; an installation may have none.
    package var holidays: String { "\(home)/calendars/holidays" }
    /// What it sets otherwise than the defaults; it may be missing.
    package var policy: String { "\(home)/policy.yaml" }
    /// `mosquitto.conf` and what else an operator starts from.
    package var deploy: String { "\(home)/deploy" }

    /// Finds an installation.
    ///
    /// - Parameters:
    ///   - profiles: The folder of device profiles, as given with `--profiles`; the rest is looked for beside it too.
    ///   - environment: Variables by name.
    ///   - currentDirectory: Absolute.
    ///   - executable: The program's own path, absolute.
    /// - Throws: ``InstallationError`` with the places that were tried.
    package static func find(
        profiles: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
        currentDirectory: String = FileManager.default.currentDirectoryPath,
        executable: String? = Bundle.main.executablePath
    ) throws(InstallationError) -> Installation {
        if let profiles, !isFolder(profiles) { throw InstallationError(kind: .profiles, tried: [profiles]) }
        if let home = environment[variable], !home.isEmpty {
            guard isHome(home) else { throw InstallationError(kind: .variable, tried: [home]) }
            return Installation(home: home, profiles: profiles)
        }
        var tried: [String] = []
        if let profiles { tried.append(parent(of: absolute(profiles, in: currentDirectory))) }
        tried.append(currentDirectory)
        var folder = parent(of: executable ?? currentDirectory)
        while true {
            tried.append(folder)
            let share = folder == "/" ? "/share/callahead" : "\(folder)/share/callahead"
            tried.append(share)
            guard folder != "/" else { break }
            folder = parent(of: folder)
        }
        guard let home = tried.first(where: isHome) else { throw InstallationError(kind: .nowhere, tried: tried) }
        return Installation(home: home, profiles: profiles)
    }

    private static func isHome(_ folder: String) -> Bool {
        isFolder("\(folder)/outreach/scripts") && isFolder("\(folder)/device-profiles")
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    private static func absolute(_ path: String, in directory: String) -> String {
        path.hasPrefix("/") ? path : "\(directory)/\(path)"
    }

    private static func parent(of path: String) -> String {
        let parent = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path
        return parent.isEmpty ? "/" : parent
    }
}

/// The files of the installation were not found.
package struct InstallationError: Error, Sendable, Equatable, CustomStringConvertible {
    enum Kind: Sendable { case profiles, variable, nowhere }

    let kind: Kind
    /// Where they were looked for, in this order.
    package let tried: [String]

    package var description: String {
        let first = tried.first ?? ""
        return switch kind {
        case .profiles: "\(first) is not a folder of device profiles"
        case .variable: "\(Installation.variable) is \(first), which has no device-profiles/ and outreach/ in it"
        case .nowhere:
            "device-profiles/ and outreach/ were not found from \(first) upwards; set \(Installation.variable) to the "
                + "folder that holds them"
        }
    }
}
