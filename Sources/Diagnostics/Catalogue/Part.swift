/// A part of `parts.yaml`: what can fail, be stocked and be replaced.
package struct Part: Sendable, Hashable {
    package var key: String
    /// By language.
    package var names: [String: String]
    /// The NHTSA component it belongs to.
    package var system: String
    /// What a workshop or technician must be able to do to replace it, ascending.
    package var skills: [String]
    /// Typical working time, hours.
    package var hours: Double
}
