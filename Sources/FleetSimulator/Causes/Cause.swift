package import Telemetry

/// Something that breaks, with what a device tells of it in the course of time and what is true about it.
///
/// The content of an entry of `simulators/causes.yaml`.
package struct Cause: Sendable, Equatable {
    package var key: String
    /// What is broken, in words for a person.
    package var what: String
    /// The group of public figures that it belongs to, such as `battery`; a mix may name the group or the key.
    package var group: String
    /// How often it comes, against the other causes of its group.
    package var weight: Double
    /// What it happens to.
    package var kinds: [AssetKind]
    /// What those run on; empty is anything.
    package var energies: [Energy]
    /// Profiles of the only devices that it happens to; empty is every device that can say one of its codes.
    package var profiles: [Town.Profile]
    package var truth: Truth
    /// By time; the step at 0 is the breakdown.
    package var steps: [Step]
    /// How the low-voltage battery rests in the days before, by time; empty if it shows nothing.
    package var rests: [Rest] = []

    /// A voltage at rest.
    package struct Rest: Sendable, Equatable {
        /// Milliseconds from the breakdown.
        package var at: Int64
        package var volts: Double

        package init(at: Int64, volts: Double) { (self.at, self.volts) = (at, volts) }
    }

    /// What is true of the breakdown, whatever anybody says.
    package struct Truth: Sendable, Equatable {
        /// What the service should say.
        package var severity: Severity
        /// Whether it will not move or start again.
        package var isImmobile: Bool
        package var needs: Town.Need
        package var detectability: LedgerEntry.Detectability
        /// Key of the part that has failed, if one has.
        package var part: String?
        /// Whether a person is to be called about it.
        package var wantsCall: Bool
    }

    /// What changes at a moment.
    package struct Step: Sendable, Equatable {
        /// Milliseconds from the breakdown, negative before it.
        package var at: Int64
        /// All codes that are there from now on, in the form of `callahead diagnose` (`P0300:pending`); `nil` changes
        /// nothing, an empty list says that all is well.
        package var codes: [String]?
        /// Values by VSS name in VSS units, flags as 0 and 1; between two steps that name it a value goes evenly from
        /// one to the other.
        package var signals: [String: Double]
        /// Whether the device is connected.
        package var isOnline: Bool?
        /// Whether the engine runs or the drive is on.
        package var isRunning: Bool?
        /// What the driver says in the app: `need_help`, `safe`, `shared_location`, `cancel`, `no_help`.
        package var driver: String?

        package init(
            at: Int64, codes: [String]? = nil, signals: [String: Double] = [:], isOnline: Bool? = nil,
            isRunning: Bool? = nil, driver: String? = nil
        ) {
            (self.at, self.codes, self.signals) = (at, codes, signals)
            (self.isOnline, self.isRunning, self.driver) = (isOnline, isRunning, driver)
        }
    }
}

extension Cause {
    /// Milliseconds from the first sign to the breakdown.
    package var lead: Int64 { max(0, 0 &- (steps.first?.at ?? 0)) }

    /// Milliseconds from the breakdown to the last change.
    package var tail: Int64 { max(0, steps.last?.at ?? 0) }

    /// Whether it stops the asset where it is.
    package var stopsAsset: Bool { truth.isImmobile || truth.severity >= .stop || truth.needs != .nothing }

    /// The codes that are there, milliseconds from the breakdown.
    package func codes(at moment: Int64) -> [String] {
        steps.last { $0.at <= moment && $0.codes != nil }?.codes ?? []
    }

    /// All codes that it ever shows, in the order in which they come, without what stands behind a colon.
    package var allCodes: [String] {
        var codes: [String] = []
        for code in steps.flatMap({ $0.codes ?? [] }) {
            let name = FaultWord(code).code
            if !codes.contains(name) { codes.append(name) }
        }
        return codes
    }

    /// Measured values, milliseconds from the breakdown.
    ///
    /// A value appears with the first step that names it, goes evenly to the next one and stays as the last one left it.
    package func signals(at moment: Int64) -> [String: Double] {
        var values: [String: Double] = [:]
        for name in signalNames {
            guard let before = steps.last(where: { $0.at <= moment && $0.signals[name] != nil }),
                let from = before.signals[name]
            else { continue }
            values[name] = from
            if let after = steps.first(where: { $0.at > moment && $0.signals[name] != nil }),
                let to = after.signals[name],
                !Cause.isFlag(name)
            {
                values[name] = from + (to - from) * Double(moment - before.at) / Double(after.at - before.at)
            }
        }
        return values
    }

    /// Volts of the battery at rest, milliseconds from the breakdown: even between two entries, constant before the first
    /// and after the last; `nil` if it shows nothing.
    package func restingVolts(at moment: Int64) -> Double? {
        guard let first = rests.first, let last = rests.last else { return nil }
        guard moment > first.at else { return first.volts }
        guard let next = rests.firstIndex(where: { $0.at > moment }), next > 0 else { return last.volts }
        let (before, after) = (rests[next - 1], rests[next])
        return before.volts
            + (after.volts - before.volts) * Double(moment - before.at) / Double(after.at - before.at)
    }

    /// Names of the values that it changes, sorted.
    package var signalNames: [String] { Array(Set(steps.flatMap { $0.signals.keys })).sorted() }

    /// Whether the device is connected, milliseconds from the breakdown.
    package func isOnline(at moment: Int64) -> Bool {
        steps.last { $0.at <= moment && $0.isOnline != nil }?.isOnline ?? true
    }

    /// Whether the engine runs or the drive is on; `nil` if the cause says nothing about it.
    package func isRunning(at moment: Int64) -> Bool? {
        steps.last { $0.at <= moment && $0.isRunning != nil }?.isRunning
    }

    /// Whether it can happen to such an asset, whatever its device can tell of it.
    func canBefall(_ model: Town.Model) -> Bool {
        guard let kind = AssetKind(rawValue: model.kind), kinds.contains(kind) else { return false }
        return energies.isEmpty || energies.contains { $0.rawValue == model.energy }
    }

    /// Whether it can happen to such an asset with such a device.
    package func befalls(_ model: Town.Model, profile: Town.Profile) -> Bool {
        guard canBefall(model) else { return false }
        if !profiles.isEmpty { return profiles.contains(profile) }
        return truth.detectability == .undetectable || allCodes.isEmpty || allCodes.contains { profile.says(code: $0) }
    }

    /// Whether electronics tell of it with such a device.
    package func detectability(by profile: Town.Profile) -> LedgerEntry.Detectability {
        let telling = steps.contains { step in
            step.driver != nil || step.isOnline == false || (step.codes ?? []).contains { profile.says(code: $0) }
                || step.signals.keys.contains { profile.says(signal: $0) }
        }
        return telling ? truth.detectability : .undetectable
    }

    /// Whether a value is yes or no.
    package static func isFlag(_ name: String) -> Bool {
        let last = name.split(separator: ".").last ?? ""
        return ["Lamp", "Flashing", "Detected", "Warning"].contains { last.hasSuffix($0) }
            || (last.hasPrefix("Is") && last.dropFirst(2).first?.isUppercase == true)
    }
}
