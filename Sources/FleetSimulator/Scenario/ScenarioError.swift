/// Why a scenario can't be played: where it stands in which file, and what to write instead.
package struct ScenarioError: Error, Equatable, CustomStringConvertible {
    package var file: String
    /// From 1.
    package var line: Int
    package var reason: String

    package var description: String { "\(file):\(line): \(reason)" }
}
