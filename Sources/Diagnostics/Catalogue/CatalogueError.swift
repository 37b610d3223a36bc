/// What is wrong with a catalogue, and where.
package struct CatalogueError: Error, Equatable, CustomStringConvertible {
    /// The file as it was opened.
    package var file: String
    /// First line is 1; `nil` if the whole file is meant.
    package var line: Int?
    package var column: Int?
    /// What is wrong, and what is allowed.
    package var problem: String

    package init(file: String, line: Int? = nil, column: Int? = nil, problem: String) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
    }

    /// `file:line:column: problem`.
    package var description: String {
        var place = file
        if let line { place += ":\(line)" }
        if line != nil, let column { place += ":\(column)" }
        return place + ": " + problem
    }
}
