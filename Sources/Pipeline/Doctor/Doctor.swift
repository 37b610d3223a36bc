import DeviceProfiles
import Diagnostics
import Foundation
import Outreach
import Persistence
import Planning
package import Telemetry

/// Looks at everything that the service needs, and says what to do about what is missing.
package struct Doctor {
    private let deviceProfiles: String
    private let outreach: String
    private let holidays: String?
    private let policy: String?
    private let database: String?

    /// - Parameters:
    ///   - deviceProfiles: The folder with profiles and catalogues.
    ///   - outreach: The folder with scripts and safety sentences.
    ///   - holidays: The folder with a file of holidays for each country; `nil` if it is not to be looked at.
    ///   - policy: The policy file; `nil` if the defaults are meant.
    ///   - database: Path of the database; `nil` if none was named.
    package init(
        deviceProfiles: String, outreach: String, holidays: String? = nil, policy: String? = nil, database: String?
    ) {
        self.deviceProfiles = deviceProfiles
        self.outreach = outreach
        self.holidays = holidays
        self.policy = policy
        self.database = database
    }

    /// Everything but the broker, in the order in which it should be mended.
    package func findings(at now: Timestamp) -> [Finding] {
        [clock(now), sqlite()] + store() + [disk(), profiles(), catalogues(), phrases(), policyFinding()] + calendars()
    }

    /// A clock that stands before the program was written or far after it makes every device look wrong.
    private func clock(_ now: Timestamp) -> Finding {
        let earliest = Timestamp(seconds: 1_767_225_600)  // 2026-01-01
        let latest = Timestamp(seconds: 4_102_444_800)  // 2100-01-01
        guard now >= earliest, now < latest else {
            return Finding(.fail, "the clock says \(now.iso8601)", advice: "set it, and let NTP keep it right")
        }
        return Finding(.ok, "the clock says \(now.iso8601)")
    }

    private func sqlite() -> Finding {
        guard SQLiteLibrary.hasCheckpointRace() else { return Finding(.ok, "SQLite \(SQLiteLibrary.version)") }
        return Finding(
            .warn, "SQLite \(SQLiteLibrary.version) has a reported race between a commit and a checkpoint",
            advice: "only the service checkpoints here, which avoids it; open the file with no other program while it "
                + "runs, or upgrade to 3.51.3, 3.50.7 or 3.44.6")
    }

    private func store() -> [Finding] {
        guard let database else {
            return [Finding(.warn, "no database was named", advice: "give it with --db or CALLAHEAD_DB")]
        }
        guard FileManager.default.fileExists(atPath: database) else {
            return [
                Finding(
                    .warn, "there is no database at \(database)",
                    advice: "`callahead serve` or `callahead import` makes one")
            ]
        }
        do {
            let store = try StoreConnection(path: database, role: .reader)
            defer { try? store.close() }
            return try [
                writing(database), readers(store), accounts(store), mode(store), damage(store), reference(store),
                lane(store),
            ]
        } catch {
            return [Finding(.fail, "\(error)", advice: "the service can't use this database")]
        }
    }

    private func readers(_ store: StoreConnection) -> Finding {
        let open = store.filesOpenToOthers
        guard let first = open.first else { return Finding(.ok, "only its owner and group may read the database") }
        return Finding(
            .warn, "\(first) can be read by everyone on this machine, and people's names are in it",
            advice: "as its owner: chmod o= \(open.joined(separator: " "))")
    }

    private func accounts(_ store: StoreConnection) throws -> Finding {
        let shared = try store.idsOfAssetAndUnit()
        guard !shared.isEmpty else { return Finding(.ok, "no asset and unit have the same id") }
        return Finding(
            .warn, "\(shared.joined(separator: ", ")): an asset and a unit have the same id",
            advice: "one account at the broker would speak for both; give one of them another id")
    }

    private func writing(_ path: String) -> Finding {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: path), FileManager.default.isWritableFile(atPath: folder)
        else {
            return Finding(
                .fail, "\(path) or its folder may not be written to",
                advice: "SQLite writes both; give them to the user that runs the service")
        }
        return Finding(.ok, "\(path) can be read and written")
    }

    private func mode(_ store: StoreConnection) throws -> Finding {
        let mode = try store.journalMode()
        let version = try store.status(at: Timestamp(milliseconds: 0)).schemaVersion
        guard mode == "wal" else {
            return Finding(
                .warn, "schema version \(version), journal mode \(mode) instead of wal",
                advice: "`callahead serve` sets it when it starts")
        }
        return Finding(.ok, "schema version \(version), write-ahead logging")
    }

    private func damage(_ store: StoreConnection) throws -> Finding {
        let damage = try store.damage()
        guard let first = damage.first else { return Finding(.ok, "SQLite finds no damage in the database") }
        return Finding(
            .fail, "the database is damaged: \(first)" + (damage.count > 1 ? " and \(damage.count - 1) more" : ""),
            advice: "stop the service, keep a copy of the file, and restore the newest backup")
    }

    /// What was imported before imports looked at it.
    private func reference(_ store: StoreConnection) throws -> Finding {
        let mistakes = try store.unusableReference()
        guard let first = mistakes.first else { return Finding(.ok, "what was imported can be used") }
        let rest = mistakes.count > 1 ? " and \(mistakes.count - 1) more" : ""
        return Finding(
            .warn, "something that was imported can't be used: \(first)\(rest)",
            advice: "mend it in its file and import that again")
    }

    private func lane(_ store: StoreConnection) -> Finding {
        store.isLaneRunning
            ? Finding(.ok, "`callahead serve` has the database")
            : Finding(.warn, "no `callahead serve` runs on the database", advice: "start it")
    }

    private func disk() -> Finding {
        let folder = URL(fileURLWithPath: database ?? ".").deletingLastPathComponent().path
        let values = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (values?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return Finding(.warn, "how much room is left in \(folder) can't be told", advice: "look with df")
        }
        let megabytes = free / 1_000_000
        switch megabytes {
        case ..<100: return Finding(.fail, "\(megabytes) MB left in \(folder)", advice: "make room now")
        case ..<2_000:
            return Finding(.warn, "\(megabytes) MB left in \(folder)", advice: "make room; 2 GB are comfortable")
        default: return Finding(.ok, "\(megabytes / 1_000) GB left in \(folder)")
        }
    }

    private func profiles() -> Finding {
        do {
            let set = try ProfileSet.load(directory: deviceProfiles)
            let mistakes = set.checkExamples()
            guard mistakes.isEmpty else {
                return Finding(
                    .fail, mistakes.map(\.description).joined(separator: "\n      "), advice: "correct the profile")
            }
            let names = set.profiles.map(\.name).joined(separator: ", ")
            return Finding(.ok, "device profiles \(names): their examples hold")
        } catch {
            return Finding(.fail, "\(error)", advice: "correct the profile, or name another folder with --profiles")
        }
    }

    private func catalogues() -> Finding {
        do {
            let catalogue = try FaultCatalogue.load(directory: deviceProfiles)
            return Finding(
                .ok, "fault catalogues with \(catalogue.codeCount) codes, \(catalogue.symptomKeys.count) symptoms")
        } catch {
            return Finding(.fail, "\(error)", advice: "correct the catalogue")
        }
    }

    private func policyFinding() -> Finding {
        guard let policy else { return Finding(.ok, "no policy file: the defaults count") }
        do {
            let changed = PolicyFile.changes(in: try PolicyFile.load(policy).values)
            guard !changed.isEmpty else { return Finding(.ok, "the policy of \(policy) is the default") }
            return Finding(.ok, "the policy of \(policy) sets \(changed.joined(separator: ", "))")
        } catch {
            return Finding(
                .fail, error.mistakes.map(\.description).joined(separator: "\n      "), advice: "correct the policy")
        }
    }

    private func phrases() -> Finding {
        do {
            let phrases = try Phrasebook.load(directory: outreach)
            return Finding(.ok, "what is said on the phone, in \(phrases.languageTags.joined(separator: ", "))")
        } catch {
            return Finding(.fail, "\(error)", advice: "correct the file")
        }
    }

    private func calendars() -> [Finding] {
        guard let holidays else { return [] }
        guard FileManager.default.fileExists(atPath: holidays) else {
            return [
                Finding(
                    .warn, "there are no holidays in \(holidays)",
                    advice: "without them PH in opening hours never counts")
            ]
        }
        do throws(HolidayFileError) {
            let countries = try HolidayCalendars.load(folder: holidays).countries
            return [Finding(.ok, "public holidays of \(countries.joined(separator: ", "))")]
        } catch {
            return [Finding(.fail, "\(error)", advice: "correct the file")]
        }
    }
}
