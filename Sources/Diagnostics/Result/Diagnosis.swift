package import Telemetry

/// What is wrong with an asset, how bad it is, and why we say so.
package struct Diagnosis: Sendable, Equatable {
    /// The highest of all problems; `info` if there is none.
    package var severity: Severity
    /// Whether it will not move or not start again.
    package var immobile: Bool
    /// Whether every problem concerns charging alone and the asset drives.
    package var chargingOnly: Bool
    /// What is certain, of the leading problem: a symptom key such as `oil_pressure_low`; `no_fault` without problems.
    package var symptom: String
    /// The part that probably failed, only if its likelihood is above the policy's threshold.
    package var part: String?
    /// The suspects of the leading problem, most likely first.
    package var parts: [PartLikelihood]
    /// The NHTSA component of the leading problem.
    package var system: String?
    /// What a unit that helps on the spot or tows must be able to do; empty if nothing needs to come.
    package var capabilities: Capabilities
    /// What that unit has to mind.
    package var cautions: Cautions
    /// One per code, in the order of the codes.
    package var faults: [FaultFinding]
    /// Why, strongest kind first.
    package var evidence: [Evidence]
    /// One per component, worst first.
    package var problems: [ProblemFinding]
}

/// A part and how likely it is the cause.
package struct PartLikelihood: Sendable, Hashable, Encodable {
    /// A key of `parts.yaml`.
    package var part: String
    /// 0 to 1; the suspects of a problem need not add up to 1.
    package var likelihood: Double

    package init(part: String, likelihood: Double) {
        self.part = part
        self.likelihood = likelihood
    }
}

/// What one code means.
package struct FaultFinding: Sendable, Hashable {
    package var code: String
    /// After the code's status was taken into account.
    package var severity: Severity
    /// The likeliest part, only above the policy's threshold.
    package var part: String?
    /// English, for dispatchers.
    package var title: String
    /// How sure the control unit is of it.
    package var status: FaultCode.Status
}

/// One thing wrong inside a case.
package struct ProblemFinding: Sendable, Hashable {
    /// The component; one problem each, so it identifies the problem within its case.
    package var key: String
    package var symptom: String
    /// Most likely first.
    package var parts: [PartLikelihood]
    package var severity: Severity
    package var immobile: Bool
    package var chargingOnly: Bool
    /// The codes that belong to it, ascending; empty if only a signal tells of it.
    package var codes: [String]
}
