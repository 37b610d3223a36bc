/// What is wrong with files of holidays.
package struct HolidayFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One thing that is wrong.
    package struct Mistake: Sendable, Equatable, CustomStringConvertible {
        package var file: String
        /// From 1; `nil` for the file as a whole.
        package var line: Int?
        /// What is wrong, and what is allowed.
        package var problem: String

        package init(file: String, line: Int?, problem: String) {
            self.file = file
            self.line = line
            self.problem = problem
        }

        package var description: String {
            line.map { "\(file):\($0): \(problem)" } ?? "\(file): \(problem)"
        }
    }

    /// In the order of the files and their lines.
    package let mistakes: [Mistake]

    package init(mistakes: [Mistake]) { self.mistakes = mistakes }

    package var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
