import CFaultyDisk
import Foundation

/// A disk that fails, if `CALLAHEAD_DISK` asks for one; for tests only, and present in every build like failpoints.
///
/// What can be asked for stands in the C module's header: slow syncs, a full disk, errors, and a log from which a power
/// cut can be played afterwards.
package enum FaultyDisk {
    package static let variable = "CALLAHEAD_DISK"

    /// Done once for a process, before its first database is opened.
    static let installed: Result<Void, StoreError> = {
        guard let setting = ProcessInfo.processInfo.environment[variable], !setting.isEmpty else { return .success(()) }
        return Result { () throws(StoreError) in try install(setting) }
    }()

    /// Makes it the disk of the databases that this process opens from now on.
    ///
    /// - Parameter isDefault: Otherwise only of those that name it.
    /// - Throws: ``StoreError`` for a setting that can't be understood.
    package static func install(_ setting: String, isDefault: Bool = true) throws(StoreError) {
        guard cfd_install(setting, isDefault ? 1 : 0) == 0 else {
            throw StoreError(
                .unusable,
                "\(variable)=\(setting): write slow:20ms, full, full:BYTES, ioerr:N, power-cut:/LOG or file:/PATH")
        }
    }

    /// What a power cut has done to files.
    package struct Loss: Sendable, Equatable {
        /// Writes that had not been synced.
        package var unsynced: Int
        /// Those of them that are gone.
        package var lost: Int
    }

    /// Undoes what was not synced, as a power cut does; nobody may have the files open.
    ///
    /// - Parameters:
    ///   - log: The file named by `power-cut:`.
    ///   - folder: Where the database stands.
    ///   - seed: 0 undoes all of it; another lets some of the first writes through.
    package static func cutPower(log: String, folder: String, seed: UInt64) throws -> Loss {
        var loss = cfd_loss()
        guard cfd_power_cut(log, folder, seed, &loss) == 0 else {
            throw StoreError(.io, "power cut by \(log): \(String(cString: strerror(errno)))")
        }
        return Loss(unsynced: loss.unsynced, lost: loss.lost)
    }
}
