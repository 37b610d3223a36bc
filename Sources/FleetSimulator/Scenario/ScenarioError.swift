/// Why a scenario can't be played: where it stands in which file, and what to write instead.
package struct ScenarioError: Error, Equatable, CustomStringConvertible {
    package var file: String
    /// From 1.
    package var line: Int
    package var reason: String

    package init(file: String, line: Int, reason: String) {
        (self.file, self.line, self.reason) = (file, line, reason)
    }

    package var description: String { "\(file):\(line): \(reason)" }
}
